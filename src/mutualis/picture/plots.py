"""Two plots that compare hospitals, as SVG that stands in a page and in a PDF: a funnel and a caterpillar.

What is one's own differs from the others by form and a word, not by colour alone. Looks are attributes, because a style
sheet does not reach into a picture of a PDF. Others have no name and no words, and stand in order of their value.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from markupsafe import Markup

from mutualis.methods.funnel import funnel_limits

WIDTH, HEIGHT = 360, 150
LEFT, RIGHT, TOP, BOTTOM = 44, 12, 10, 34
POINTS = 60
OWN, OTHERS, INK = "#8a1538", "#33546d", "#333333"
# Levels of a funnel and the dashes of their lines: the outer one is drawn through.
DASHES = {0.95: "5 3", 0.998: "none"}
ROOM, LETTER = 1.08, 10


@dataclass(frozen=True)
class Dot:
    """A hospital: how many cases, its value with low and high end, whether it is the reader's own."""

    cases: int
    value: float
    low: float
    high: float
    is_own: bool = False


@dataclass(frozen=True)
class Words:
    """What a plot says: `id` for the page, title, a description in words, the axis
    along, one's own dot.

    `number` writes a value, `whole` a number of cases.
    """

    id: str
    title: str
    says: str
    along: str
    own: str
    number: Callable[[float], str]
    whole: Callable[[int], str]


@dataclass(frozen=True)
class _Scale:
    right: float
    low: float
    high: float

    def x(self, value: float) -> float:
        return round(LEFT + value / self.right * (WIDTH - LEFT - RIGHT), 1)

    def y(self, value: float) -> float:
        share = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        return round(HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM), 1)


def funnel(dots: Sequence[Dot], mean: float, words: Words, levels: Sequence[float]) -> Markup:
    """Shares by number of cases with the limits around the mean; '' where there is no dot."""
    if not dots:
        return Markup("")
    most = max(each.cases for each in dots)
    cases = np.unique(np.linspace(max(most // POINTS, 1), round(most * ROOM), POINTS).astype(np.int64))
    limits = {level: funnel_limits(mean, cases, level) for level in levels}
    scale = _Scale(most * ROOM, *_ends(dots, [end for pair in limits.values() for end in pair]))
    lines = Markup("").join(
        _line([(scale.x(n), scale.y(y)) for n, y in zip(cases, end, strict=True)], DASHES[level])
        for level, pair in limits.items()
        for end in pair
    )
    axes = _axes(scale, words, mean, _even(most)) + _mean_line(scale, mean, "none")
    return _picture(words, axes + lines + _dots(dots, scale), has_own=any(each.is_own for each in dots))


def _ends(dots: Sequence[Dot], limits: Sequence[np.ndarray]) -> tuple[float, float]:
    """The ends of the scale of shares: all dots, and the limits but for their wide mouth."""
    told = [each.value for each in dots] + [float(each) for end in limits for each in end[len(end) // 4 :]]
    low, high = min(told), max(told)
    lack = max((high - low) * (ROOM - 1), 0.005)
    return max(low - lack, 0.0), min(high + lack, 1.0)


def _even(most: int) -> int:
    """The largest of 1, 2, 5, 10, 20, 50, ... that is not above: no axis tells how many cases one hospital has."""
    power: int = 10 ** (len(str(most)) - 1)
    return max(each * power for each in (1, 2, 5) if each * power <= most)


def caterpillar(dots: Sequence[Dot], mean: float, words: Words) -> Markup:
    """Values in rising order with their intervals and a line at the mean; '' where there is no dot."""
    if not dots:
        return Markup("")
    placed = sorted(dots, key=lambda each: (each.value, each.low))
    top = min(max(each.high for each in dots), 3 * max(*(each.value for each in dots), mean))
    scale = _Scale(len(dots) + 1, 0.0, top * ROOM)
    found = _axes(scale, words, mean, 0) + _mean_line(scale, mean, "5 3")
    for place, each in enumerate(placed, start=1):
        x = scale.x(place)
        found += Markup('<path d="M{} {}V{}" stroke="{}" stroke-width="{}"/>').format(
            x, scale.y(each.low), scale.y(each.high), OWN if each.is_own else OTHERS, 2.4 if each.is_own else 1
        )
        found += _mark(each, x, scale.y(each.value))
    return _picture(words, found, has_own=any(each.is_own for each in dots))


def _picture(words: Words, content: Markup, *, has_own: bool) -> Markup:
    if has_own:
        content += _diamond(LEFT + 6, HEIGHT - 9, 4) + _text(LEFT + 14, HEIGHT - 6, words.own, "start", OWN)
    return Markup(
        '<svg viewBox="0 0 {} {}" role="img" aria-labelledby="{id}-t {id}-d" font-family="sans-serif" font-size="10"'
        ' fill="none"><title id="{id}-t">{}</title><desc id="{id}-d">{}</desc>{}</svg>'
    ).format(WIDTH, HEIGHT, words.title, words.says, content, id=words.id)


def _axes(scale: _Scale, words: Words, mean: float, cases: int) -> Markup:
    """Both axes: the ends of the values and their mean, where there is room for it, and an even number of cases."""
    base = HEIGHT - BOTTOM
    found = _line([(LEFT, TOP), (LEFT, base), (WIDTH - RIGHT, base)], "none", INK)
    for value in (mean, scale.low, scale.high):
        if value == mean or abs(scale.y(value) - scale.y(mean)) >= LETTER:
            found += _text(LEFT - 4, scale.y(value) + 3, words.number(value), "end")
    if cases:
        found += _text(scale.x(cases), base + 13, words.whole(cases), "middle")
    return found + _text(WIDTH - RIGHT, HEIGHT - 6, words.along, "end")


def _mean_line(scale: _Scale, mean: float, dash: str) -> Markup:
    return _line([(LEFT, scale.y(mean)), (WIDTH - RIGHT, scale.y(mean))], dash, OTHERS)


def _line(points: Sequence[tuple[float, float]], dash: str, colour: str = INK) -> Markup:
    path = "L".join(f"{x} {y}" for x, y in points)
    return Markup('<path d="M{}" stroke="{}" stroke-width="1" stroke-dasharray="{}"/>').format(path, colour, dash)


def _text(x: float, y: float, words: str, anchor: str, colour: str = INK) -> Markup:
    return Markup('<text x="{}" y="{}" text-anchor="{}" fill="{}">{}</text>').format(x, y, anchor, colour, words)


def _dots(dots: Sequence[Dot], scale: _Scale) -> Markup:
    placed = sorted(dots, key=lambda each: (each.is_own, each.value, each.cases))
    return Markup("").join(_mark(each, scale.x(each.cases), scale.y(each.value)) for each in placed)


def _mark(each: Dot, x: float, y: float) -> Markup:
    """A ring for another hospital, a filled diamond for one's own."""
    if each.is_own:
        return _diamond(x, y, 6)
    return Markup('<circle cx="{}" cy="{}" r="2.6" stroke="{}" fill="#ffffff"/>').format(x, y, OTHERS)


def _diamond(x: float, y: float, half: int) -> Markup:
    return Markup('<path d="M{x} {}l{h} {h}l-{h} {h}l-{h} -{h}z" fill="{}"/>').format(
        round(y - half, 1), OWN, x=x, h=half
    )
