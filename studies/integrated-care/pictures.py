"""Pictures of what left protected."""

from functools import partial

import polars as pl
from markupsafe import Markup

from mutualis.picture.forest import Estimate
from mutualis.picture.series import Point, Series, Words, series
from mutualis.study import Desk
from mutualis.study.drawing import PERCENT, Told, compared, number, shown, title

FIRST_QUARTER = 4


def spending_over_years(desk: Desk, told: Told, language: str) -> Markup:
    """Mean spending within reach of an insured person, in the pilots and beside them."""
    spent = shown(told["spending_by_reach"]).filter(pl.col("reach") == "within_reach")
    means = spent.with_columns(pl.col("year").cast(pl.Float64), mean=pl.col("numerator") / pl.col("denominator") / 100)
    lines = [
        Series(
            desk.word(side, language),
            [Point(*row) for row in means.filter(pl.col("side") == side).select("year", "mean").rows()],
        )
        for side in ("pilot", "comparison")
    ]
    began = desk.parameters["start"] - 0.5
    words = Words(
        title(desk, "spending_over_years", language),
        desk.word("year", language),
        "€",
        partial(number, language=language),
    )
    return series(lines, words, began=began)


def saving_by_pilot(desk: Desk, told: Told, language: str) -> Markup:
    """The saving of each pilot within reach, in percent of what would have been spent."""
    chosen = (pl.col("variant") == "in_reach") & (pl.col("measure") == "saving_percent")
    rows = shown(told["savings"]).filter(chosen).select("pilot", "value", "low", "high").rows()
    drawn = [Estimate(desk.word(pilot, language), *values, is_hollow=pilot == "all") for pilot, *values in rows]
    return compared(desk, "saving_by_pilot", drawn, PERCENT, language, decimals=1, none=0.0)


def quarters(desk: Desk, told: Told, language: str) -> Markup:
    """The effect by quarter before and after the start, in euros for a person and quarter."""
    rows = shown(told["event_study"]).filter(pl.col("period") == "quarter")
    points = [Point(*row) for row in rows.select(pl.col("relative").cast(pl.Float64), "value", "low", "high").rows()]
    words = Words(
        title(desk, "effect_by_quarter", language),
        desk.word("relative", language),
        "€",
        partial(number, language=language),
    )
    return series([Series(desk.word("all", language), points)], words, began=-0.5, zero=True)


def placebo_range(desk: Desk, told: Told, language: str) -> Markup:
    """How effects of pretended pilots spread, and where that of the true ones lies."""
    spread = shown(told["placebo_spread"]).select("effect", "value").rows()
    true = shown(told["placebos"]).filter(pl.col("pilot") == "all")["value"]
    if true.is_empty():
        return Markup("")
    words = Words(
        title(desk, "placebo_picture", language), "€", "%", partial(number, language=language),
        partial(number, language=language),
    )  # fmt: skip
    drawn = [Series(desk.word("pretended", language), [Point(*row) for row in spread])]
    return series(drawn, words, began=true[0], zero=True)
