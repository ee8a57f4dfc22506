"""A control chart as SVG: the series, its centre and limits, points that are a signal, and days of actions."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from mutualis.methods.control_charts import ControlChart
from mutualis.methods.control_rules import places

WIDTH, HEIGHT = 760, 300
LEFT, RIGHT, TOP, BOTTOM = 76, 96, 22, 44
LETTER = 14


@dataclass(frozen=True)
class ChartWords:
    """What the chart says: a title, the names of centre and limits, how a value is written."""

    title: str
    centre: str
    high: str
    low: str
    number: Callable[[float], str]


def control_chart(
    chart: ControlChart, periods: Sequence[str], words: ChartWords, actions: Sequence[str] = ()
) -> Markup:
    """The chart; `actions` are the periods in which one began. A signal is a ring, not a colour alone."""
    scale = _Scale(chart)
    found = Markup('<svg class="chart" viewBox="0 0 {} {}" role="img" aria-label="{}">').format(
        WIDTH, HEIGHT, words.title
    )
    found += _limits(chart, scale, words) + _axis(scale, periods)
    for period in actions:
        if period in periods:
            x = scale.x(periods.index(period))
            found += Markup('<path class="action" d="M{} {}V{}"/>').format(x, TOP, HEIGHT - BOTTOM)
    points = [(scale.x(n), scale.y(float(value))) for n, value in enumerate(chart.values)]
    found += Markup('<path class="series" d="M{}"/>').format("L".join(f"{x} {y}" for x, y in points))
    called = places(chart.signals)
    for n, (x, y) in enumerate(points):
        kind, radius = ("signal", 7) if n in called else ("steady", 4)
        said = f"{periods[n]}: {words.number(float(chart.values[n]))}"
        found += Markup('<circle class="{}" cx="{}" cy="{}" r="{}"><title>{}</title></circle>').format(
            kind, x, y, radius, said
        )
    return found + Markup("</svg>")


class _Scale:
    def __init__(self, chart: ControlChart) -> None:
        told = [*chart.values.tolist(), *chart.low.tolist(), *chart.high.tolist()]
        lack = (max(told) - min(told)) * 0.06 or 0.01
        self.least, self.most, self.last = min(told) - lack, max(told) + lack, max(len(chart.values) - 1, 1)

    def x(self, place: int) -> float:
        return round(LEFT + 10 + place / self.last * (WIDTH - LEFT - RIGHT - 20), 1)

    def y(self, value: float) -> float:
        share = (value - self.least) / (self.most - self.least)
        return round(HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM), 1)


def _limits(chart: ControlChart, scale: _Scale, words: ChartWords) -> Markup:
    """Centre, limits, and warning lines at two sigma; limits are steps, as each period has its own persons."""
    centre = scale.y(chart.centre)
    found = Markup('<path class="centre" d="M{} {}H{}"/>').format(LEFT, centre, WIDTH - RIGHT)
    found += _text(WIDTH - RIGHT + 6, centre + 4, f"{words.centre} {words.number(chart.centre)}", "start")
    for name, end in ((words.high, chart.high), (words.low, chart.low)):
        found += Markup('<path class="limit" d="M{}"/>').format(_path(scale, end.tolist()))
        y = scale.y(float(end[-1]))
        if abs(y - centre) > LETTER:
            found += _text(WIDTH - RIGHT + 6, y + 4, f"{name} {words.number(float(end[-1]))}", "start")
    for sign in (2, -2):
        line = chart.centre + sign * chart.sigma
        inside = ((line >= chart.low) & (line <= chart.high)).all()
        found += Markup('<path class="warn" d="M{}"/>').format(_path(scale, line.tolist())) if inside else Markup("")
    return found


def _path(scale: _Scale, ends: Sequence[float]) -> str:
    return "L".join(f"{scale.x(n)} {scale.y(end)}" for n, end in enumerate(ends))


def _axis(scale: _Scale, periods: Sequence[str]) -> Markup:
    base = HEIGHT - BOTTOM
    found = Markup('<path class="axis" d="M{} {}H{}"/>').format(LEFT, base, WIDTH - RIGHT)
    every = max(1, len(periods) // 12)
    for n, period in enumerate(periods):
        if n % every == 0:
            found += _text(scale.x(n), base + 20, period, "middle")
    return found


def _text(x: float, y: float, words: str, anchor: str) -> Markup:
    return Markup('<text x="{}" y="{}" text-anchor="{}">{}</text>').format(round(x, 1), round(y, 1), anchor, words)
