"""Pictures of a study of unusual providers: how well classes are told, and what the search finds."""

from collections.abc import Mapping
from functools import partial

import polars as pl
from markupsafe import Markup

from mutualis.picture.series import Point, Series, Words, series
from mutualis.study.desk import Desk
from mutualis.study.providers.percent import percent


def found_by_rate(desk: Desk, told: Mapping[str, pl.DataFrame], language: str) -> Markup:
    """Precision and recall of patients and of providers by the share of patients that was injected."""
    shown = told["detection"].filter((pl.col("status") == "shown") & (pl.col("measure") != "lift"))
    drawn = []
    for (of, measure), own in shown.group_by(["of", "measure"], maintain_order=True):
        name = f"{desk.word(str(measure), language)}, {desk.word(str(of), language)}"
        drawn.append(Series(name, [Point(*row) for row in own.sort("rate").select("rate", "value").rows()]))
    title = desk.study.output("found_by_rate", "picture").title[language]
    return series(drawn, _words(desk, title, "rate", language), zero=True)


def told_and_met(desk: Desk, told: Mapping[str, pl.DataFrame], language: str) -> Markup:
    """Of each class the share met less the share told, by group: nought where the model is right."""
    shown = told["reliability"].filter(pl.col("status") == "shown").with_columns(pl.col("group").cast(pl.Float64))
    drawn = []
    for (level,), own in shown.group_by(["observed"], maintain_order=True):
        points = own.sort("group").select(
            "group", *(pl.col(each) - pl.col("told") for each in ("value", "low", "high"))
        )
        drawn.append(Series(desk.word(str(level), language), [Point(*row) for row in points.rows()]))
    title = desk.study.output("told_and_met", "picture").title[language]
    return series(drawn, _words(desk, title, "group", language, up="met_less_told"), zero=True)


def _words(desk: Desk, title: str, along: str, language: str, up: str = "share") -> Words:
    return Words(title, desk.word(along, language), desk.word(up, language), partial(percent, language=language))
