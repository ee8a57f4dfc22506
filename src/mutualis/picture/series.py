"""Lines over time or another number, for studies: with intervals, and a line where something began.

Looks are attributes, so that a picture is the same in a page and in a PDF. Lines differ by dashes and a word at
their end, not by colour alone.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from mutualis.picture.axis import Axis, axis

END, HEIGHT, LEFT, TOP, BOTTOM = 542, 330, 78, 16, 40
# how wide a letter of a name is at most, on average
LETTER_WIDTH = 6.8
COLOURS = ("#1f4e79", "#8a1538", "#2f6b3a", "#6b4a9a", "#7a5a00", "#333333")
DASHES = ("none", "7 3", "2 3", "9 3 2 3", "4 2", "1 2")
INK, GRID, LETTER = "#333333", "#d0d0d0", 13


@dataclass(frozen=True)
class Point:
    """A value at `at`, perhaps with the ends of its interval."""

    at: float
    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Series:
    """A line by the word that stands at its end."""

    name: str
    points: Sequence[Point]


@dataclass(frozen=True)
class Words:
    """What the picture says: `title` for who cannot see it, the units of both axes, how numbers are written."""

    title: str
    along: str
    up: str
    number: Callable[[float], str]
    place: Callable[[float], str] = lambda value: f"{value:g}"


def series(drawn: Sequence[Series], words: Words, *, began: float | None = None, zero: bool = False) -> Markup:
    """The lines as SVG; '' where there is not one point. `began`: a dashed line there; `zero`: the axis holds 0."""
    told = [each for line in drawn for each in line.points]
    if not told:
        return Markup("")
    values = [end for each in told for end in (each.value, each.low, each.high) if end is not None]
    up = axis(values, HEIGHT - BOTTOM, TOP, zero=zero)
    places = sorted({each.at for each in told})
    along = Axis(places[0], places[-1] if len(places) > 1 else places[0] + 1, LEFT + 14, END - 14, ())
    content = _frame(up, along, places, words)
    if began is not None:
        content += _path([(along.at(began), TOP), (along.at(began), HEIGHT - BOTTOM)], INK, "5 4")
    for number, line in enumerate(drawn):
        content += _line(line, up, along, number)
    return _picture(words, content + _names(drawn, up), max(len(each.name) for each in drawn))


def _frame(up: Axis, along: Axis, places: Sequence[float], words: Words) -> Markup:
    found = _text(4, 12, words.up, "start")
    for mark in up.marks:
        y = up.at(mark)
        found += _path([(LEFT, y), (END, y)], GRID) + _text(LEFT - 6, y + 4, words.number(mark), "end")
    every = max(1, -(-len(places) // 12))
    for place in places[::every]:
        found += _text(along.at(place), HEIGHT - BOTTOM + 18, words.place(place), "middle")
    return found + _text(END, HEIGHT - 4, words.along, "end")


def _line(line: Series, up: Axis, along: Axis, number: int) -> Markup:
    colour, dash = COLOURS[number % len(COLOURS)], DASHES[number % len(DASHES)]
    placed = sorted(line.points, key=lambda each: each.at)
    found = Markup("")
    for each in placed:
        if each.low is not None and each.high is not None:
            found += _path([(along.at(each.at), up.at(each.low)), (along.at(each.at), up.at(each.high))], colour)
    found += _path([(along.at(each.at), up.at(each.value)) for each in placed], colour, dash, 2)
    for each in placed:
        found += Markup('<circle cx="{}" cy="{}" r="3" fill="{}"/>').format(
            along.at(each.at), up.at(each.value), colour
        )
    return found


def _names(drawn: Sequence[Series], up: Axis) -> Markup:
    """The names at the ends of their lines, moved apart where they would touch."""
    ends = [
        (up.at(max(line.points, key=lambda each: each.at).value), number, line.name)
        for number, line in enumerate(drawn)
        if line.points
    ]
    found, last = Markup(""), 0.0
    for y, number, name in sorted(ends):
        last = max(y + 4, last + LETTER)
        colour = COLOURS[number % len(COLOURS)]
        found += _path([(END + 4, last - 4), (END + 20, last - 4)], colour, DASHES[number % 6], 2)
        found += _text(END + 24, last, name, "start", colour)
    return found


def _picture(words: Words, content: Markup, longest: int) -> Markup:
    """As wide as the longest name asks."""
    return Markup(
        '<svg viewBox="0 0 {} {}" role="img" aria-label="{}" font-family="sans-serif" font-size="12" fill="none">'
        "{}</svg>"
    ).format(round(END + 34 + LETTER_WIDTH * max(longest, 12)), HEIGHT, words.title, content)


def _path(points: Sequence[tuple[float, float]], colour: str, dash: str = "none", width: float = 1) -> Markup:
    path = "L".join(f"{x} {y}" for x, y in points)
    return Markup('<path d="M{}" stroke="{}" stroke-width="{}" stroke-dasharray="{}"/>').format(
        path, colour, width, dash
    )


def _text(x: float, y: float, words: str, anchor: str, colour: str = INK) -> Markup:
    return Markup('<text x="{}" y="{}" text-anchor="{}" fill="{}">{}</text>').format(x, y, anchor, colour, words)
