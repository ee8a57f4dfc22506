"""Direct standardisation: what the figure of an area would be, had it the age and sex of the standard population."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mutualis.model import MutualisError


def standardised(numerator: ArrayLike, denominator: ArrayLike, weights: ArrayLike) -> NDArray[np.float64]:
    """The directly standardised figure of each area: sum over strata of weight x numerator / denominator.

    `numerator`, `denominator`: areas x strata, in the same order of strata as `weights` (strata; need not add up to 1).
    The answer has one value an area, in the unit of numerator over denominator. A stratum without insured persons in an
    area gives its weight to the other strata of that area, in proportion to theirs; an area without any insured person
    is NaN. Raises when shapes differ, a weight or denominator is negative, or all weights are 0. Source: Breslow and
    Day, Statistical Methods in Cancer Research II (1987), 2.1.
    """
    above, below, weight = (np.asarray(each, dtype=np.float64) for each in (numerator, denominator, weights))
    _refuse(above, below, weight)
    has_insured = below > 0
    rates = np.divide(above, below, out=np.zeros_like(above), where=has_insured)
    used = np.where(has_insured, weight, 0.0)
    together = used.sum(axis=1)
    undefined = np.full(len(above), np.nan)
    return np.divide((used * rates).sum(axis=1), together, out=undefined, where=together > 0)


def _refuse(above: NDArray[Any], below: NDArray[Any], weight: NDArray[Any]) -> None:
    if above.ndim != 2 or above.shape != below.shape or weight.shape != above.shape[1:]:
        raise MutualisError(
            "Standardisation needs a row an area and a column a stratum.",
            there_is=f"shapes are {above.shape}, {below.shape} and {weight.shape}",
        )
    if (below < 0).any() or (weight < 0).any() or not weight.sum() > 0:
        raise MutualisError(
            "Standardisation got a negative number of persons, a negative weight or no weight at all.",
            do="give insured persons and the weights of the standard population",
        )
