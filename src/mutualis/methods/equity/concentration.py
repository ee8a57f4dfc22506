"""Concentration of payments, care or illness over persons in order of income (or of another rank), and Gini.

    C = (2 / mean) x covariance of value and rank        between -1 (all with the poorest) and 1 (all with the richest)

Sources: Kakwani, Wagstaff and Van Doorslaer, Journal of Econometrics 77 (1997) 87-103 (index and standard error);
Erreygers, Journal of Health Economics 28 (2009) 504-515, and Wagstaff, Health Economics 14 (2005) 429-432, for values
between two bounds, as shares: there C depends on the mean. Errors by influences, so that weights and clusters are in.
"""

from typing import Any, Literal

import numpy as np
import polars as pl
from numpy.typing import ArrayLike

from mutualis.methods.equity.ranks import Ranked, ranked
from mutualis.methods.estimates import Estimate, Floats, error_of, estimate
from mutualis.model import MutualisError

Kind = Literal["plain", "generalised", "erreygers", "wagstaff"]


def concentration_index(
    values: ArrayLike,
    by: ArrayLike,
    weights: ArrayLike | None = None,
    kind: Kind = "plain",
    bounds: tuple[float, float] = (0.0, 1.0),
    clusters: Any | None = None,
    level: float = 0.95,
) -> Estimate:
    """The index of `values` over persons ranked `by` a column, the poorest first; persons of the same rank tie.

    `generalised`: C times the mean; `erreygers`, `wagstaff`: corrected for values between `bounds`. Refuses gaps, all
    of one rank, a mean of 0 or less, and values out of the bounds of a correction.
    """
    given = ranked(values, by, weights)
    index = float(2 * given.weights @ (given.values * given.rank) / given.mean - 1)
    scaled, by_index, by_mean = _kind(kind, index, given, bounds)
    influence = given.weights * (by_index * _influence(given, index) + by_mean * (given.values - given.mean))
    return estimate(scaled, error_of(influence, clusters), level)


def gini(
    values: ArrayLike, weights: ArrayLike | None = None, clusters: Any | None = None, level: float = 0.95
) -> Estimate:
    """How unequally something is held: the concentration index over persons ranked by what they hold themselves.

    Refuses values below 0, for which it has no bounds.
    """
    if np.any(np.asarray(values, dtype=np.float64) < 0):
        raise MutualisError("A Gini index takes values of 0 or more.", do="leave out corrections and loans")
    return concentration_index(values, values, weights, clusters=clusters, level=level)


def concentration_curve(
    values: ArrayLike, by: ArrayLike, weights: ArrayLike | None = None, points: int = 20
) -> pl.DataFrame:
    """What the poorest 5, 10, 15 ... % hold: `population` and `held`, shares from 0 to 1 at evenly spaced points."""
    given = ranked(values, by, weights)
    order = np.argsort(given.rank, kind="stable")
    first = np.append(np.diff(given.rank[order]) > 0, True)
    at = np.linspace(0, 1, points + 1)
    reached, held = (
        np.concatenate([[0.0], np.cumsum(each[order])[first]])
        for each in (given.weights, given.weights * given.values / given.mean)
    )
    return pl.DataFrame({"population": at, "held": np.interp(at, reached, held)})


def _influence(given: Ranked, index: float) -> Floats:
    """Of a person on C: Kakwani, Wagstaff and Van Doorslaer's a less its mean 1 + C (their equation 14)."""
    made: Floats = given.values / given.mean * (2 * given.rank - 1 - index) + 2 - 2 * given.held - (1 + index)
    return made


def _kind(kind: Kind, index: float, given: Ranked, bounds: tuple[float, float]) -> tuple[float, float, float]:
    """The index of a kind, with its slopes by C and by the mean."""
    low, high = bounds
    mean, width = given.mean, high - low
    if kind in {"erreygers", "wagstaff"} and (width <= 0 or given.values.min() < low or given.values.max() > high):
        raise MutualisError(f"Values lie out of the bounds {low:g} and {high:g}.", do="give the bounds of the values")
    if kind == "plain":
        return index, 1.0, 0.0
    if kind == "generalised":
        return index * mean, mean, index
    if kind == "erreygers":
        return 4 / width * mean * index, 4 / width * mean, 4 / width * index
    room = (high - mean) * (mean - low)
    if room <= 0:
        raise MutualisError("All values are at a bound: Wagstaff's correction divides by nothing.")
    factor = width * mean / room
    return factor * index, factor, index * width * (room - mean * (high + low - 2 * mean)) / room**2
