"""Statistical process control: is a series by month or quarter steady, or did something change.

A p chart is of shares, a u chart of events for each person. Centre and limits are those of Shewhart: the mean of all
periods and three standard errors, of each period by its own number of persons (Montgomery, Introduction to Statistical
Quality Control, chapter on attributes; Provost and Murray, The Health Care Data Guide, 2011, chapter 5). With many
persons the true share itself moves from period to period and nearly every point falls outside; the limits of Laney
(Quality Engineering 14, 2002, 531-537) widen by what the series itself shows.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mutualis.methods.control_rules import Signal, signals
from mutualis.model import MutualisError

Floats = NDArray[np.float64]
KINDS = ("p", "u")
SIGMAS = 3.0
# The median of the range of two draws of a normal distribution with standard deviation 1: sqrt(2) x 0.6745.
MOVING_RANGE = 0.9538726
FEWEST = 4


@dataclass(frozen=True)
class ControlChart:
    """A series with its centre and limits, a value a period; `sigma` is the standard error of each, `wider` what
    Laney's correction multiplied it by (1 without); `signals` are the rules that points broke."""

    kind: str
    values: Floats
    centre: float
    low: Floats
    high: Floats
    sigma: Floats
    wider: float
    signals: tuple[Signal, ...]


def p_chart(met: ArrayLike, persons: ArrayLike, *, baseline: int | None = None, laney: bool = False) -> ControlChart:
    """A chart of shares: those met of so many persons in each period, in order.

    `baseline`: the centre is that of so many first periods (by default of all): what comes later is judged by what was
    before. `laney`: limits after Laney. Raises for fewer than four periods or counts that cannot be.
    """
    count, base = _checked(met, persons)
    if (count > base).any():
        raise MutualisError("A share has more met than persons.", do="use a u chart for events")
    return _chart("p", count, base, baseline, laney)


def u_chart(events: ArrayLike, persons: ArrayLike, *, baseline: int | None = None, laney: bool = False) -> ControlChart:
    """A chart of events for each person; see `p_chart`."""
    return _chart("u", *_checked(events, persons), baseline, laney)


def _chart(kind: str, count: Floats, base: Floats, baseline: int | None, laney: bool) -> ControlChart:
    first = len(count) if baseline is None else baseline
    if not FEWEST <= first <= len(count):
        raise MutualisError(f"A control chart needs {FEWEST} periods or more.", there_is=f"there are {first}")
    values = count / base
    centre = float(count[:first].sum() / base[:first].sum())
    spread = centre * (1 - centre) if kind == "p" else centre
    sigma = np.sqrt(spread / base)
    wider = _wider((values - centre) / sigma, first) if laney and spread > 0 else 1.0
    sigma = sigma * wider
    ceiling = 1.0 if kind == "p" else np.inf
    low, high = np.maximum(centre - SIGMAS * sigma, 0.0), np.minimum(centre + SIGMAS * sigma, ceiling)
    apart = np.divide(values - centre, sigma, out=np.zeros_like(values), where=sigma > 0)
    return ControlChart(kind, values, centre, low, high, sigma, wider, signals(apart, values))


def _wider(apart: Floats, first: int) -> float:
    """Laney's sigma-z: the step from one period to the next, in standard errors.

    The median step is taken, where Laney takes the mean: with few periods one jump, which is what the chart is there to
    find, would widen its own limits. Limits are never narrowed: few quarters can lie together by chance, and narrow
    limits would call out every one that follows.
    """
    return max(1.0, float(np.median(np.abs(np.diff(apart[:first])))) / MOVING_RANGE)


def _checked(count: ArrayLike, persons: ArrayLike) -> tuple[Floats, Floats]:
    have, base = np.asarray(count, dtype=np.float64), np.asarray(persons, dtype=np.float64)
    if have.shape != base.shape or have.ndim != 1:
        raise MutualisError("A control chart needs a count and a number of persons for each period.")
    if (base < 1).any() or (have < 0).any():
        raise MutualisError("A period of a control chart has nobody, or a count below 0.", do="leave the period out")
    return have, base
