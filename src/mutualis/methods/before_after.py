"""Before and after an action: the difference of two shares or two rates, with its 95 % interval and a word.

The interval is made of those of both: for shares Newcombe's method 10 (Statistics in Medicine 17, 1998, 873-890) from
Wilson's intervals, for rates the same way (Zou and Donner, Statistics in Medicine 27, 2008, 1693-1702) from Byar's. It
says that something changed, not that the action did it: without others beside it, a change of all looks the same.
"""

from dataclasses import dataclass
from math import sqrt

from mutualis.methods.indirect import byar
from mutualis.methods.intervals import wilson
from mutualis.model import MutualisError


@dataclass(frozen=True)
class Change:
    """What was before and after (for each person), the difference with its ends, and `rose`, `fell` or `unclear`."""

    before: float
    after: float
    difference: float
    low: float
    high: float

    @property
    def word(self) -> str:
        if self.low > 0:
            return "rose"
        return "fell" if self.high < 0 else "unclear"


def change(kind: str, before: tuple[int, int], after: tuple[int, int], level: float = 0.95) -> Change:
    """The change of a p or u series from (count, persons) before to those after."""
    if min(before[1], after[1]) < 1:
        raise MutualisError("Before or after an action there is nobody.", do="choose a day within the series")
    one, one_low, one_high = _ends(kind, *before, level)
    two, two_low, two_high = _ends(kind, *after, level)
    difference = two - one
    low = difference - sqrt((two - two_low) ** 2 + (one_high - one) ** 2)
    high = difference + sqrt((two_high - two) ** 2 + (one - one_low) ** 2)
    return Change(one, two, difference, low, high)


def _ends(kind: str, count: int, persons: int, level: float) -> tuple[float, float, float]:
    low, high = wilson(count, persons, level) if kind == "p" else byar(count, persons, level)
    return count / persons, float(low), float(high)
