"""Slope and relative index of inequality over persons: a line over ranks, at its end less (or by) at its beginning.

Sources: those of `methods/inequality.py`; errors of a linear model of persons (White 1980), by clusters where given.
The ranks of persons are known, not drawn: that of a sample is close to it.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from mutualis.methods.equity.ranks import ranked
from mutualis.methods.estimates import Estimate, covariance_of, estimate, ratio_estimate
from mutualis.model import MutualisError


@dataclass(frozen=True)
class Slope:
    """`absolute`: the most deprived end less the least deprived one; `relative`: the first by the second."""

    absolute: Estimate
    relative: Estimate


def slope_of_persons(
    values: ArrayLike,
    by: ArrayLike,
    weights: ArrayLike | None = None,
    clusters: Any | None = None,
    level: float = 0.95,
) -> Slope:
    """Of values over persons ranked `by` a column, the least deprived first.

    Refuses what a concentration index refuses, and a line that falls to 0 or below, whose ends have no ratio.
    """
    given = ranked(values, by, weights)
    rows = np.column_stack([1 - given.rank, given.rank])
    heavy = rows * given.weights[:, None]
    matrix = heavy.T @ rows
    ends = np.linalg.solve(matrix, heavy.T @ given.values)
    if (ends <= 0).any():
        raise MutualisError("The line of inequality falls to 0 or below: its ends have no ratio.")
    rest = given.values - rows @ ends
    covariance = covariance_of(np.linalg.solve(matrix, (heavy * rest[:, None]).T).T, clusters)
    across, along = np.array([-1.0, 1.0]), np.array([-1 / ends[0], 1 / ends[1]])
    return Slope(
        estimate(float(ends[1] - ends[0]), float(np.sqrt(across @ covariance @ across)), level),
        ratio_estimate(float(np.log(ends[1] / ends[0])), float(np.sqrt(along @ covariance @ along)), level),
    )
