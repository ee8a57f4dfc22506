"""A yes or no by covariates: odds ratios with errors that hold where rows belong together.

    logit P(y = 1) = x'b          errors: Liang and Zeger, Biometrika 73 (1986) 13-22

The fit is that of `methods/logistic.py`; here are its robust errors and the names of its covariates.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import ArrayLike

from mutualis.methods.designs import Design
from mutualis.methods.estimates import Estimate, Floats, covariance_of, influences, ratio_estimate, varied
from mutualis.methods.logistic import expit, logistic
from mutualis.model import MutualisError

# Rows with the rarer outcome that each covariate needs (Vittinghoff and McCulloch 2007: 5 to 9 are enough).
FEWEST = 5


@dataclass(frozen=True)
class OddsModel:
    """Coefficients (log odds) with their covariance, and the probability that the model tells of each row."""

    design: Design
    coefficients: Floats
    covariance: Floats
    probability: Floats

    def odds_ratio(self, name: str, level: float = 0.95) -> Estimate:
        """By what the odds are multiplied when a covariate rises by one."""
        place = self.design.place(name)
        return ratio_estimate(float(self.coefficients[place]), float(np.sqrt(self.covariance[place, place])), level)

    def table(self, level: float = 0.95) -> pl.DataFrame:
        """A row for each covariate: name, ratio, low, high."""
        rows = [(name, self.odds_ratio(name, level)) for name in self.design.names[1:]]
        told = [(name, each.value, each.low, each.high) for name, each in rows]
        return pl.DataFrame(told, schema=["name", "ratio", "low", "high"], orient="row")


def odds(outcome: ArrayLike, design: Design, clusters: Any | None = None) -> OddsModel:
    """Fit outcomes (0 or 1, or booleans) to a design; `clusters`: whose rows belong together (a person, a hospital).

    Refuses an outcome that is constant, fewer than five rows of the rarer outcome a covariate, a covariate that tells
    all outcomes, and too few clusters.
    """
    met, rows = varied(outcome, "The outcome", len(design.rows)), design.rows
    if not np.isin(met, (0, 1)).all():
        raise MutualisError("The outcome of a model of odds is 0 or 1.")
    rarer, needed = int(min(met.sum(), (1 - met).sum())), FEWEST * (rows.shape[1] - 1)
    if rarer < needed:
        raise MutualisError(
            "There are too few cases for the covariates.", there_is=f"{rarer} with the rarer outcome",
            do=f"take fewer covariates: these need {needed}",
        )  # fmt: skip
    found = logistic(rows[:, 1:], met).coefficients
    chance = expit(rows @ found)
    curvature = -(rows * (chance * (1 - chance))[:, None]).T @ rows
    influence = influences(rows * (met - chance)[:, None], curvature)
    return OddsModel(design, found, covariance_of(influence, clusters), chance)
