"""The share with an event by time where another event may come first (Aalen and Johansen 1978).

    F(t) = sum over times s up to t of S(s-) d(s) / n(s)

S is the share without any event before s. Counting the competing event as an end of follow-up would tell the share in a
world without it. lifelines breaks ties of days at random, so the sums stand here; ties are exact.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import ArrayLike

from mutualis.methods.estimates import Estimate, Floats
from mutualis.methods.intervals import z_of
from mutualis.methods.survival.followed import Followed, followed
from mutualis.model import MutualisError


@dataclass(frozen=True)
class Incidence:
    """A row for each time with an event of the kind: time, incidence, error, low, high; `last`: end of follow-up."""

    table: pl.DataFrame
    last: float

    def at(self, time: float) -> Estimate:
        """The share with the event by this time; refuses a time after the last follow-up or before any event."""
        before = self.table.filter(pl.col("time") <= time)
        if time > self.last or before.is_empty():
            raise MutualisError(
                "Nobody is followed for so long, or nobody has the event by then.",
                there_is=f"the longest follow-up is {self.last:,.1f}, {time:,.1f} was asked",
            )
        value, error, low, high = before.select("incidence", "error", "low", "high").row(-1)
        return Estimate(value, error, low, high)


def cumulative_incidence(
    duration: ArrayLike, event: ArrayLike, kind: int = 1, entry: ArrayLike | None = None, level: float = 0.95
) -> Incidence:
    """Of persons with their time and what ended it: 0 nothing, `kind` the event, any other number a competing one.

    The variance is the sum over times of what each adds (Marubini and Valsecchi 1995, 10.5), the interval on the scale
    of log(-log(1 - F)). Refuses what a curve refuses, and a kind that nobody has.
    """
    given = followed(duration, event, entry)
    if not (given.event == kind).any():
        raise MutualisError("Nobody has this event in this period.", do="take a longer period, or another event")
    times = np.unique(given.duration[given.event > 0])
    every, own = _counted(given, times, None), _counted(given, times, kind)
    at_risk = given.at_risk(times)
    before = np.concatenate([[1.0], np.cumprod(1 - every / at_risk)[:-1]])
    incidence = np.cumsum(before * own / at_risk)
    error = np.sqrt(_variances(before, own, every, at_risk, incidence))
    low, high = _ends(incidence, error, z_of(level))
    columns = {"time": times, "incidence": incidence, "error": error, "low": low, "high": high}
    return Incidence(pl.DataFrame(columns).filter(pl.Series(own > 0)), float(given.duration.max()))


def _counted(given: Followed, times: Floats, kind: int | None) -> Floats:
    chosen = given.event > 0 if kind is None else given.event == kind
    return np.bincount(
        np.searchsorted(times, given.duration[chosen]), given.weights[chosen], minlength=len(times)
    ).astype(np.float64)


def _variances(before: Floats, own: Floats, every: Floats, at_risk: Floats, incidence: Floats) -> Floats:
    """sum (F(t) - F(s))^2 d / n (n - d) + sum S(s-)^2 (n - c) c / n^3 - 2 sum (F(t) - F(s)) S(s-) c / n^2

    d counts all events, c those of the kind; multiplied out, so that each time costs the same.
    """
    left = at_risk - every
    hazard = np.where(left > 1e-9, every / (at_risk * np.where(left > 1e-9, left, 1.0)), 0.0)
    crossed = before * own / at_risk**2
    chance = before**2 * (at_risk - own) * own / at_risk**3
    sums = [np.cumsum(each) for each in (hazard, hazard * incidence, hazard * incidence**2)]
    first = incidence**2 * sums[0] - 2 * incidence * sums[1] + sums[2]
    third = incidence * np.cumsum(crossed) - np.cumsum(crossed * incidence)
    made: Floats = np.maximum(first + np.cumsum(chance) - 2 * third, 0.0)
    return made


def _ends(incidence: Floats, error: Floats, z: float) -> tuple[Floats, Floats]:
    """Of shares between 0 and 1; the share itself where it is 0 or 1."""
    inside = (incidence > 0) & (incidence < 1 - 1e-12)
    share = np.where(inside, incidence, 0.5)
    reach = z * error / ((1 - share) * np.abs(np.log1p(-share)))
    ends = [1 - (1 - share) ** np.exp(sign * reach) for sign in (-1, 1)]
    return np.where(inside, ends[0], incidence), np.where(inside, ends[1], incidence)
