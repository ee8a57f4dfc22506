"""A number with its standard error and interval, and the care with which libraries are asked for one.

A library that warns (no convergence, separated data, a matrix without inverse, an overflow) has not estimated: what it
returns all the same is never let through. Influences: what one row adds to the error of an estimate, so that the error
of anything computed from estimates follows from sums over rows, or over clusters of rows.
"""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mutualis.methods.intervals import z_of
from mutualis.methods.kinds import numbered
from mutualis.model import MutualisError

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
FEWEST_CLUSTERS = 10


@dataclass(frozen=True)
class Estimate:
    """A value with its standard error and the ends of its interval."""

    value: float
    error: float
    low: float
    high: float


def estimate(value: float, error: float, level: float = 0.95) -> Estimate:
    """With a normal interval around the value; refuses a value or an error that is no number."""
    if not np.isfinite([value, error]).all():
        raise MutualisError("An estimate is no number.", do="look at the data: somewhere is divided by nothing")
    half = z_of(level) * error
    return Estimate(float(value), float(error), float(value - half), float(value + half))


def ratio_estimate(log_value: float, log_error: float, level: float = 0.95) -> Estimate:
    """A ratio whose logarithm was estimated: the interval on the scale of logarithms, the error by the delta method."""
    ends = estimate(log_value, log_error, level)
    value = float(np.exp(log_value))
    return Estimate(value, value * log_error, float(np.exp(ends.low)), float(np.exp(ends.high)))


@contextmanager
def careful(
    what: str, *, do: str, fault: str = "does not converge", also: tuple[type[Exception], ...] = ()
) -> Iterator[None]:
    """Within it a library's warning is a refusal: `what` has which `fault`, and what to `do`.

    `also`: errors of the library that mean the same. What a library says about its own future is left out.
    """
    meant: tuple[type[BaseException], ...] = (UserWarning, RuntimeWarning, np.linalg.LinAlgError, *also)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for kind in (UserWarning, RuntimeWarning):
                warnings.simplefilter("error", category=kind)
            yield
    except meant as failure:
        raise MutualisError(f"{what} {fault}.", do=do) from failure


def numbers(values: ArrayLike, what: str, rows: int | None = None) -> Floats:
    """As an array of numbers; refuses gaps, and another length than `rows`."""
    found = np.asarray(values, dtype=np.float64)
    if not np.isfinite(found).all():
        gaps = int((~np.isfinite(found)).sum())
        raise MutualisError(f"{what} has gaps.", there_is=f"{gaps:,} of {found.size:,} are no number")
    if rows is not None and len(found) != rows:
        raise MutualisError(f"{what} has {len(found):,} rows where {rows:,} are needed.")
    return found


def varied(values: ArrayLike, what: str, rows: int | None = None) -> Floats:
    """Numbers that are not all the same; refuses an outcome that is constant."""
    found = numbers(values, what, rows)
    if not len(found) or found.min() == found.max():
        raise MutualisError(f"{what} is constant: there is nothing to explain.", do="choose another outcome or period")
    return found


def weights_of(weights: ArrayLike | None, rows: int) -> Floats:
    """The weights given, or 1 for each row; refuses negative ones and ones that are all nothing."""
    found = np.ones(rows) if weights is None else numbers(weights, "The column of weights", rows)
    if (found < 0).any() or found.sum() <= 0:
        raise MutualisError("A weight is negative, or all are nothing.", do="give weights of 0 or more")
    return found


def cluster_codes(clusters: Any, rows: int, fewest: int = FEWEST_CLUSTERS) -> Ints:
    """The number (from 0) of the cluster of each row; refuses too few clusters for errors that allow for them."""
    if len(clusters) != rows:
        raise MutualisError(f"The column of clusters has {len(clusters):,} rows where {rows:,} are needed.")
    codes = numbered(clusters)
    found = int(codes.max()) + 1 if rows else 0
    if found < fewest:
        raise MutualisError(
            "There are too few clusters for errors that allow for them.",
            there_is=f"{found} clusters, at least {fewest} are needed",
            do="take smaller areas as clusters, or a bootstrap made for few clusters",
        )
    return codes


def influences(scores: Any, hessian: Any) -> Floats:
    """What each row adds to the coefficients: its score times the inverse of minus the second derivatives."""
    made: Floats = np.linalg.solve(-np.asarray(hessian), np.asarray(scores, dtype=np.float64).T).T
    return made


def summed(influence: Floats, clusters: Any | None) -> Floats:
    """Influences of rows, or their sums by cluster."""
    if clusters is None:
        return influence
    codes = cluster_codes(clusters, len(influence))
    made: Floats = np.zeros((int(codes.max()) + 1, *influence.shape[1:]))
    np.add.at(made, codes, influence)
    return made


def error_of(influence: Floats, clusters: Any | None = None) -> float:
    """The standard error of an estimate that is off by the sum of the influences, about 0, of rows (or clusters).

    The sum of squares times G / (G - 1), G the number of rows or clusters: White (1980), Liang and Zeger (1986).
    """
    parts = summed(influence, clusters)
    return float(np.sqrt(len(parts) / (len(parts) - 1) * np.sum((parts - parts.mean()) ** 2)))


def covariance_of(influence: Floats, clusters: Any | None = None) -> Floats:
    """The same of several estimates, a column each."""
    parts = summed(influence, clusters)
    made: Floats = len(parts) / (len(parts) - 1) * (parts.T @ parts)
    return made
