"""A trend as SVG: lines with a band for the interval, the numbers beside their points.

The vertical scale is marked with the lowest and highest number drawn: the chart shows no number that is no figure.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

from mutualis.picture.numbers import with_interval
from mutualis.picture.trend import Line
from mutualis.reference import written

WIDTH, HEIGHT = 760, 330
LEFT, RIGHT, TOP, BOTTOM = 84, 40, 30, 44
INSIDE = 48  # from the end of the axis to the first year
LEAST_SPAN = Decimal("0.3")  # of the highest number: a small change may not look like a large one
FEW = 6  # with more years than this only the first and the last point are labelled
APART = 17  # between two labels


@dataclass(frozen=True)
class Mark:
    """A place where a series breaks, in years (2018.5: between 2018 and 2019), the sign on the chart, what happened."""

    at: float
    sign: str
    says: str


@dataclass(frozen=True)
class Scale:
    """Years to x, numbers to y."""

    years: Sequence[int]
    low: Decimal
    high: Decimal

    def x(self, year: float) -> float:
        first, last = self.years[0], self.years[-1]
        share = (year - first) / (last - first) if last > first else 0.5
        return round(LEFT + INSIDE + share * (WIDTH - LEFT - RIGHT - 2 * INSIDE), 1)

    def y(self, value: Decimal) -> float:
        share = float((value - self.low) / (self.high - self.low))
        return round(HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM), 1)


def chart(
    drawn: Sequence[Line], years: Sequence[int], title: str, language: str, marks: Sequence[Mark] = (), *,
    is_joined: bool = True,
) -> Markup:  # fmt: skip
    """The lines as SVG, with a dashed line at each mark; '' when there is not one number. Without `is_joined` each
    year stands alone, as a point with its interval: two years are no line."""
    numbers = [each for line in drawn for each in line.numbers.values()]
    ends = [end for each in numbers for end in (each.value, each.low, each.high) if end is not None]
    if not ends:
        return Markup("")
    scale = Scale(years, *_span(min(ends), max(ends)))
    found = Markup('<svg class="trend" viewBox="0 0 {} {}" role="img" aria-label="{}">').format(WIDTH, HEIGHT, title)
    found += _axes(scale, min(ends), max(ends), language) + _breaks(marks, scale)
    for line in reversed(drawn):
        found += _band(line, scale) + _stroke(line, scale) if is_joined else _whiskers(line, scale)
        found += _points(line, scale, language)
    labels = _labels(drawn, scale, language) if is_joined else _above(drawn, scale, language)
    return found + labels + Markup("</svg>")


def _span(low: Decimal, high: Decimal) -> tuple[Decimal, Decimal]:
    """The ends of the scale: wide enough that the numbers fill it only when they differ much."""
    lack = max(abs(high) * LEAST_SPAN - (high - low), (high - low) * LEAST_SPAN, Decimal("0.001")) / 2
    return (Decimal(0) if low >= 0 > low - lack else low - lack), high + lack


def _axes(scale: Scale, low: Decimal, high: Decimal, language: str) -> Markup:
    base = HEIGHT - BOTTOM
    found = Markup('<path class="axis" d="M{} {}H{}"/>').format(LEFT, base, WIDTH - RIGHT)
    for value in sorted({low, high}):
        y = scale.y(value)
        found += Markup('<path class="grid" d="M{} {}H{}"/>').format(LEFT, y, WIDTH - RIGHT)
        if value == low and low != high and y - scale.y(high) < APART:
            continue  # there is no room for both
        found += Markup('<text class="tick" x="{}" y="{}">{}</text>').format(LEFT - 8, y + 4, written(value, language))
    for year in scale.years:
        found += Markup('<text class="year" x="{}" y="{}">{}</text>').format(scale.x(year), base + 24, year)
    return found


def _breaks(marks: Sequence[Mark], scale: Scale) -> Markup:
    found = Markup("")
    for each in marks:
        x, inside = scale.x(each.at), Markup("<title>{}</title>").format(each.says)
        found += Markup('<g class="break">{}<path d="M{} {}V{}"/>').format(inside, x, TOP - 8, HEIGHT - BOTTOM)
        found += Markup('<text x="{}" y="{}">{}</text></g>').format(x, TOP - 14, each.sign)
    return found


def _runs(line: Line, scale: Scale) -> list[list[int]]:
    """Years in a row that have a number: a year without one breaks the line."""
    runs: list[list[int]] = [[]]
    for year in scale.years:
        number = line.numbers.get(year)
        if number is None or number.value is None:
            runs.append([])
        else:
            runs[-1].append(year)
    return [run for run in runs if run]


def _band(line: Line, scale: Scale) -> Markup:
    found = Markup("")
    for run in _runs(line, scale):
        between = [(year, line.numbers[year]) for year in run if line.numbers[year].has_interval]
        above = [f"{scale.x(year)} {scale.y(each.high)}" for year, each in between if each.high is not None]
        below = [f"{scale.x(year)} {scale.y(each.low)}" for year, each in reversed(between) if each.low is not None]
        if len(between) == 1:
            found += _whisker(line.kind, above[0], below[0])
        elif between:
            found += Markup('<path class="band {}" d="M{}z"/>').format(line.kind, "L".join([*above, *below]))
    return found


def _whiskers(line: Line, scale: Scale) -> Markup:
    return Markup("").join(
        _whisker(line.kind, f"{scale.x(year)} {scale.y(each.high)}", f"{scale.x(year)} {scale.y(each.low)}")
        for year, each in line.numbers.items()
        if each.low is not None and each.high is not None
    )


def _whisker(kind: str, above: str, below: str) -> Markup:
    return Markup('<path class="whisker {}" d="M{}L{}"/>').format(kind, above, below)


def _stroke(line: Line, scale: Scale) -> Markup:
    found = Markup("")
    for run in _runs(line, scale):
        points = [f"{scale.x(year)} {scale.y(line.numbers[year].value or Decimal(0))}" for year in run]
        found += Markup('<path class="line {}" d="M{}"/>').format(line.kind, "L".join(points))
    return found


def _points(line: Line, scale: Scale, language: str) -> Markup:
    return Markup("").join(
        Markup('<circle class="{}" cx="{}" cy="{}" r="5"><title>{}</title></circle>').format(
            line.kind, scale.x(year), scale.y(each.value), f"{line.name}, {year}: {with_interval(each, language)}"
        )
        for year, each in line.numbers.items()
        if each.value is not None
    )


def _labels(drawn: Sequence[Line], scale: Scale, language: str) -> Markup:
    """The number beside its point; of two points near each other the upper one is labelled above, the lower below."""
    found = Markup("")
    for year in scale.years if len(scale.years) <= FEW else (scale.years[0], scale.years[-1]):
        there = [(line, line.numbers[year].value) for line in drawn if year in line.numbers]
        placed = sorted([(value, line.kind) for line, value in there if value is not None], reverse=True)
        for position, (value, kind) in enumerate(placed):
            y = scale.y(value) + (APART + 2 if position else -APART + 6)
            found += Markup('<text class="label {}" x="{}" y="{}">{}</text>').format(
                kind, scale.x(year), y, written(value, language)
            )
    return found


def _above(drawn: Sequence[Line], scale: Scale, language: str) -> Markup:
    """The number over the end of its interval."""
    return Markup("").join(
        Markup('<text class="label {}" x="{}" y="{}">{}</text>').format(
            line.kind, scale.x(year), round(scale.y(each.high or each.value) - 9, 1), written(each.value, language)
        )
        for line in drawn
        for year, each in line.numbers.items()
        if each.value is not None
    )
