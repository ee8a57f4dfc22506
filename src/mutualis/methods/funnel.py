"""The limits of a funnel plot: between which shares a hospital with so many cases lies by chance alone.

Source: Spiegelhalter, Statistics in Medicine 24 (2005) 1185-1202, appendix A.1.1: exact binomial limits, interpolated
between whole numbers so that they change smoothly with the number of cases.
"""

import numpy as np
from numpy.typing import ArrayLike

from mutualis.methods.intervals import Interval
from mutualis.model import MutualisError

FAR_OFF = 12
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
    sizes, place = np.unique(cases, return_inverse=True)
    made: np.ndarray = np.array([_quantile(mean, int(n), quantile) for n in sizes])[place]
    return made


def _quantile(mean: float, cases: int, quantile: float) -> float:
    """Of one number of cases, as a share: between the last number met that is too unlikely and the next."""
    first, at_most = _cumulative(mean, cases)
    reached = int((at_most >= quantile).argmax())
    upper, lower = at_most[reached], at_most[reached - 1] if reached else 0.0
    met = first + reached - (upper - quantile) / (upper - lower)
    return float(np.clip(met / cases, 0.0, 1.0))


def _cumulative(mean: float, cases: int) -> tuple[int, np.ndarray]:
    """The chances of at most so many met, from a first number on.

    Numbers further than FAR_OFF standard deviations from the mean are left out: a hospital has hundreds of cases, a
    province a million persons. Each chance follows from the one before: p(k + 1) / p(k) = (n - k) / (k + 1) x odds.
    """
    half = FAR_OFF * np.sqrt(cases * mean * (1 - mean)) + FAR_OFF
    first, last = max(0, int(cases * mean - half)), min(cases, int(cases * mean + half) + 1)
    met = np.arange(first, last)
    steps = np.log((cases - met) / (met + 1)) + np.log(mean) - np.log1p(-mean)
    logs = np.concatenate([[0.0], np.cumsum(steps)])
    made: np.ndarray = np.cumsum(np.exp(logs - logs.max()))
    return first, made / made[-1]


def position(share: ArrayLike, mean: float, cases: ArrayLike, levels: tuple[float, float]) -> list[str]:
    """Where each share lies: `within` the inner limits, `beyond_inner` or `beyond_outer` ones."""
    shares = np.atleast_1d(np.asarray(share, dtype=np.float64))
    (inner_low, inner_high), (outer_low, outer_high) = (funnel_limits(mean, cases, level) for level in levels)
    inner = (shares >= inner_low) & (shares <= inner_high)
    outer = (shares >= outer_low) & (shares <= outer_high)
    return [str(each) for each in np.where(inner, WITHIN, np.where(outer, UNUSUAL, FAR))]
