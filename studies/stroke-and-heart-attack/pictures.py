"""Pictures of what left protected."""

from collections.abc import Callable, Sequence
from functools import partial

import polars as pl
from markupsafe import Markup

from mutualis.picture.series import Point, Series, Words, series
from mutualis.study import Desk
from mutualis.study.drawing import Told, across, compared, named, number, shown, side, title

CONDITIONS, PERIODS = ("stroke", "infarction"), ("before", "after")


def curves(desk: Desk, told: Told, language: str) -> Markup:
    """The share that died by years since the admission, with intervals."""
    rows, drawn = shown(told["mortality"]).filter(pl.col("variant") == "main"), []
    for condition in CONDITIONS:
        own = rows.filter(pl.col("condition") == condition).select(
            pl.col("days") / 365, *(pl.col(each) * 100 for each in ("value", "low", "high"))
        )
        drawn.append(Series(desk.word(condition, language), [Point(*row) for row in own.rows()]))
    place = partial(number, language=language, decimals=1)
    return lined(desk, "curves", language, drawn, (desk.word("years_since", language), "%"), place)


def course_of_costs(desk: Desk, told: Told, language: str) -> Markup:
    """Mean cost by quarter before and after the admission, of cases and controls."""
    drawn = []
    for (condition, group), own in shown(told["course"]).group_by(["condition", "group"], maintain_order=True):
        points = [
            Point(quarter - (0.5 if quarter > 0 else -0.5), value)
            for quarter, value in own.select("quarter", "value").rows()
        ]
        name = str(condition) if group == "cases" else f"{condition}_{group}"
        drawn.append(Series(desk.word(name, language), points))
    up, place = (desk.word("quarters_since", language), "€"), partial(quarter_name, language=language)
    return lined(desk, "course_of_costs", language, drawn, up, place, began=0.0)


def quarter_name(at: float, language: str) -> str:
    """The quarter behind a place: -4 to -1 before, 1 to 4 after the admission."""
    quarter = at + (0.5 if at > 0 else -0.5)
    return number(quarter, language)


def care(condition: str, desk: Desk, told: Told, language: str) -> Markup:
    """The share with each kind of care in the year before and the year after."""
    is_drawn = pl.col("care").is_in(desk.parameters["drawn"]) & (pl.col("condition") == condition)
    drawn = across(desk, shown(told["path"]).filter(is_drawn), "care", "period", PERIODS, language)
    name, place = f"care_{condition}", partial(side, desk, PERIODS, language)
    return lined(desk, name, language, drawn, ("", "%"), place, began=0.0)


def lined(
    desk: Desk, name: str, language: str, drawn: Sequence[Series], axes: tuple[str, str], place: Callable[[float], str],
    began: float | None = None,
) -> Markup:  # fmt: skip
    """Lines from 0; `axes` are the words along and up."""
    words = Words(title(desk, name, language), *axes, partial(number, language=language), place)
    return series(drawn, words, zero=True, began=began)


def ratios(desk: Desk, told: Told, language: str) -> Markup:
    """Ratios of the hazard of death with their intervals."""
    drawn = named(desk, shown(told["hazards"]).filter(pl.col("variant") == "main"), "term", language)
    return compared(desk, "ratios", drawn, "hazard_ratio", language)
