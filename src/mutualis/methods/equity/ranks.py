"""The place of each person in an order, between 0 and 1, and what those up to there hold."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mutualis.methods.estimates import Floats, numbers, weights_of
from mutualis.model import MutualisError


@dataclass(frozen=True)
class Ranked:
    """`rank`: the middle of the part of the population of the same place; `held` by those up to that middle."""

    values: Floats
    weights: Floats
    rank: Floats
    held: Floats
    mean: float


def ranked(values: ArrayLike, by: ArrayLike, weights: ArrayLike | None) -> Ranked:
    """Weights add up to 1. Persons of the same place share its middle, in rank and in what is held.

    Refuses gaps, fewer than two places, and values whose mean is not above 0.
    """
    own = numbers(values, "The column of values")
    order = numbers(by, "The column to rank by", len(own))
    heavy = weights_of(weights, len(own))
    heavy = heavy / heavy.sum()
    places, place = np.unique(order, return_inverse=True)
    mean = float(heavy @ own)
    if len(places) < 2:
        raise MutualisError("All persons have the same rank.", do="rank by something in which they differ")
    if mean <= 0:
        raise MutualisError("The mean is not above 0: there is nothing to be held by some more than by others.")
    return Ranked(own, heavy, _middles(heavy, place), _middles(heavy * own, place) / mean, mean)


def _middles(parts: Floats, place: np.ndarray) -> Floats:
    """The sum of the parts before each place and half of those at it."""
    sums = np.bincount(place, parts)
    found: Floats = (np.cumsum(sums) - sums / 2)[place]
    return found
