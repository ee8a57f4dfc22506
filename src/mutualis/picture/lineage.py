"""Lineage as SVG: boxes in columns from source to figure, with a line from each to what is made of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

WIDTH, HEIGHT, GAP, BETWEEN = 190, 34, 12, 70
EDGE = 4
LETTERS = 24


@dataclass(frozen=True)
class Box:
    """One box: what it is (`kind` is its class), its name, its full title, and where it leads ('' nowhere)."""

    key: str
    kind: str
    name: str
    title: str
    address: str


def lineage(columns: Sequence[Sequence[Box]], arrows: Sequence[tuple[str, str]], label: str) -> Markup:
    """The boxes, a column each step, and the lines between them; the list beside it says the same in words."""
    places = _places(columns)
    width = EDGE * 2 + len(columns) * WIDTH + (len(columns) - 1) * BETWEEN
    tallest = max((len(column) for column in columns), default=1)
    height = EDGE * 2 + tallest * HEIGHT + (tallest - 1) * GAP
    found = Markup(
        '<svg class="lineage" viewBox="0 0 {} {}" width="{}" height="{}" role="group" aria-label="{}">'
    ).format(width, height, width, height, label)
    for above, below in arrows:
        if above in places and below in places:
            found += _line(places[above], places[below])
    for column in columns:
        for box in column:
            found += _box(box, places[box.key])
    return found + Markup("</svg>")


def _places(columns: Sequence[Sequence[Box]]) -> Mapping[str, tuple[int, int]]:
    tallest = max((len(column) for column in columns), default=1)
    found = {}
    for number, column in enumerate(columns):
        top = EDGE + (tallest - len(column)) * (HEIGHT + GAP) // 2
        for place, box in enumerate(column):
            found[box.key] = (EDGE + number * (WIDTH + BETWEEN), top + place * (HEIGHT + GAP))
    return found


def _line(above: tuple[int, int], below: tuple[int, int]) -> Markup:
    x, y = above[0] + WIDTH, above[1] + HEIGHT // 2
    to_x, to_y = below[0], below[1] + HEIGHT // 2
    bend = (to_x - x) // 2
    return Markup('<path class="arrow-line" d="M{} {}C{} {} {} {} {} {}"/>').format(
        x, y, x + bend, y, to_x - bend, to_y, to_x, to_y
    )


def _box(box: Box, place: tuple[int, int]) -> Markup:
    x, y = place
    short = box.name if len(box.name) <= LETTERS else f"{box.name[: LETTERS - 1]}…"
    drawn = Markup('<title>{}</title><rect x="{}" y="{}" width="{}" height="{}" rx="6"/>').format(
        box.title, x, y, WIDTH, HEIGHT
    ) + Markup('<text x="{}" y="{}">{}</text>').format(x + 10, y + 22, short)
    if not box.address:
        return Markup('<g class="box {}">{}</g>').format(box.kind, drawn)
    return Markup('<a class="box {}" href="{}" aria-label="{}">{}</a>').format(box.kind, box.address, box.title, drawn)
