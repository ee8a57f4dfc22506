"""Map classes: quantiles of the shown figures, at most five."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

CLASSES = 5


@dataclass(frozen=True)
class Classes:
    """`ranges` are the lowest and highest figure of each class, lowest class first; `number` finds a figure's class."""

    ranges: tuple[tuple[Decimal, Decimal], ...]

    def number(self, value: Decimal) -> int:
        """The class (1 to 5) of a figure; figures outside fall in the nearest class."""
        lowest = [low for low, _ in self.ranges]
        position = max(1, bisect_right(lowest, value))
        return self.step(position)

    def step(self, position: int) -> int:
        """The shade (1 to 5) of the class at a position from 1: fewer classes are spread over the five shades."""
        return {1: (3,), 2: (2, 4), 3: (1, 3, 5), 4: (1, 2, 4, 5)}.get(len(self.ranges), (1, 2, 3, 4, 5))[position - 1]


def quantiles(values: Sequence[Decimal]) -> Classes:
    """Five classes with about as many areas each; equal figures are never split, so there may be fewer classes."""
    ordered = sorted(values)
    if not ordered:
        return Classes(())
    cuts = sorted({ordered[len(ordered) * step // CLASSES] for step in range(CLASSES)})
    ranges = []
    for position, low in enumerate(cuts):
        above = cuts[position + 1] if position + 1 < len(cuts) else None
        inside = [value for value in ordered if low <= value and (above is None or value < above)]
        ranges.append((inside[0], inside[-1]))
    return Classes(tuple(ranges))
