"""Intervals of shares, standardised shares and means."""

from statistics import NormalDist
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mutualis.model import MutualisError

Interval = tuple[NDArray[np.float64], NDArray[np.float64]]


def wilson(numerator: ArrayLike, denominator: ArrayLike, level: float = 0.95) -> Interval:
    """Low and high end of the score interval of a share, between 0 and 1; NaN where nobody is insured.

    Source: Wilson, Journal of the American Statistical Association 22 (1927) 209-212, without continuity correction.
    """
    met, persons = np.broadcast_arrays(*_floats(numerator, denominator))
    z = z_of(level)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.where(persons > 0, met / persons, np.nan)
        centre = share + z**2 / (2 * persons)
        half = z * np.sqrt(np.maximum(share * (1 - share), 0) / persons + (z / (2 * persons)) ** 2)
        scale = 1 + z**2 / persons
        low, high = (centre - half) / scale, (centre + half) / scale
    return np.clip(low, 0.0, share), np.clip(high, share, 1.0)


def standardised_interval(
    rate: ArrayLike, numerator: ArrayLike, denominator: ArrayLike, level: float = 0.95
) -> Interval:
    """Low and high end of a standardised share `rate` (0 to 1) of areas with so many met of so many insured.

    The standard error is rate x sqrt((1 - p) / n), p the crude share and n the numerator: the relative error of the
    crude share is taken for that of the standardised one. Source: Keyfitz, Human Biology 38 (1966) 309-317, with the
    factor 1 - p of a binomial count. Ends are cut at 0 and 1. Where nobody or everybody is met, crude and standardised
    share are the same and the interval is Wilson's. It is too narrow where the strata that weigh most have few
    insured; the detail that would tell is not published.
    """
    shares, met, persons = np.broadcast_arrays(*_floats(rate, numerator, denominator))
    low, high = wilson(met, persons, level)
    inside = (met > 0) & (met < persons)
    with np.errstate(invalid="ignore", divide="ignore"):
        half = z_of(level) * shares * np.sqrt((1 - met / persons) / met)
    return (
        np.where(inside, np.clip(shares - half, 0.0, 1.0), low),
        np.where(inside, np.clip(shares + half, 0.0, 1.0), high),
    )


def mean_interval(mean: ArrayLike, variation: ArrayLike, persons: ArrayLike, level: float = 0.95) -> Interval:
    """Low and high end of a mean a person (crude or standardised), in its unit; NaN where nobody is insured.

    The standard error is mean x variation / sqrt(persons); `variation` is the coefficient of variation of the whole
    country, so that the spread within an area is not told. Source: the central limit theorem, with a relative spread
    that all areas share. A mean that is not negative is cut at 0.
    """
    means, spread, insured = np.broadcast_arrays(*_floats(mean, variation, persons))
    with np.errstate(invalid="ignore", divide="ignore"):
        half = np.where(insured > 0, z_of(level) * np.abs(means) * spread / np.sqrt(insured), np.nan)
    low = means - half
    return np.where(means >= 0, np.maximum(low, 0.0), low), means + half


def _floats(*given: ArrayLike) -> list[NDArray[Any]]:
    return [np.asarray(each, dtype=np.float64) for each in given]


def z_of(level: float) -> float:
    """How many standard errors an interval of a level reaches to each side."""
    if not 0 < level < 1:
        raise MutualisError(f"There is no interval of level {level}.", do="give a level between 0 and 1, as 0.95")
    return NormalDist().inv_cdf(0.5 + level / 2)
