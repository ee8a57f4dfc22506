"""The small maps of a report: without links, and with the area marked."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from mutualis.atlas.page import Shown, numbers_of
from mutualis.atlas.view import View
from mutualis.atlas.views.profile import Place, Row
from mutualis.picture.chosen import without_map
from mutualis.picture.classes import MAKERS
from mutualis.picture.divisions import last_code
from mutualis.picture.drawing import Drawer
from mutualis.picture.map import path
from mutualis.reference import written
from mutualis.release import LEVELS
from mutualis.release.values import ALL, TOTAL

MAPS = 4


@dataclass(frozen=True)
class SmallMap:
    """A map of one indicator with the area marked, and its classes."""

    title: str
    unit: str
    drawn: Markup
    classes: tuple[tuple[str, str, str], ...]


def maps_of(shown: Shown, told: Sequence[Row], rows: Sequence[Row], place: Place) -> list[SmallMap]:
    """Small maps of what stands out (`told`), else of the first rates; a municipality is marked on arrondissements."""
    level = place.level if place.level != LEVELS[-1] else LEVELS[-2]
    level = LEVELS[2] if without_map(level) else level
    rates = [row for row in rows if row.number.has_interval and row not in told]
    chosen = [*told, *rates][:MAPS]
    return [each for number, row in enumerate(chosen) if (each := _map(shown, row, level, place, number))]


def _map(shown: Shown, row: Row, level: str, place: Place, number: int) -> SmallMap | None:
    release, drawer = shown.release, Drawer(shown.release, shown.geometry)
    if (row.indicator, shown.view.year, level, TOTAL) not in release.figures_by:
        return None
    view = View(row.indicator, shown.view.year, level, shown.view.lang, TOTAL, ALL)
    numbers = numbers_of(release, view)
    classes = MAKERS["quantile"]([each.value for each in numbers.values() if each.value is not None])
    drawn = drawer.map(view, numbers, classes).svg
    if not drawn:
        return None
    legend = tuple(
        (f"c{classes.step(n)}", written(low, view.lang), written(high, view.lang))
        for n, (low, high) in enumerate(classes.ranges, 1)
    )
    return SmallMap(row.title, row.unit, _still(drawn, _outline(shown, place, level), number), legend)


def _outline(shown: Shown, place: Place, level: str) -> str:
    """The border of the area, in the drawing of the level."""
    topology = shown.geometry.of(level)
    if topology is None or without_map(place.level):
        return ""
    if place.level == LEVELS[-1]:
        return path(topology.joined([last_code(place.code)]))
    return path(shown.geometry.shapes(shown.release, shown.view.year, place.level, level).get(place.code, ()))


def _still(svg: Markup, outline: str, number: int) -> Markup:
    """The map without links, with patterns of its own, and the area marked."""
    still = re.sub(r"</?a\b[^>]*>", "", str(svg)).replace('role="group"', 'role="img"')
    still = re.sub(r'(id="|url\(#)(small|merged)', rf"\g<1>\g<2>-{number}", still)
    mark = f'<path class="own-outline" d="{outline}"/>' if outline else ""
    return Markup(still.removesuffix("</svg>") + mark + "</svg>")  # noqa: S704 - made of our own drawing
