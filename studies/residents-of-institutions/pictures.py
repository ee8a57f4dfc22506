"""Pictures of what left protected."""

from functools import partial

import polars as pl
from markupsafe import Markup

from mutualis.picture.forest import Estimate
from mutualis.picture.series import Point, Series, Words, series
from mutualis.study import Desk
from mutualis.study.drawing import PERCENT, Told, compared, number, shown, title


def flows(kind: str, desk: Desk, told: Told, language: str) -> Markup:
    """The percentage of residents with each authority, by home: a row an arrow from home to institution."""
    rows = shown(told["destinations"]).filter((pl.col("kind") == kind) & (pl.col("home") != "all"))
    drawn = [
        Estimate(
            f"{short(desk, home, language)} → {short(desk, competent, language)}", *values, is_hollow=home != competent
        )
        for home, competent, *values in rows.select("home", "competent", "value", "low", "high").rows()
    ]
    return compared(desk, f"flows_{kind}", drawn, PERCENT, language, decimals=0, none=0.0)


def short(desk: Desk, authority: str, language: str) -> str:
    """The place that an authority is competent for, in one word."""
    return desk.word(f"{authority}_short", language)


def by_year(desk: Desk, told: Told, language: str) -> Markup:
    """Residents of nursing homes by year and authority of the institution."""
    rows, drawn = shown(told["residents"]).filter(pl.col("kind") == "nursing_home"), []
    for (competent,), own in rows.sort("competent", "year").group_by(["competent"], maintain_order=True):
        points = own.select(pl.col("year").cast(pl.Float64), pl.col("denominator").cast(pl.Float64)).rows()
        drawn.append(Series(short(desk, str(competent), language), [Point(*each) for each in points]))
    along, up = desk.word("year", language), desk.word("persons", language)
    words = Words(title(desk, "by_year", language), along, up, partial(number, language=language))
    return series(drawn, words, zero=True)
