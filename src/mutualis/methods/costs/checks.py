"""Whether a model of costs fits: its variance, its link, and its means by decile.

Sources: Manning and Mullahy, Journal of Health Economics 20 (2001) 461-494 (modified Park test); Pregibon, Applied
Statistics 29 (1980) 15-24 (link test); Hosmer and Lemeshow (1980), for costs as in Buntin and Zaslavsky, Journal of
Health Economics 23 (2004) 525-542 (deciles of residuals).
"""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import ArrayLike
from scipy.stats import chi2, norm

from mutualis.methods.costs.gamma import DO, log_gamma
from mutualis.methods.estimates import Estimate, Floats, careful, estimate, numbers, varied
from mutualis.model import MutualisError

FAMILIES = {0: "gaussian", 1: "poisson", 2: "gamma", 3: "inverse gaussian"}


@dataclass(frozen=True)
class Park:
    """`power` of the mean that the variance follows, the `family` that is nearest, and the p-value of each family."""

    power: Estimate
    family: str
    p_values: dict[str, float]


@dataclass(frozen=True)
class Deciles:
    """By decile of the mean that was told: rows, told and met mean; the p-value that all residuals are 0 on average."""

    table: pl.DataFrame
    statistic: float
    p_value: float


def park(cost: ArrayLike, means: ArrayLike, level: float = 0.95) -> Park:
    """The variance as a power of the mean: squared residuals on the logarithm of the mean, gamma with log link.

    `means` are those that a model told for each `cost`. Refuses means of 0 or less or all the same, and no convergence.
    """
    told = varied(means, "The mean that the model tells")
    spent = numbers(cost, "The cost", len(told))
    if (told <= 0).any():
        raise MutualisError("The modified Park test takes means above 0 only.")
    rows = np.column_stack([np.ones(len(told)), np.log(told)])
    with careful("The modified Park test", do=DO):
        squares = np.maximum((spent - told) ** 2, 1e-12 * told**2)
        _, fit = log_gamma(squares, rows, cov_type="HC0")
    if not fit.converged:
        raise MutualisError("The modified Park test does not converge.", do=DO)
    power = estimate(fit.params[1], fit.bse[1], level)
    distances = {name: abs(power.value - place) / power.error for place, name in FAMILIES.items()}
    nearest = min(distances, key=lambda each: distances[each])
    return Park(power, nearest, {name: float(2 * norm.sf(z)) for name, z in distances.items()})


def link_test(cost: ArrayLike, linear: ArrayLike) -> Estimate:
    """The coefficient of the square of x'b beside x'b in a gamma model with log link: 0 where the link is right."""
    along = varied(linear, "The linear predictor")
    spent = numbers(cost, "The cost", len(along))
    if (spent <= 0).any():
        raise MutualisError("The link test takes costs above 0 only.")
    rows = np.column_stack([np.ones(len(along)), along, along**2])
    with careful("The link test", do=DO):
        _, fit = log_gamma(spent, rows, cov_type="HC0")
    return estimate(fit.params[2], fit.bse[2])


def deciles(cost: ArrayLike, means: ArrayLike, parts: int = 10) -> Deciles:
    """Residuals by decile of the mean that was told, and a test that all are 0 on average.

    The chi-square is the sum over deciles of the squared mean residual over its variance, with a degree of freedom for
    each decile: a little cautious on the rows that the model was fitted to. Refuses fewer than 5 rows a decile.
    """
    told = varied(means, "The mean that the model tells")
    spent = numbers(cost, "The cost", len(told))
    table = _table(spent, told, parts)
    if table.height < parts or table["rows"].min() < 5:  # type: ignore[operator]
        raise MutualisError("There are too few rows, or too few different means, for so many groups.", do="take fewer")
    statistic = float((table["difference"] ** 2 / table["variance"]).sum())
    return Deciles(table.drop("variance"), statistic, float(chi2.sf(statistic, parts)))


def _table(spent: Floats, told: Floats, parts: int) -> pl.DataFrame:
    edges = np.quantile(told, np.linspace(0, 1, parts + 1)[1:-1])
    rows = pl.DataFrame({"part": 1 + np.searchsorted(edges, told, side="left"), "told": told, "met": spent})
    rest = pl.col("met") - pl.col("told")
    return (
        rows.group_by("part")
        .agg(
            rows=pl.len(),
            told=pl.col("told").mean(),
            met=pl.col("met").mean(),
            difference=rest.mean(),
            variance=rest.var() / pl.len(),
        )
        .sort("part")
    )
