"""Pictures of what left protected."""

from collections.abc import Sequence
from functools import partial

import polars as pl
from markupsafe import Markup

from mutualis.picture.series import Point, Series, Words, series
from mutualis.study import Desk
from mutualis.study.drawing import Told, number, shown, title


def month(at: float) -> str:
    """A month on the axis, that is counted as years and twelfths."""
    place = round(at * 12)
    return f"{place % 12 + 1}/{place // 12}"


def placed(frame: pl.DataFrame, *values: str, factor: float = 1.0) -> list[Point]:
    """Rows that are shown as points, months as years and twelfths."""
    year, twelfth = (pl.col("month").str.split("-").list.get(at).cast(pl.Float64) for at in (0, 1))
    points = shown(frame).select((year + (twelfth - 1) / 12).alias("at"), *(pl.col(each) * factor for each in values))
    return [Point(*row) for row in points.sort("at").rows()]


def drawn(desk: Desk, name: str, language: str, lines: Sequence[Series], up: str, *, zero: bool = True) -> Markup:
    """Lines by month; a dashed one where Covid began."""
    covid, write = desk.parameters["covid"], partial(number, language=language)
    words = Words(title(desk, name, language), desk.word("month", language), up, write, month)
    return series(lines, words, began=covid.year + (covid.month - 1.5) / 12, zero=zero)


def by_month(desk: Desk, told: Told, language: str, name: str, kinds: Sequence[str]) -> Markup:
    """Care of each month in percent of what was expected, for some kinds of care."""
    rows = told["beside_expected"]
    lines = [
        Series(
            desk.word(kind, language),
            placed(rows.filter(pl.col("care") == kind), "value", "low", "high", factor=100),
        )
        for kind in kinds
    ]
    return drawn(desk, name, language, lines, "%")


def contacts_by_month(desk: Desk, told: Told, language: str) -> Markup:
    """Contacts and antibiotics beside what was expected."""
    return by_month(desk, told, language, "contacts_by_month", ("gp", "antibiotics"))


def postponed_by_month(desk: Desk, told: Told, language: str) -> Markup:
    """Care that can be postponed beside what was expected."""
    return by_month(desk, told, language, "postponed_by_month", ("specialist", "dental", "planned_stay"))


def gp_before_and_after(desk: Desk, told: Told, language: str) -> Markup:
    """Contacts with a general practitioner, counted, as the series tells them, and without the change."""
    rows = told["gp_series"]
    lines = [
        Series(desk.word(measure, language), placed(rows.filter(pl.col("measure") == measure), "value"))
        for measure in ("counted", "told", "without")
    ]
    return drawn(desk, "gp_before_and_after", language, lines, desk.word("contacts", language))
