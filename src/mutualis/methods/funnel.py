"""The limits of a funnel plot: between which shares a hospital with so many cases lies by chance alone.

Source: Spiegelhalter, Statistics in Medicine 24 (2005) 1185-1202, appendix A.1.1: exact binomial limits, interpolated
between whole numbers so that they change smoothly with the number of cases.
"""

import numpy as np
from numpy.typing import ArrayLike

from mutualis.methods.intervals import Interval
from mutualis.model import MutualisError

WITHIN, UNUSUAL, FAR = "within", "beyond_inner", "beyond_outer"


def funnel_limits(mean: float, cases: ArrayLike, level: float = 0.95) -> Interval:
    """Low and high limit (0 to 1) of the share of hospitals with so many cases whose true share is `mean`."""
    if not 0 <= mean <= 1 or not 0 < level < 1:
        raise MutualisError("A funnel needs a mean share and a level between 0 and 1.")
    persons = np.atleast_1d(np.asarray(cases, dtype=np.int64))
    if (persons < 1).any():
        raise MutualisError("A funnel has no limits for a hospital without cases.", do="leave those hospitals out")
    if mean in (0, 1):
        same = np.full(persons.shape, float(mean))
        return same, same.copy()
    tail = (1 - level) / 2
    return _limit(mean, persons, tail), _limit(mean, persons, 1 - tail)


def _limit(mean: float, cases: np.ndarray, quantile: float) -> np.ndarray:
    """The interpolated quantile of the binomial distribution, over the number of cases."""
    at_most = _cumulative(mean, cases)
    reached = (at_most >= quantile).argmax(axis=1)
    row = np.arange(len(cases))
    upper = at_most[row, reached]
    lower = np.where(reached > 0, at_most[row, np.maximum(reached - 1, 0)], 0.0)
    found = reached - (upper - quantile) / (upper - lower)
    made: np.ndarray = np.clip(found / cases, 0.0, 1.0)
    return made


def _cumulative(mean: float, cases: np.ndarray) -> np.ndarray:
    """Of each number of cases the chance of at most 0, 1, 2, ... met: rows x (largest number of cases + 1)."""
    most = int(cases.max())
    logs = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, most + 1)))])
    met, n = np.arange(most + 1)[None, :], cases[:, None]
    ways = logs[n] - logs[met] - logs[np.maximum(n - met, 0)]
    chance = np.where(met <= n, np.exp(ways + met * np.log(mean) + (n - met) * np.log1p(-mean)), 0.0)
    made: np.ndarray = np.cumsum(chance, axis=1)
    return made / made[:, [-1]]


def position(share: ArrayLike, mean: float, cases: ArrayLike, levels: tuple[float, float]) -> list[str]:
    """Where each share lies: `within` the inner limits, `beyond_inner` or `beyond_outer` ones."""
    shares = np.atleast_1d(np.asarray(share, dtype=np.float64))
    (inner_low, inner_high), (outer_low, outer_high) = (funnel_limits(mean, cases, level) for level in levels)
    inner = (shares >= inner_low) & (shares <= inner_high)
    outer = (shares >= outer_low) & (shares <= outer_high)
    return [str(each) for each in np.where(inner, WITHIN, np.where(outer, UNUSUAL, FAR))]
