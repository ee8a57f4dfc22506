"""Bars with intervals as SVG, one line a name: colours are classes of the page's style."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

WIDTH, LINE, BAR = 760, 26, 14
LEFT, RIGHT = 250, 110
LONGEST = 34  # letters of a name that fit left of its bar


@dataclass(frozen=True)
class Bar:
    """A name, its number with the ends of its interval, and the words beside it. Without a number it has no bar."""

    name: str
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    words: str


def svg(bars: Sequence[Bar]) -> Markup:
    """The bars from nought, in the order given."""
    ends = [end for each in bars for end in (each.value, each.high) if end is not None]
    top = max([*ends, Decimal("0.001")])
    lines = Markup("").join(_line(each, n, top) for n, each in enumerate(bars))
    return Markup('<svg class="ranked" viewBox="0 0 {} {}" role="img">{}</svg>').format(
        WIDTH, len(bars) * LINE + 8, lines
    )


def _line(bar: Bar, place: int, top: Decimal) -> Markup:
    y = place * LINE + 4
    found = Markup('<text class="name" x="{}" y="{}">{}</text>').format(LEFT - 10, y + 13, _short(bar.name))
    end: float = LEFT
    if bar.value is not None:
        end = _x(bar.value, top)
        found += Markup('<rect class="bar" x="{}" y="{}" width="{}" height="{}"/>').format(LEFT, y + 1, end - LEFT, BAR)
    if bar.low is not None and bar.high is not None:
        found += Markup('<path class="reach" d="M{} {}H{}"/>').format(
            _x(bar.low, top), y + 1 + BAR / 2, _x(bar.high, top)
        )
        end = max(end, _x(bar.high, top))
    return found + Markup('<text class="said" x="{}" y="{}">{}</text>').format(round(end + 8, 1), y + 13, bar.words)


def _x(value: Decimal, top: Decimal) -> float:
    return round(LEFT + float(max(value, Decimal(0)) / top) * (WIDTH - LEFT - RIGHT), 1)


def _short(name: str) -> str:
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"
