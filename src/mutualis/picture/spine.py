"""One row of a spine as SVG: where an area stands between the lowest and the highest area of its level.

A bar from the lowest to the highest figure, a line at the country, a triangle at the region, a square at the province,
a diamond with its interval at the area itself. It holds no number: the figures stand in the table beside it.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from markupsafe import Markup

from mutualis.picture.measure import Measured

WIDTH, HEIGHT, ROOM = 200, 24, 8
SHAPES = {
    "country": "M{x} 2V22",
    "region": "M{x} 5l6 11h-12z",
    "province": "M{left} 7h10v10h-10z",
    "arrondissement": "M{left} 12h10",
    "own": "M{x} 3l7 9l-7 9l-7-9z",
}


def spine(own: Measured, above: Mapping[str, Measured], others: Sequence[Decimal], title: str) -> Markup:
    """The row of an area; `above` by level, `others` the figures of its level. '' where its own is not shown."""
    if own.value is None:
        return Markup("")
    ends = [each for each in (own.value, own.low, own.high, *others) if each is not None]
    ends += [each.value for each in above.values() if each.value is not None]
    low, high = float(min(ends)), float(max(ends))
    unit = (WIDTH - 2 * ROOM) / ((high - low) or 1.0)

    def x(value: Decimal) -> float:
        return round(ROOM + (float(value) - low) * unit, 1)

    found = Markup('<svg class="spine" viewBox="0 0 {} {}" role="img" aria-label="{}">').format(WIDTH, HEIGHT, title)
    if others:
        left, right = x(min(others)), x(max(others))
        found += Markup('<rect class="reach-of-level" x="{}" y="9" width="{}" height="6"/>').format(
            left, round(right - left, 1)
        )
    for level, number in above.items():
        if number.value is not None:
            found += _mark(level, x(number.value))
    if own.low is not None and own.high is not None:
        found += Markup('<path class="whisker" d="M{} 12H{}"/>').format(x(own.low), x(own.high))
    return found + _mark("own", x(own.value)) + Markup("</svg>")


def key(kind: str) -> Markup:
    """The sign of a kind alone, for a legend."""
    return Markup(
        '<svg class="spine key" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">{}</svg>'
    ).format(_mark(kind, 12))


def _mark(kind: str, x: float) -> Markup:
    return Markup('<path class="{}" d="{}"/>').format(kind, SHAPES[kind].format(x=x, left=round(x - 5, 1)))
