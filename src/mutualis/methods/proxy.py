"""A proxy beside the truth: how often what claims tell is so, and how much of what is so claims tell.

    sensitivity = found and true / true          predictive value = found and true / found

Source: Altman and Bland, British Medical Journal 308 (1994) 1552 and 309 (1994) 102. Intervals are Wilson's.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mutualis.methods.intervals import wilson
from mutualis.model import MutualisError


@dataclass(frozen=True)
class Share:
    """So many of so many, as a share with its interval."""

    met: int
    cases: int
    value: float
    low: float
    high: float

    @property
    def fewer(self) -> int:
        """Those who meet it or those who do not, whichever are fewer: a share tells both numbers."""
        return min(self.met, self.cases - self.met)


@dataclass(frozen=True)
class Proxy:
    """The sensitivity and the (positive) predictive value of a proxy, each with the cases behind it."""

    sensitivity: Share
    predictive_value: Share


def proxy(found: ArrayLike, true: ArrayLike, level: float = 0.95) -> Proxy:
    """Whether the proxy found each case (a stay, say), beside whether it is truly one.

    Both hold a yes or no for every case that either tells of. Refuses other lengths, a proxy that finds nothing, and
    a truth in which there is nothing to find.
    """
    told, real = np.asarray(found, dtype=bool), np.asarray(true, dtype=bool)
    if told.shape != real.shape or told.ndim != 1:
        raise MutualisError("A proxy and the truth are of different cases.", do="give a row a case, with both")
    for number, what in ((told.sum(), "The proxy finds no case."), (real.sum(), "There is no true case.")):
        if not number:
            raise MutualisError(what, do="look at the codes, and whether the years hold both")
    both = int((told & real).sum())
    return Proxy(_share(both, int(real.sum()), level), _share(both, int(told.sum()), level))


def _share(met: int, cases: int, level: float) -> Share:
    low, high = wilson(met, cases, level)
    return Share(met, cases, met / cases, float(low), float(high))
