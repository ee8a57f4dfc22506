"""Estimates below each other with their intervals and a line at no effect: a forest plot, for studies."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from mutualis.picture.axis import axis

WIDTH, LEFT, RIGHT, ROW, TOP, BOTTOM = 760, 210, 170, 24, 14, 40
COLOUR, INK, GRID = "#1f4e79", "#333333", "#d0d0d0"


@dataclass(frozen=True)
class Estimate:
    """A named estimate with its interval; `is_hollow` marks one that is told apart (a placebo, the whole)."""

    name: str
    value: float
    low: float
    high: float
    is_hollow: bool = False


def forest(
    rows: Sequence[Estimate], title: str, along: str, number: Callable[[float], str], none: float = 0.0
) -> Markup:
    """The rows as SVG, in their order; '' without one. `none`: where no effect lies; `number` writes a value."""
    if not rows:
        return Markup("")
    height = TOP + ROW * len(rows) + BOTTOM
    scale = axis([*(end for each in rows for end in (each.low, each.high)), none], LEFT, WIDTH - RIGHT)
    base = height - BOTTOM
    found = Markup("")
    for mark in scale.marks:
        x = scale.at(mark)
        found += _line(x, TOP, x, base, GRID) + _text(x, base + 16, number(mark), "middle")
    found += _line(scale.at(none), TOP, scale.at(none), base, INK, 1.5)
    for place, each in enumerate(rows):
        y = TOP + ROW * (place + 0.5)
        found += _text(LEFT - 8, y + 4, each.name, "end") + _line(
            scale.at(each.low), y, scale.at(each.high), y, COLOUR, 2
        )
        fill = "#ffffff" if each.is_hollow else COLOUR
        found += Markup('<rect x="{}" y="{}" width="8" height="8" fill="{}" stroke="{}"/>').format(
            round(scale.at(each.value) - 4, 1), y - 4, fill, COLOUR
        )
        found += _text(
            WIDTH - RIGHT + 8, y + 4, f"{number(each.value)} [{number(each.low)}; {number(each.high)}]", "start"
        )
    found += _text(WIDTH - RIGHT, height - 6, along, "end")
    return Markup(
        '<svg viewBox="0 0 {} {}" role="img" aria-label="{}" font-family="sans-serif" font-size="12" fill="none">'
        "{}</svg>"
    ).format(WIDTH, height, title, found)


def _line(x: float, y: float, to_x: float, to_y: float, colour: str, width: float = 1) -> Markup:
    return Markup('<path d="M{} {}L{} {}" stroke="{}" stroke-width="{}"/>').format(x, y, to_x, to_y, colour, width)


def _text(x: float, y: float, words: str, anchor: str) -> Markup:
    return Markup('<text x="{}" y="{}" text-anchor="{}" fill="{}">{}</text>').format(x, y, anchor, INK, words)
