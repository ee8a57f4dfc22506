"""Whether a figure changed between two years, told from published intervals alone.

The interval of a difference is put together of the two intervals (MOVER: G.Y. Zou and A. Donner, Statistics in Medicine
27 (2008) 1693-1702; R.G. Newcombe, Statistics in Medicine 17 (1998) 873-890): it needs no number that is not published,
and holds for intervals that are not symmetric. The same persons are in both years, mostly: taken as independent, the
interval is too wide rather than too narrow.
"""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Estimate:
    """A published number with the ends of its 95 % interval; the ends are None where none was published."""

    value: Decimal
    low: Decimal | None = None
    high: Decimal | None = None


def difference(later: Estimate, earlier: Estimate) -> Estimate:
    """Later minus earlier, with its interval; without both intervals there is none."""
    gap = later.value - earlier.value
    if later.low is None or later.high is None or earlier.low is None or earlier.high is None:
        return Estimate(gap)
    down = ((later.value - later.low) ** 2 + (earlier.high - earlier.value) ** 2).sqrt()
    up = ((later.high - later.value) ** 2 + (earlier.value - earlier.low) ** 2).sqrt()
    return Estimate(gap, gap - down, gap + up)


def direction(later: Estimate, earlier: Estimate) -> int:
    """1 where the figure rose, -1 where it fell, 0 where it stayed: chance alone may explain the difference, or both
    read the same as published. Figures without intervals (numbers of persons) differ where they differ."""
    if later.value == earlier.value:
        return 0
    gap = difference(later, earlier)
    if gap.low is None or gap.high is None:
        return 1 if gap.value > 0 else -1
    return 1 if gap.low > 0 else -1 if gap.high < 0 else 0
