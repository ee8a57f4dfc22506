"""The page of a view: everything that the template shows, as plain values."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from mutualis import reference
from mutualis.atlas.classes import Classes, quantiles
from mutualis.atlas.drawing import Drawer
from mutualis.atlas.numbers import written
from mutualis.atlas.view import View
from mutualis.release import LANGUAGES, LEVELS, Area, Figure, Release

BAR = 100
LANGUAGE_NAMES = {"nl": "Nederlands", "fr": "Français", "de": "Deutsch", "en": "English"}


@dataclass(frozen=True)
class Row:
    """One row of the table; `bar` is the width of its bar in hundredths, `fill` its class on the map."""

    code: str
    name: str
    parent: str
    value: str
    denominator: str
    status: str
    fill: str
    bar: int
    figure: Figure


def page(release: Release, drawer: Drawer, view: View) -> dict[str, Any]:
    """The values for `page.html`."""
    figures = release.figures(view.indicator, view.year, view.level)
    classes = quantiles([each.value for each in figures if each.value is not None])
    sheet = release.sheet(view.indicator)
    drawn = drawer.map(view, classes)
    rows = _sorted(_rows(release, view, figures, classes), view)
    return {
        "view": view,
        "release": release,
        "t": lambda key, **values: reference.text(f"atlas.{key}", view.lang, **values),
        "number": lambda number: written(number, view.lang),
        "sheet": sheet,
        "say": lambda part: sheet.text(part, view.lang),
        "languages": [(each, LANGUAGE_NAMES[each]) for each in LANGUAGES],
        "choices": _choices(release, view),
        "map": drawn,
        "topology": drawer.topology,
        "legend": [
            (f"c{classes.step(n)}", *_range(low, high, view)) for n, (low, high) in enumerate(classes.ranges, 1)
        ],
        "statuses": {each.status for each in figures},
        "has_merged": 'class="merged"' in drawn,
        "rows": rows,
        "shown": sum(each.value is not None for each in figures),
        "extremes": _extremes(rows),
        "country": _country(release, view),
        "has_people": sheet.divisor != "none",
        "has_parent": view.level not in LEVELS[:2],
    }


def _choices(release: Release, view: View) -> dict[str, list[tuple[str, str]]]:
    levels = release.levels_of(view.indicator, view.year)
    return {
        "indicator": [(name, sheet.text("title", view.lang)) for name, sheet in release.sheets.items()],
        "year": [(str(year), str(year)) for year in reversed(release.years)],
        "level": [(level, reference.text(f"atlas.level_{level}", view.lang)) for level in levels],
    }


def _range(low: Decimal, high: Decimal, view: View) -> tuple[str, str]:
    return written(low, view.lang), written(high, view.lang)


def _rows(release: Release, view: View, figures: Iterable[Figure], classes: Classes) -> list[Row]:
    areas = release.areas(view.year, view.level)
    return [
        _row(view, each, area, _parent(release, view, area.parent_code), classes)
        for each, area in ((each, areas[each.area_code]) for each in figures)
    ]


def _row(view: View, figure: Figure, area: Area, parent: str, classes: Classes) -> Row:
    value = figure.value
    top = classes.ranges[-1][1] if classes.ranges else Decimal(0)
    return Row(
        code=figure.area_code,
        name=area.names[view.lang],
        parent=parent,
        value="" if value is None else written(value, view.lang),
        denominator="" if figure.denominator is None else written(figure.denominator, view.lang),
        status=figure.status,
        fill="" if value is None else f"c{classes.number(value)}",
        bar=0 if value is None or top <= 0 else max(0, round(BAR * value / top)),
        figure=figure,
    )


def _parent(release: Release, view: View, code: str) -> str:
    if view.level == LEVELS[0]:
        return ""
    above = release.areas(view.year, LEVELS[LEVELS.index(view.level) - 1])
    return above[code].names[view.lang] if code in above else ""


def _sorted(rows: list[Row], view: View) -> list[Row]:
    """Rows in the order asked for; rows without a figure come last, and equal ones in order of name and code."""
    rows = sorted(rows, key=lambda row: (_plain(row.name), row.code))
    if view.sort in {"name", "code"}:
        key = (lambda row: row.code) if view.sort == "code" else (lambda row: _plain(row.name))
        return sorted(rows, key=key, reverse=view.order == "desc")
    measured = [row for row in rows if getattr(row.figure, view.sort) is not None]
    measured.sort(key=lambda row: getattr(row.figure, view.sort), reverse=view.order == "desc")
    return measured + [row for row in rows if getattr(row.figure, view.sort) is None]


def _plain(name: str) -> str:
    """A name without accents and capitals, to sort by."""
    return "".join(
        letter for letter in unicodedata.normalize("NFKD", name) if not unicodedata.combining(letter)
    ).casefold()


def _extremes(rows: list[Row]) -> tuple[Row, Row] | None:
    measured = [row for row in rows if row.figure.value is not None]
    if len(measured) < 2:
        return None
    ordered = sorted(measured, key=lambda row: (row.figure.value, row.code))
    return ordered[0], ordered[-1]


def _country(release: Release, view: View) -> str:
    if LEVELS[0] not in release.levels_of(view.indicator, view.year):
        return ""
    value = release.figures(view.indicator, view.year, LEVELS[0])[0].value
    return "" if value is None else written(value, view.lang)
