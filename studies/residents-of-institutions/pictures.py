"""Pictures of what left protected."""

from collections.abc import Mapping
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


def flows(kind: str, desk: Desk, told: Told, language: str) -> Markup:
    """The percentage of residents with each authority, by home: a row an arrow from home to institution."""
    rows = shown(told["destinations"]).filter((pl.col("kind") == kind) & (pl.col("home") != "all"))
    drawn = [
        Estimate(
            f"{short(desk, home, language)} → {short(desk, competent, language)}", *values, is_hollow=home != competent
        )
        for home, competent, *values in rows.select("home", "competent", "value", "low", "high").rows()
    ]
    title = desk.study.output(f"flows_{kind}", "picture").title[language]
    return forest(drawn, title, "%", partial(number, language=language), 0.0)


def short(desk: Desk, authority: str, language: str) -> str:
    """The place that an authority is competent for, in one word."""
    return desk.word(f"{authority}_short", language)


def by_year(desk: Desk, told: Told, language: str) -> Markup:
    """Residents of nursing homes by year and authority of the institution."""
    rows, drawn = shown(told["residents"]).filter(pl.col("kind") == "nursing_home"), []
    for (competent,), own in rows.sort("competent", "year").group_by(["competent"], maintain_order=True):
        points = own.select(pl.col("year").cast(pl.Float64), pl.col("denominator").cast(pl.Float64)).rows()
        drawn.append(Series(short(desk, str(competent), language), [Point(*each) for each in points]))
    title = desk.study.output("by_year", "picture").title[language]
    words = Words(
        title, desk.word("year", language), desk.word("persons", language), partial(number, language=language)
    )
    return series(drawn, words, zero=True)
