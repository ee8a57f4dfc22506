"""Ranked bars as SVG: areas in order of their figure, each with its interval, and a line at the country's figure.

Up to MOST_NAMED areas each have a bar with their name and figure; more are points in a row, where the chosen one alone
is named. The chosen area differs by form and by its name in bold, not by colour alone. Bars begin at nothing, and no
number stands in the chart that is no figure.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

from mutualis.picture.measure import Measured
from mutualis.picture.numbers import with_interval
from mutualis.reference import written

MOST_NAMED = 60
WIDTH, NAMES, VALUES = 760, 250, 70
ROW, BAR, TOP = 24, 14, 26
HIGH, LEFT = 330, 30


@dataclass(frozen=True)
class Bar:
    """An area and its number; `is_chosen` marks the reader's."""

    name: str
    number: Measured
    is_chosen: bool = False


@dataclass(frozen=True)
class Line:
    """The figure that the others are seen against, with its name."""

    name: str
    value: Decimal


def ranked(bars: Sequence[Bar], line: Line | None, title: str, language: str) -> Markup:
    """The bars with a number, the highest first; '' when there is not one."""
    there = [each for each in bars if each.number.value is not None]
    placed = sorted(there, key=lambda each: each.number.value or Decimal(0), reverse=True)
    if not placed:
        return Markup("")
    ends = [end for each in placed for end in (each.number.value, each.number.high) if end is not None]
    top = max([*ends, *([line.value] if line else [])])
    if len(placed) <= MOST_NAMED:
        return _named(placed, line, title, language, float(top) or 1.0)
    return _points(placed, line, title, language, float(top) or 1.0)


def tenths(bars: Sequence[Bar], title: str, language: str) -> Markup:
    """Upright bars in the order given, each with its interval, its figure above it and its name below."""
    ends = [end for each in bars for end in (each.number.value, each.number.high) if end is not None]
    if not ends:
        return Markup("")
    step, unit = (WIDTH - 2 * LEFT) / len(bars), (HIGH - 3 * TOP) / (float(max(ends)) or 1.0)
    found = _open("tenths", HIGH, title)
    found += Markup('<path class="axis" d="M{} {}H{}"/>').format(LEFT, HIGH - TOP, WIDTH - LEFT)
    for place, each in enumerate(bars):
        found += _upright(each, LEFT + step * (place + 0.5), step * 0.6, unit, language)
    return found + Markup("</svg>")


def _upright(bar: Bar, x: float, wide: float, unit: float, language: str) -> Markup:
    number, base = bar.number, HIGH - TOP
    found = Markup('<text class="name" x="{}" y="{}">{}</text>').format(round(x, 1), base + 18, bar.name)
    if number.value is None:
        return found
    y = round(base - float(number.value) * unit, 1)
    found += Markup('<rect x="{}" y="{}" width="{}" height="{}"/>').format(
        round(x - wide / 2, 1), y, round(wide, 1), round(base - y, 1)
    )
    top = y
    if number.low is not None and number.high is not None:
        low, top = (round(base - float(end) * unit, 1) for end in (number.low, number.high))
        found += Markup('<path class="whisker" d="M{} {}V{}"/>').format(round(x, 1), low, top)
    said = written(number.value, language)
    return found + Markup('<text class="value" x="{}" y="{}">{}</text>').format(round(x, 1), round(top - 6, 1), said)


def _open(kind: str, height: int, title: str) -> Markup:
    return Markup('<svg class="{}" viewBox="0 0 {} {}" role="img" aria-label="{}">').format(kind, WIDTH, height, title)


def _named(bars: Sequence[Bar], line: Line | None, title: str, language: str, top: float) -> Markup:
    wide, height = WIDTH - NAMES - VALUES, TOP + ROW * len(bars) + 6
    found = _open("ranked", height, title)
    for place, each in enumerate(bars):
        found += _bar(each, TOP + ROW * place, wide / top, language)
    if line:
        x = round(NAMES + float(line.value) * wide / top, 1)
        found += Markup('<path class="against" d="M{} {}V{}"/>').format(x, TOP - 4, height)
        words = f"{line.name} {written(line.value, language)}"
        found += Markup('<text class="against-name" x="{}" y="{}">{}</text>').format(
            min(x, WIDTH - 90), TOP - 10, words
        )
    return found + Markup("</svg>")


def _bar(bar: Bar, y: int, unit: float, language: str) -> Markup:
    number, kind = bar.number, " chosen" if bar.is_chosen else ""
    value = float(number.value or 0)
    ends = (value, float(number.high)) if number.high is not None else (value,)
    middle = y + ROW // 2
    found = Markup('<g class="bar{}"><title>{}</title>').format(kind, f"{bar.name}: {with_interval(number, language)}")
    mark = "\u25b6 " if bar.is_chosen else ""
    found += Markup('<text class="name" x="{}" y="{}">{}</text>').format(NAMES - 8, middle + 5, mark + bar.name)
    found += Markup('<rect x="{}" y="{}" width="{}" height="{}"/>').format(
        NAMES, middle - BAR // 2, round(max(value, 0) * unit, 1), BAR
    )
    if number.low is not None and number.high is not None:
        low, high = (round(NAMES + float(end) * unit, 1) for end in (number.low, number.high))
        found += Markup('<path class="whisker" d="M{l} {}v8m0-4H{}m0-4v8"/>').format(middle - 4, high, l=low)
    right = round(NAMES + max(ends) * unit + 6, 1)
    said = written(number.value, language) if number.value is not None else ""
    return found + Markup('<text class="value" x="{}" y="{}">{}</text></g>').format(right, middle + 5, said)


def _points(bars: Sequence[Bar], line: Line | None, title: str, language: str, top: float) -> Markup:
    step, unit = (WIDTH - 2 * LEFT) / len(bars), (HIGH - 2 * TOP) / top
    found = _open("ranked many", HIGH, title)
    found += Markup('<path class="axis" d="M{} {}H{}"/>').format(LEFT, HIGH - TOP, WIDTH - LEFT)
    if line:
        y = round(HIGH - TOP - float(line.value) * unit, 1)
        found += Markup('<path class="against" d="M{} {}H{}"/>').format(LEFT, y, WIDTH - LEFT)
        words = f"{line.name} {written(line.value, language)}"
        found += Markup('<text class="against-name" x="{}" y="{}">{}</text>').format(WIDTH - LEFT, y - 6, words)
    for place, each in enumerate(bars):
        found += _point(each, round(LEFT + step * (place + 0.5), 1), unit, language)
    return found + Markup("</svg>")


def _point(bar: Bar, x: float, unit: float, language: str) -> Markup:
    number, said = bar.number, f"{bar.name}: {with_interval(bar.number, language)}"
    low, value, high = (
        round(HIGH - TOP - float(end if end is not None else number.value or 0) * unit, 1)
        for end in (number.low, number.value, number.high)
    )
    found = Markup('<g class="bar{}"><title>{}</title>').format(" chosen" if bar.is_chosen else "", said)
    found += Markup('<path class="whisker" d="M{} {}V{}"/>').format(x, low, high)
    if not bar.is_chosen:
        return found + Markup('<circle cx="{}" cy="{}" r="1.6"/></g>').format(x, value)
    found += Markup('<path class="diamond" d="M{} {}l6 6l-6 6l-6-6z"/>').format(x, value - 6)
    anchor = "end" if x > WIDTH / 2 else "start"
    found += Markup('<text class="name" text-anchor="{}" x="{}" y="{}">{}</text>').format(anchor, x, value - 12, said)
    return found + Markup("</g>")
