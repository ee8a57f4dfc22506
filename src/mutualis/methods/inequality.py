"""How much a figure differs over groups in order of deprivation: the slope and the relative index of inequality.

Groups stand in order from the least to the most deprived, each at the middle of its part of the population (its ridit,
0 to 1). A straight line is fitted to their figures, weighted by population. The slope index (SII) is its height at 1
less its height at 0: the figure of the most deprived end less that of the least deprived one. The relative index (RII)
is the first divided by the second.

Source: Mackenbach and Kunst, Social Science & Medicine 44 (1997) 757-771; Wagstaff, Paci and van Doorslaer, Social
Science & Medicine 33 (1991) 545-557. Both indices are linear (the RII a ratio of two linear) in the figures of the
groups, so their intervals follow from the variances of those: chance alone, not the lack of fit of the line.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mutualis.methods.intervals import z_of
from mutualis.model import MutualisError

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Index:
    """An index with its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Inequality:
    """The slope index in the unit of the figures, the relative one (None where the line is not above nothing)."""

    slope: Index
    relative: Index | None


def ridits(population: ArrayLike) -> Floats:
    """The middle of each group's part of the population, between 0 and 1, in the order given."""
    persons = np.asarray(population, dtype=np.float64)
    found: Floats = (np.cumsum(persons) - persons / 2) / persons.sum()
    return found


def parts_of(population: ArrayLike, parts: int = 10) -> NDArray[np.int64]:
    """The part (1 to `parts`) of each area in the order given: parts of about as many persons each, by the middles."""
    found: NDArray[np.int64] = np.minimum((ridits(population) * parts).astype(np.int64) + 1, parts)
    return found


def inequality(figures: ArrayLike, population: ArrayLike, variances: ArrayLike, level: float = 0.95) -> Inequality:
    """The indices of groups in order from the least to the most deprived, with the variance of each figure."""
    values, persons, spread = (np.asarray(each, dtype=np.float64) for each in (figures, population, variances))
    if len(values) < 2 or (persons <= 0).any():
        raise MutualisError("An index of inequality needs two groups or more, each with persons.")
    least, most = _ends(persons)
    z, at_least, at_most = z_of(level), float(least @ values), float(most @ values)
    slope, error = at_most - at_least, float(np.sqrt(((most - least) ** 2) @ spread))
    return Inequality(
        Index(slope, slope - z * error, slope + z * error), _relative(at_least, at_most, least, most, spread, z)
    )


def _ends(persons: Floats) -> tuple[Floats, Floats]:
    """The weights of the figures in the height of the line at 0 and at 1 (weighted least squares)."""
    place, share = ridits(persons), persons / persons.sum()
    middle = float(share @ place)
    steep = share * (place - middle) / float(share @ (place - middle) ** 2)
    return share - steep * middle, share + steep * (1 - middle)


def _relative(at_least: float, at_most: float, least: Floats, most: Floats, spread: Floats, z: float) -> Index | None:
    """The ratio with an interval on the scale of logarithms (delta method)."""
    if at_least <= 0 or at_most <= 0:
        return None
    ratio, weights = at_most / at_least, most / at_most - least / at_least
    reach = float(np.exp(z * np.sqrt((weights**2) @ spread)))
    return Index(ratio, ratio / reach, ratio * reach)
