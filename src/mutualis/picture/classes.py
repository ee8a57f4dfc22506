"""Map classes: at most five, with as many areas each (quantiles) or of equal width.

The borders of a class are the lowest and the highest figure in it: the legend shows no number that is no figure.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

MOST = 5


@dataclass(frozen=True)
class Classes:
    """`ranges` are the lowest and highest figure of each class, lowest class first; `steps` the shade of each (1 to 5);
    `number` finds a figure's shade."""

    ranges: tuple[tuple[Decimal, Decimal], ...]
    steps: tuple[int, ...] = ()

    def number(self, value: Decimal) -> int:
        """The shade (1 to 5) of a figure; figures outside fall in the nearest class."""
        lowest = [low for low, _ in self.ranges]
        return self.step(max(1, bisect_right(lowest, value)))

    def step(self, position: int) -> int:
        """The shade (1 to 5) of the class at a position from 1."""
        return (self.steps or SPREAD[len(self.ranges)])[position - 1]


SPREAD = {0: (3,), 1: (3,), 2: (2, 4), 3: (1, 3, 5), 4: (1, 2, 4, 5), 5: (1, 2, 3, 4, 5)}


def quantiles(values: Sequence[Decimal]) -> Classes:
    """Five classes with about as many areas each; equal figures are never split, so there may be fewer classes."""
    ordered = sorted(values)
    if not ordered:
        return Classes(())
    cuts = sorted({ordered[len(ordered) * step // MOST] for step in range(MOST)})
    ranges = []
    for position, low in enumerate(cuts):
        above = cuts[position + 1] if position + 1 < len(cuts) else None
        inside = [value for value in ordered if low <= value and (above is None or value < above)]
        ranges.append((inside[0], inside[-1]))
    return Classes(tuple(ranges))


def equal(values: Sequence[Decimal]) -> Classes:
    """Five classes of equal width from the lowest to the highest figure; a class without figures is left out."""
    ordered = sorted(values)
    if not ordered or ordered[0] == ordered[-1]:
        return quantiles(values)
    width = (ordered[-1] - ordered[0]) / MOST
    found: dict[int, list[Decimal]] = {}
    for value in ordered:
        found.setdefault(min(MOST, 1 + int((value - ordered[0]) / width)), []).append(value)
    return Classes(tuple((inside[0], inside[-1]) for inside in found.values()), tuple(found))


MAKERS = {"quantile": quantiles, "equal": equal}
