"""The share still without the event by time (Kaplan and Meier 1958), mortality at a time, and the log-rank test.

The interval is on the scale of log(-log S) (Kalbfleisch and Prentice 2002, 1.4), the variance Greenwood's. Who enters
later counts from then on (left truncation). Estimated by lifelines.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from lifelines import KaplanMeierFitter
from lifelines.statistics import multivariate_logrank_test
from numpy.typing import ArrayLike

from mutualis.methods.estimates import Estimate, Floats, careful
from mutualis.methods.survival.followed import followed, only
from mutualis.model import MutualisError


@dataclass(frozen=True)
class Curve:
    """A row for each time with an event: time, at_risk, events, survival, error, low, high; `last`: the longest."""

    table: pl.DataFrame
    last: float

    def survival(self, time: float) -> Estimate:
        """The share without the event after this time; refuses a time after the last follow-up or before any event."""
        if time > self.last:
            raise MutualisError(
                "Nobody is followed for so long.",
                there_is=f"the longest follow-up is {self.last:,.1f}, {time:,.1f} was asked",
                do="ask an earlier time",
            )
        before = self.table.filter(pl.col("time") <= time)
        if before.is_empty():
            raise MutualisError("Nobody has the event by then: there is no interval.", do="ask a later time")
        value, error, low, high = before.select("survival", "error", "low", "high").row(-1)
        return Estimate(value, error, low, high)

    def mortality(self, time: float) -> Estimate:
        """1 - S: the share with the event by this time."""
        rest = self.survival(time)
        return Estimate(1 - rest.value, rest.error, 1 - rest.high, 1 - rest.low)

    def quantile(self, share: float = 0.5) -> float | None:
        """The first time at which `share` have had the event; None where it is not reached."""
        found = self.table.filter(pl.col("survival") <= 1 - share + 1e-12)["time"]
        return None if found.is_empty() else float(found[0])


def kaplan_meier(
    duration: ArrayLike,
    event: ArrayLike,
    entry: ArrayLike | None = None,
    weights: ArrayLike | None = None,
    level: float = 0.95,
) -> Curve:
    """The curve of persons with their time, whether it ended in the event (1) or not (0), and their time of entry.

    `weights` count each row so many times. Refuses nobody, no event, who leaves before entering, and a group at risk
    that is empty while others come later, after which the curve would stay at 0.
    """
    given = followed(duration, event, entry, weights)
    if not (given.weights == np.round(given.weights)).all():
        raise MutualisError(
            "The weights of a curve count persons: they are whole numbers.",
            do="for weights of a sample take shares by a time, with the variance of the design",
        )
    late = None if entry is None else given.entry
    with careful("The curve", do="start it where enough persons are under observation"):
        fit = KaplanMeierFitter(alpha=1 - level)
        fit.fit(given.duration, only(given.event), entry=late, weights=given.weights)
        ends = fit.confidence_interval_survival_function_
    times, events = given.counted(1)
    at_risk = given.at_risk(times)
    survival = np.asarray(fit.survival_function_at_times(times), dtype=np.float64)
    here = np.searchsorted(np.asarray(ends.index), times)
    low, high = (np.asarray(ends)[here, side] for side in (0, 1))
    table = pl.DataFrame({"time": times, "at_risk": at_risk, "events": events, "survival": survival})
    error = survival * np.sqrt(_greenwood(at_risk, events))
    return Curve(table.with_columns(error=pl.Series(error), low=pl.Series(low), high=pl.Series(high)), _last(given))


def _greenwood(at_risk: Floats, events: Floats) -> Floats:
    """The sums of d / n (n - d); where all at risk have the event S is 0 and so is its error."""
    left = at_risk - events
    made: Floats = np.cumsum(np.where(left > 1e-9, events / (at_risk * np.where(left > 1e-9, left, 1.0)), 0.0))
    return made


def _last(given: Any) -> float:
    return float(given.duration.max())


def log_rank(duration: ArrayLike, event: ArrayLike, groups: Any) -> tuple[float, float]:
    """Chi-square and p-value that all groups have the same curve (Mantel 1966). Refuses fewer than two groups.

    Nobody may enter late: where somebody does, take a Cox model with the group as covariate.
    """
    given = followed(duration, event)
    if len(np.unique(np.asarray(groups))) < 2:
        raise MutualisError("A log-rank test needs two groups or more.")
    with careful("The log-rank test", do="join groups without persons at risk"):
        found = multivariate_logrank_test(given.duration, np.asarray(groups), only(given.event))
    return float(found.test_statistic), float(found.p_value)
