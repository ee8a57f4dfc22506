"""The chance to be still followed at a time, and what it adds to errors that it is estimated.

Kaplan and Meier's with the end of follow-up as event; who has an event on the same day had it first. Source of the
second: Fine and Gray, JASA 94 (1999) 496-509, section 3 (their psi).
"""

from dataclasses import dataclass

import numpy as np

from mutualis.methods.estimates import Floats
from mutualis.methods.survival.followed import Followed


@dataclass(frozen=True)
class Censoring:
    """The `times` at which follow-up ends for somebody, how many, and how many were still there."""

    times: Floats
    counts: Floats
    there: Floats

    def chance(self, times: Floats) -> Floats:
        """Not to be lost before each time."""
        falls = np.concatenate([[1.0], np.cumprod(1 - self.counts / self.there)])
        found: Floats = falls[np.searchsorted(self.times, times, side="left")]
        return found

    def influence(self, given: Followed, begun: Floats, end: Floats, scores: Floats) -> Floats:
        """What each person adds to the scores by way of the weights of rows with these `scores`.

        The weight of a row has in it the chances from the competing event of its person (`begun`) to before its `end`.
        """
        touched = _before(begun, scores, self.times) - _before(end, scores, self.times)
        sums = np.cumsum(touched * (self.counts / self.there**2)[:, None], axis=0)
        sums = np.vstack([np.zeros(scores.shape[1]), sums])
        lost = given.event == 0
        place = np.searchsorted(self.times, given.duration, side="left")
        made: Floats = sums[place + lost]
        made[lost] -= (touched / self.there[:, None])[place[lost]]
        return made


def censoring(given: Followed) -> Censoring:
    """Of persons who all enter at time 0."""
    times, counts = np.unique(given.duration[given.event == 0], return_counts=True)
    gone = np.searchsorted(np.sort(given.duration[given.event != 0]), times, side="right")
    there = len(given.duration) - (np.cumsum(counts) - counts) - gone
    return Censoring(times, counts.astype(np.float64), there.astype(np.float64))


def _before(starts: Floats, scores: Floats, times: Floats) -> Floats:
    """The sums of the scores of rows that start at or before each time."""
    order = np.argsort(starts, kind="stable")
    sums = np.vstack([np.zeros(scores.shape[1]), scores[order].cumsum(axis=0)])
    found: Floats = sums[np.searchsorted(starts[order], times, side="right")]
    return found
