"""A funnel as SVG for a page: shares by number of persons, with the limits within which chance alone keeps them.

Along the bottom the numbers of persons, on a scale of powers. No number stands in it but figures: the fewest and most
persons, the lowest and highest share, and that of all.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import log

import numpy as np
from markupsafe import Markup

from mutualis.methods.funnel import funnel_limits
from mutualis.reference import written

WIDTH, HEIGHT = 760, 400
LEFT, RIGHT, TOP, BOTTOM = 84, 24, 24, 54
GRID = 60
LEVELS = {0.95: "inner", 0.998: "outer"}


@dataclass(frozen=True)
class Point:
    """An area, practice or hospital: its persons, the share met, the figure as published and what it is called.

    One without a name is anonymous: it has no words of its own.
    """

    name: str
    persons: int
    met: int
    value: Decimal
    is_chosen: bool = False

    @property
    def share(self) -> float:
        """Between 0 and 1."""
        return self.met / self.persons


@dataclass(frozen=True)
class Words:
    """The title, the words along the bottom, what all together are called."""

    title: str
    along: str
    mean: str
    language: str


def funnel(points: Sequence[Point], mean: float, mean_value: Decimal, words: Words) -> Markup:
    """The points with the limits around the mean; '' where there is no point."""
    if not points:
        return Markup("")
    least, most = min(each.persons for each in points), max(each.persons for each in points)
    cases = np.unique(np.geomspace(max(least * 0.9, 1), most * 1.1, GRID).astype(np.int64))
    limits = {level: funnel_limits(mean, cases, level) for level in LEVELS}
    drawing = _Drawing(points, mean, cases, [end[len(cases) // 4 :] for pair in limits.values() for end in pair])
    found = Markup('<svg class="funnel" viewBox="0 0 {} {}" role="img" aria-label="{}">').format(
        WIDTH, HEIGHT, words.title
    )
    found += drawing.axes(words, least, most, mean_value)
    for level, ends in limits.items():
        for end in ends:
            found += drawing.line(LEVELS[level], cases, end)
    placed = sorted(points, key=lambda each: (each.is_chosen, each.persons))
    return found + Markup("").join(drawing.point(each, words.language) for each in placed) + Markup("</svg>")


class _Drawing:
    """The scales of one funnel and what is drawn on them."""

    def __init__(self, points: Sequence[Point], mean: float, cases: np.ndarray, limits: list[np.ndarray]) -> None:
        self.points, self.mean = points, mean
        told = [mean, *(each.share for each in points), *(float(each) for end in limits for each in end)]
        lack = max((max(told) - min(told)) * 0.06, 0.002)
        self.low, self.high = max(min(told) - lack, 0.0), min(max(told) + lack, 1.0)
        self.first, self.last = log(int(cases[0])), log(int(cases[-1]) + 1)

    def x(self, persons: int) -> float:
        share = (log(persons) - self.first) / (self.last - self.first)
        return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)

    def y(self, share: float) -> float:
        inside = (min(max(share, self.low), self.high) - self.low) / (self.high - self.low)
        return round(HEIGHT - BOTTOM - inside * (HEIGHT - TOP - BOTTOM), 1)

    def axes(self, words: Words, least: int, most: int, mean_value: Decimal) -> Markup:
        base = HEIGHT - BOTTOM
        found = Markup('<path class="axis" d="M{l} {}V{b}H{}"/>').format(TOP, WIDTH - RIGHT, l=LEFT, b=base)
        found += self.line("mean", np.array([least, most]), np.array([self.mean, self.mean]))
        ends = {each.value: each.share for each in sorted(self.points, key=lambda each: each.share)}
        told = [(mean_value, self.y(self.mean))]
        for value in (min(ends), max(ends)):
            y = self.y(ends[value])
            if abs(y - told[0][1]) > 14 and value not in {each for each, _ in told}:
                told.append((value, y))
        for value, y in told:
            found += _text("tick", LEFT - 8, y + 4, written(value, words.language))
        found += _text("name", LEFT + 6, self.y(self.mean) - 6, words.mean)
        for persons, anchor in sorted({least: "first", most: "last"}.items()):
            found += _text(anchor, self.x(persons), base + 20, written(persons, words.language))
        return found + _text("along", WIDTH - RIGHT, HEIGHT - 8, words.along)

    def line(self, kind: str, cases: np.ndarray, shares: np.ndarray) -> Markup:
        path = "L".join(f"{self.x(int(n))} {self.y(float(share))}" for n, share in zip(cases, shares, strict=True))
        return Markup('<path class="{}" d="M{}"/>').format(kind, path)

    def point(self, each: Point, language: str) -> Markup:
        x, y = self.x(each.persons), self.y(each.share)
        said = Markup("")
        if each.name:
            words = f"{each.name}: {written(each.value, language)} ({written(each.persons, language)})"
            said = Markup("<title>{}</title>").format(words)
        if not each.is_chosen:
            return Markup('<circle cx="{}" cy="{}" r="4">{}</circle>').format(x, y, said)
        made = Markup('<path class="diamond" d="M{} {}l8 8l-8 8l-8-8z">{}</path>').format(x, round(y - 8, 1), said)
        anchor = "end-name" if x > WIDTH * 0.7 else "start-name"
        return made + _text(anchor, x + (-12 if anchor == "end-name" else 12), y - 10, each.name)


def _text(kind: str, x: float, y: float, words: str) -> Markup:
    return Markup('<text class="{}" x="{}" y="{}">{}</text>').format(kind, round(x, 1), round(y, 1), words)
