"""Persons followed: from when, until when, and what ended it; what is refused before anything is estimated."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mutualis.methods.estimates import Floats, Ints, numbers, weights_of
from mutualis.model import MutualisError


@dataclass(frozen=True)
class Followed:
    """`duration` since time 0, `event` (0: none, else which), `entry`: since when under observation."""

    duration: Floats
    event: Ints
    entry: Floats
    weights: Floats

    def at_risk(self, times: Floats) -> Floats:
        """The weight of those who entered before each time and are not gone before it."""
        left = _below(self.duration, self.weights, times)
        entered = _below(self.entry, self.weights, times)
        return entered - left

    def counted(self, kind: int) -> tuple[Floats, Floats]:
        """The times at which events of a kind happen, and the weight of those whose event it is."""
        own = self.event == kind
        times, place = np.unique(self.duration[own], return_inverse=True)
        return times, np.bincount(place, self.weights[own], len(times)).astype(np.float64)


def followed(
    duration: ArrayLike, event: ArrayLike, entry: ArrayLike | None = None, weights: ArrayLike | None = None
) -> Followed:
    """Check what is known of each person. Times in any unit, all the same; `entry` 0 where not given.

    Refuses nobody, gaps, a time of 0 or less, who leaves before entering, and a period without any event.
    """
    time = numbers(duration, "The time of follow-up")
    what = numbers(event, "The column of events", len(time)).astype(np.int64)
    start = np.zeros(len(time)) if entry is None else numbers(entry, "The time of entry", len(time))
    if not len(time):
        raise MutualisError("Nobody is followed.", do="look at the rule of the population and at the period")
    backward = int((time <= start).sum())
    if backward or (start < 0).any():
        raise MutualisError(
            "Somebody leaves before or when entering.",
            there_is=f"{backward:,} of {len(time):,} rows",
            do="count the first day as one, or leave out who was not under observation",
        )
    if not what.any():
        raise MutualisError("Nobody has the event in this period.", do="take a longer period, or a wider definition")
    return Followed(time, what, start, weights_of(weights, len(time)))


def only(kinds: Ints) -> NDArray[np.bool_]:
    """Events yes or no; refuses kinds other than 0 and 1, of which one model would make one event."""
    if not np.isin(kinds, (0, 1)).all():
        raise MutualisError("There are several kinds of events.", do="take competing risks, or choose one kind as 1")
    return kinds == 1


def _below(values: Floats, weights: Floats, times: Floats) -> Floats:
    """The weight of values strictly below each time."""
    order = np.argsort(values, kind="stable")
    sums = np.concatenate([[0.0], np.cumsum(weights[order])])
    found: Floats = sums[np.searchsorted(values[order], times, side="left")]
    return found
