"""Totals, means, ratios and quantiles of a sample and of a part of it (a domain), with linearised variances.

A domain is not a sample of its own: how many of it were drawn is chance too, so the others stay, with 0. Sources:
Särndal, Swensson and Wretman (1992), 5.5 to 5.8 and 10.3; Woodruff, JASA 47 (1952) 635-646, for quantiles.
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from mutualis.methods.estimates import Estimate, Floats, numbers
from mutualis.methods.survey.sample import Sample
from mutualis.model import MutualisError


def total(of: Sample, values: ArrayLike, domain: Any | None = None, level: float = 0.95) -> Estimate:
    """The total in the population of what persons have; `domain` (booleans): of a part of it."""
    heavy, own = _parts(of, domain), numbers(values, "The column of values", len(of.weights))
    return of.estimate(float(heavy @ own), heavy * own, level)


def ratio(
    of: Sample, numerator: ArrayLike, denominator: ArrayLike, domain: Any | None = None, level: float = 0.95
) -> Estimate:
    """The total of one thing by that of another. Refuses a denominator whose total is not above 0."""
    heavy = _parts(of, domain)
    above, below = (numbers(each, "The column of values", len(heavy)) for each in (numerator, denominator))
    whole = float(heavy @ below)
    if whole <= 0:
        raise MutualisError("The denominator is not above 0 in the population.", do="choose another domain or period")
    value = float(heavy @ above) / whole
    return of.estimate(value, heavy * (above - value * below) / whole, level)


def mean(of: Sample, values: ArrayLike, domain: Any | None = None, level: float = 0.95) -> Estimate:
    """The mean (of 0 and 1: the share) in the population or a domain of it; the sum of the weights is estimated too."""
    return ratio(of, values, np.ones(len(of.weights)), domain, level)


def quantile(
    of: Sample, values: ArrayLike, share: float = 0.5, domain: Any | None = None, level: float = 0.95
) -> Estimate:
    """The smallest value that at least `share` of the population do not exceed; the interval turns that of the share.

    The error is half the interval over its z, as there is no other. Refuses shares that are not between 0 and 1, and
    those so near to an end that the interval has none.
    """
    heavy, own = _parts(of, domain), numbers(values, "The column of values", len(of.weights))
    if not 0 < share < 1:
        raise MutualisError("A quantile is asked by a share between 0 and 1.", there_is=f"{share} was asked")
    value = _at(own, heavy, share)
    part = mean(of, (own <= value).astype(np.float64), domain, level)
    half = part.high - part.value
    if share - half <= 0 or share + half >= 1:
        raise MutualisError("The sample is too small for a quantile so near to the end.", do="ask one nearer to 0.5")
    low, high = (_at(own, heavy, share + side * half) for side in (-1, 1))
    error = (high - low) / 2 * (part.error / half) if half > 0 else 0.0
    return Estimate(value, float(error), low, high)


def _at(values: Floats, weights: Floats, share: float) -> float:
    order = np.argsort(values, kind="stable")
    sums = np.cumsum(weights[order])
    return float(values[order][np.searchsorted(sums, share * sums[-1] * (1 - 1e-12))])


def _parts(of: Sample, domain: Any | None) -> Floats:
    """The weights, 0 out of the domain."""
    if domain is None:
        return of.weights
    chosen = np.asarray(domain, dtype=bool)
    if len(chosen) != len(of.weights) or not chosen.any():
        raise MutualisError("Nobody of the sample is in this domain.", do="choose a wider one")
    return of.weights * chosen
