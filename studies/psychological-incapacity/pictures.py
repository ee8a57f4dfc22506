"""Pictures of what left protected."""

from collections.abc import Sequence
from functools import partial

import polars as pl
from markupsafe import Markup

from mutualis.picture.series import Point, Series, Words, series
from mutualis.study import Desk
from mutualis.study.drawing import Told, across, compared, named, number, shown, side, title

from .cohort import PERIODS


def lined(desk: Desk, name: str, language: str, drawn: Sequence[Series], along: str, **more: float) -> Markup:
    """Lines with a share in percent."""
    words = Words(title(desk, name, language), desk.word(along, language), "%", partial(number, language=language))
    return series(drawn, words, zero=True, **more)


def curve(desk: Desk, told: Told, language: str) -> Markup:
    """The share still unable to work by months, of those with and without psychiatric care."""
    rows, drawn = shown(told["duration"]), []
    for group in ("psychiatric_care", "no_psychiatric_care"):
        own = rows.filter(pl.col("group") == group).select(
            pl.col("months").cast(pl.Float64), *(pl.col(each) * 100 for each in ("value", "low", "high"))
        )
        drawn.append(Series(desk.word(group, language), [Point(*row) for row in own.rows()]))
    return lined(desk, "curve", language, drawn, "months")


def ratios(desk: Desk, told: Told, language: str) -> Markup:
    """Ratios of the hazard of return with their intervals."""
    drawn = named(desk, shown(told["factors"]).filter(pl.col("variant") == "wider"), "term", language)
    return compared(desk, "ratios", drawn, "hazard_ratio", language)


def begun_by_year(desk: Desk, told: Told, language: str) -> Markup:
    """Persons who began a long spell, of a hundred insured, women and men."""
    rows = shown(told["begun"]).with_columns(share=100 * pl.col("numerator") / pl.col("denominator"))
    whole = rows.filter(pl.col("year").cast(pl.Int64) < desk.years.last)
    drawn = [
        Series(desk.word(word, language), [Point(*row) for row in _of(whole, "sex", code).rows()])
        for code, word in (("2", "women"), ("1", "men"))
    ]
    along, write = desk.word("year", language), partial(number, language=language, decimals=1)
    words = Words(title(desk, "begun_by_year", language), along, "%", write)
    return series(drawn, words, began=desk.parameters["covid"].year - 0.5, zero=True)


def _of(rows: pl.DataFrame, column: str, value: str) -> pl.DataFrame:
    return rows.filter(pl.col(column) == value).select(pl.col("year").cast(pl.Float64), "share")


def care_before_and_during(desk: Desk, told: Told, language: str) -> Markup:
    """The share with each kind of care before and in the first six months: a line a kind, from before to during."""
    drawn = across(desk, shown(told["care_path"]), "care", "period", PERIODS, language)
    write, place = partial(number, language=language), partial(side, desk, PERIODS, language)
    words = Words(title(desk, "care_before_and_during", language), "", "%", write, place)
    return series(drawn, words, began=0.0, zero=True)
