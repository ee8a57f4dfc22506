"""Pictures of what left protected."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import partial

import polars as pl
from markupsafe import Markup

from mutualis.picture.forest import Estimate, forest
from mutualis.picture.series import Point, Series, Words, series
from mutualis.reference import written
from mutualis.study import Desk

Told = Mapping[str, pl.DataFrame]


def shown(frame: pl.DataFrame) -> pl.DataFrame:
    """The rows that are not hidden."""
    return frame.filter(pl.col("status") == "shown")


def number(value: float, language: str, decimals: int = 0) -> str:
    """A number for an axis."""
    return written(Decimal(f"{value:.{decimals}f}"), language)


def lined(desk: Desk, name: str, language: str, drawn: Sequence[Series], along: str, **more: float) -> Markup:
    """Lines with a share in percent."""
    title = desk.study.output(name, "picture").title[language]
    words = Words(title, desk.word(along, language), "%", partial(number, language=language))
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
    rows = shown(told["factors"]).filter(pl.col("variant") == "wider").select("term", "value", "low", "high").rows()
    drawn = [Estimate(desk.word(term, language), *values) for term, *values in rows]
    title = desk.study.output("ratios", "picture").title[language]
    return forest(
        drawn, title, desk.word("hazard_ratio", language), partial(number, language=language, decimals=2), 1.0
    )


def begun_by_year(desk: Desk, told: Told, language: str) -> Markup:
    """Persons who began a long spell, of a hundred insured, women and men."""
    rows = shown(told["begun"]).with_columns(share=100 * pl.col("numerator") / pl.col("denominator"))
    whole = rows.filter(pl.col("year").cast(pl.Int64) < desk.years.last)
    drawn = [
        Series(desk.word(word, language), [Point(*row) for row in _of(whole, "sex", code).rows()])
        for code, word in (("2", "women"), ("1", "men"))
    ]
    title = desk.study.output("begun_by_year", "picture").title[language]
    words = Words(title, desk.word("year", language), "%", partial(number, language=language, decimals=1))
    return series(drawn, words, began=desk.parameters["covid"].year - 0.5, zero=True)


def _of(rows: pl.DataFrame, column: str, value: str) -> pl.DataFrame:
    return rows.filter(pl.col(column) == value).select(pl.col("year").cast(pl.Float64), "share")


def care_before_and_during(desk: Desk, told: Told, language: str) -> Markup:
    """The share with each kind of care before and in the first six months: a line a kind, from before to during."""
    rows = shown(told["care_path"]).with_columns(
        share=100 * pl.col("numerator") / pl.col("denominator"),
        at=pl.when(pl.col("period") == "before").then(-1.0).otherwise(1.0),
    )
    drawn = [
        Series(desk.word(kind, language), [Point(*row) for row in own.sort("at").select("at", "share").rows()])
        for (kind,), own in rows.group_by(["care"], maintain_order=True)
    ]
    title = desk.study.output("care_before_and_during", "picture").title[language]
    words = Words(title, "", "%", partial(number, language=language), partial(side, desk, language))
    return series(drawn, words, began=0.0, zero=True)


def side(desk: Desk, language: str, at: float) -> str:
    """Before or in the first six months, on an axis."""
    return desk.word("before" if at < 0 else "during", language)
