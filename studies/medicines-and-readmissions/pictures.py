"""Pictures of what left protected."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import partial

import polars as pl
from markupsafe import Markup

from mutualis.picture.forest import Estimate, forest
from mutualis.picture.plots import Dot, funnel
from mutualis.picture.plots import Words as PlotWords
from mutualis.picture.series import Point, Series, Words, series
from mutualis.reference import written
from mutualis.study import Desk

from .hospitals import LEVELS

Told = Mapping[str, pl.DataFrame]
Draw = Callable[[Desk, Told, str], Markup]


def shown(frame: pl.DataFrame) -> pl.DataFrame:
    """The rows that are not hidden."""
    return frame.filter(pl.col("status") == "shown")


def number(value: float, language: str, decimals: int = 0) -> str:
    """A number for an axis."""
    return written(Decimal(f"{value:.{decimals}f}"), language)


def by_year(desk: Desk, told: Told, language: str) -> Markup:
    """Antibiotics: doses by 1,000 insured a day by year, in the regions and the country."""
    rows, drawn = shown(told["antibiotics"]).filter(pl.col("measure") == "did"), []
    for (area,), own in rows.group_by(["area"], maintain_order=True):
        points = own.select(pl.col("year").cast(pl.Float64), "value", "low", "high").rows()
        drawn.append(Series(desk.word(str(area), language), [Point(*each) for each in points]))
    words = Words(
        _title(desk, "antibiotics_by_year", language),
        desk.word("year", language),
        desk.word("doses", language),
        partial(number, language=language),
    )
    return series(drawn, words, zero=True)


def psychotropics(desk: Desk, told: Told, language: str) -> Markup:
    """The share of the old with each psychotropic, at home and in a nursing home."""
    rows = shown(told["psychotropic_users"]).with_columns(
        share=100 * pl.col("numerator") / pl.col("denominator"),
        at=pl.when(pl.col("residence") == "at_home").then(-1.0).otherwise(1.0),
    )
    drawn = [
        Series(desk.word(str(kind), language), [Point(*row) for row in own.sort("at").select("at", "share").rows()])
        for (kind,), own in rows.group_by(["medicine"], maintain_order=True)
    ]
    place = partial(side, desk, language)
    words = Words(_title(desk, "psychotropics_drawn", language), "", "%", partial(number, language=language), place)
    return series(drawn, words, zero=True)


def side(desk: Desk, language: str, at: float) -> str:
    """At home or in a nursing home, on an axis."""
    return desk.word("at_home" if at < 0 else "nursing_home", language)


def hospitals(desk: Desk, told: Told, language: str) -> Markup:
    """A funnel of the adjusted percentage of readmissions by hospital, without names."""
    rows = shown(told["hospitals"]).filter(pl.col("hospital").cast(pl.String) != "other_hospitals")
    if rows.is_empty():
        return Markup("")
    mean = float((rows["value"] / rows["ratio"])[0]) / 100
    dots = [
        Dot(int(n), v / 100, lo / 100, hi / 100) for n, v, lo, hi in rows.select("stays", "value", "low", "high").rows()
    ]
    title = _title(desk, "funnel", language)
    says, along = desk.word("funnel_says", language), desk.word("stays", language)
    words = PlotWords(
        "funnel", title, says, along, "", partial(percent, language=language), partial(number, language=language)
    )
    return funnel(dots, mean, words, LEVELS)


def percent(value: float, language: str) -> str:
    """A share as a percentage."""
    return f"{number(100 * value, language, 1)} %"


def odds(desk: Desk, told: Told, language: str) -> Markup:
    """Odds ratios of a readmission with their intervals."""
    rows = shown(told["factors"]).filter(pl.col("variant") == "main").select("term", "value", "low", "high").rows()
    drawn = [Estimate(desk.word(term, language), *values) for term, *values in rows]
    return forest(
        drawn,
        _title(desk, "odds", language),
        desk.word("odds_ratio", language),
        partial(number, language=language, decimals=2),
        1.0,
    )


def _title(desk: Desk, name: str, language: str) -> str:
    return desk.study.output(name, "picture").title[language]
