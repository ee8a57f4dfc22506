"""Pictures of a study of unusual providers: how well classes are told, and what the search finds."""

from functools import partial

import polars as pl
from markupsafe import Markup

from mutualis.picture.series import Point, Series, Words, series
from mutualis.study.desk import Desk
from mutualis.study.drawing import Told, percent, shown, title


def found_by_rate(desk: Desk, told: Told, language: str) -> Markup:
    """Precision and recall of patients and of providers by the share of patients that was injected."""
    rows = shown(told["detection"]).filter(pl.col("measure") != "lift")
    drawn = []
    for (of, measure), own in rows.group_by(["of", "measure"], maintain_order=True):
        name = f"{desk.word(str(measure), language)}, {desk.word(str(of), language)}"
        drawn.append(Series(name, [Point(*row) for row in own.sort("rate").select("rate", "value").rows()]))
    return series(drawn, _words(desk, "found_by_rate", "rate", language), zero=True)


def told_and_met(desk: Desk, told: Told, language: str) -> Markup:
    """Of each class the share met less the share told, by group: nought where the model is right."""
    rows = shown(told["reliability"]).with_columns(pl.col("group").cast(pl.Float64))
    drawn = []
    for (level,), own in rows.group_by(["observed"], maintain_order=True):
        points = own.sort("group").select(
            "group", *(pl.col(each) - pl.col("told") for each in ("value", "low", "high"))
        )
        drawn.append(Series(desk.word(str(level), language), [Point(*row) for row in points.rows()]))
    return series(drawn, _words(desk, "told_and_met", "group", language, up="met_less_told"), zero=True)


def _words(desk: Desk, picture: str, along: str, language: str, up: str = "share") -> Words:
    write, heading = partial(percent, language=language), title(desk, picture, language)
    return Words(heading, desk.word(along, language), desk.word(up, language), write)
