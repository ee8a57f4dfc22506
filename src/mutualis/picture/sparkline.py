"""A trend so small that it fits on a tile: the line of an area, that of the country dashed beside it, no numbers."""

from collections.abc import Mapping
from decimal import Decimal

from markupsafe import Markup

WIDTH, HEIGHT, EDGE = 120, 34, 4
LEAST_SPAN = 0.3  # of the highest number: a small change may not look like a large one
Values = Mapping[str, Decimal | None]


def sparkline(own: Values, beside: Values, title: str) -> Markup:
    """The line of values by period in order; '' with fewer than two of one's own. A missing value breaks the line."""
    periods = sorted({*own, *beside})
    told = [each for each in (*own.values(), *beside.values()) if each is not None]
    if sum(each is not None for each in own.values()) < 2:
        return Markup("")
    low, high = min(told), max(told)
    span = max(float(high - low), LEAST_SPAN * float(max(abs(low), abs(high))), 1e-9)
    middle = float(low + high) / 2

    def place(period: str, value: Decimal) -> tuple[float, float]:
        x = EDGE + periods.index(period) / max(len(periods) - 1, 1) * (WIDTH - 2 * EDGE)
        y = HEIGHT / 2 - (float(value) - middle) / span * (HEIGHT - 2 * EDGE)
        return round(x, 1), round(y, 1)

    found = Markup('<svg class="spark" viewBox="0 0 {} {}" role="img" aria-label="{}">').format(WIDTH, HEIGHT, title)
    for kind, values in (("country", beside), ("own", own)):
        for run in _runs(periods, values):
            points = "L".join(f"{x} {y}" for x, y in (place(period, value) for period, value in run))
            found += Markup('<path class="line {}" d="M{}"/>').format(kind, points)
    last = [(period, value) for period in periods if (value := own.get(period)) is not None][-1]
    found += Markup('<circle class="own" cx="{}" cy="{}" r="3.2"/>').format(*place(*last))
    return found + Markup("</svg>")


def _runs(periods: list[str], values: Values) -> list[list[tuple[str, Decimal]]]:
    runs: list[list[tuple[str, Decimal]]] = [[]]
    for period in periods:
        value = values.get(period)
        if value is None:
            runs.append([])
        else:
            runs[-1].append((period, value))
    return [run for run in runs if len(run) > 1]
