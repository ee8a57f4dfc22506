"""Restricted cubic splines: a smooth curve that is straight beyond its outer knots.

Source: Harrell, Regression Modeling Strategies (2nd ed. 2015), 2.4.5, with his normalisation, so that every term has
the unit of x.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mutualis.model import MutualisError

LEAST_KNOTS = 3


def knots_at(values: ArrayLike, quantiles: Sequence[float]) -> tuple[float, ...]:
    """The distinct values at these quantiles, in order; fewer than three carry no curve."""
    found = np.quantile(np.asarray(values, dtype=np.float64), sorted(quantiles))
    return tuple(float(each) for each in np.unique(found))


def restricted_cubic(values: ArrayLike, knots: Sequence[float]) -> NDArray[np.float64]:
    """Rows x (knots - 1) columns: the value itself and its curved terms. Raises for fewer than three distinct knots."""
    if len(knots) < LEAST_KNOTS or list(knots) != sorted(set(knots)):
        raise MutualisError(
            "A restricted cubic spline needs three or more knots, each larger than the one before.",
            there_is=f"there are {len(knots)}",
        )
    x, at = np.asarray(values, dtype=np.float64), np.asarray(knots, dtype=np.float64)
    cubes = np.maximum(x[:, None] - at, 0.0) ** 3
    last, before, span = at[-1], at[-2], at[-1] - at[-2]
    inner = (cubes[:, :-2] - cubes[:, [-2]] * (last - at[:-2]) / span + cubes[:, [-1]] * (before - at[:-2]) / span) / (
        last - at[0]
    ) ** 2
    made: NDArray[np.float64] = np.column_stack([x, inner])
    return made
