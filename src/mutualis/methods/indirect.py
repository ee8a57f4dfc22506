"""Indirect standardisation: what an area has beside what it would have at the rates of the whole country."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mutualis.methods.intervals import Interval, z_of
from mutualis.model import MutualisError


def expected(denominator: ArrayLike, rates: ArrayLike) -> NDArray[np.float64]:
    """What each area would have at the reference rates: sum over strata of persons x rate, in the unit of the rates.

    `denominator`: areas x strata (insured persons); `rates`: numerator over denominator of the reference, a stratum
    each in the same order. Raises when shapes differ or a number is negative. Source: methods 1.4, E_g; Breslow and
    Day, Statistical Methods in Cancer Research II (1987), 2.3.
    """
    persons, rate = (np.asarray(each, dtype=np.float64) for each in (denominator, rates))
    if persons.ndim != 2 or rate.shape != persons.shape[1:]:
        raise MutualisError(
            "Indirect standardisation needs a row an area, a column a stratum, and a rate a stratum.",
            there_is=f"shapes are {persons.shape} and {rate.shape}",
        )
    if (persons < 0).any() or (rate < 0).any():
        raise MutualisError("Indirect standardisation got a negative number of persons or a negative rate.")
    made: NDArray[np.float64] = persons @ rate
    return made


def observed_to_expected(observed: ArrayLike, expectation: ArrayLike) -> NDArray[np.float64]:
    """O / E of each area (SIR, methods 1.4); NaN where nothing is expected."""
    have, want = (np.asarray(each, dtype=np.float64) for each in (observed, expectation))
    return np.divide(have, want, out=np.full(np.broadcast(have, want).shape, np.nan), where=want > 0)


def byar(observed: ArrayLike, expectation: ArrayLike, level: float = 0.95) -> Interval:
    """Low and high end of O / E where O is a count: Byar's approximation of the exact Poisson interval.

    Low = O / E x (1 - 1 / 9O - z / 3 sqrt O)^3, 0 for none observed; high the same of O + 1, with + z. NaN where
    nothing is expected. Source: Breslow and Day (1987), 2.3, equation 2.13.
    """
    have, want = np.broadcast_arrays(*(np.asarray(each, dtype=np.float64) for each in (observed, expectation)))
    if (have < 0).any():
        raise MutualisError("A count is negative.", do="give what was observed, 0 or more")
    z = z_of(level)
    low = have * _cubed(np.maximum(have, 1), -z)
    high = (have + 1) * _cubed(have + 1, z)
    with np.errstate(invalid="ignore", divide="ignore"):
        ends: Any = [np.where(want > 0, end / want, np.nan) for end in (np.where(have > 0, low, 0.0), high)]
    return ends[0], ends[1]


def _cubed(count: NDArray[np.float64], z: float) -> NDArray[np.float64]:
    made: NDArray[np.float64] = (1 - 1 / (9 * count) + z / (3 * np.sqrt(count))) ** 3
    return made
