"""Hazards by covariate (Cox, Journal of the Royal Statistical Society B 34 (1972) 187-220), ties as Efron (1977).

A hazard that does not stay in proportion has no ratio: `proportional` has a p-value of each covariate (Grambsch and
Therneau 1994). Where it fails: strata, or periods apart. Estimated by lifelines; errors by cluster and the test of
proportion by `residuals` and `proportional`, as lifelines' leave late entry out.
"""

import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
from lifelines import CoxPHFitter
from lifelines.exceptions import ConvergenceError, StatError
from numpy.typing import ArrayLike

from mutualis.methods.designs import Design
from mutualis.methods.estimates import Estimate, Floats, careful, covariance_of, ratio_estimate
from mutualis.methods.survival.followed import Followed, followed, only
from mutualis.methods.survival.proportional import proportional
from mutualis.methods.survival.residuals import Rows, score_residuals
from mutualis.model import MutualisError

DO = "look for a covariate that tells who has the event, or join rare categories"


@dataclass(frozen=True)
class HazardModel:
    """Coefficients (log hazard ratios) by name with their covariance; concordance; p-values of proportionality."""

    names: tuple[str, ...]
    coefficients: Floats
    covariance: Floats
    concordance: float
    proportional: Mapping[str, float]

    def hazard_ratio(self, name: str, level: float = 0.95) -> Estimate:
        """By what the hazard is multiplied when a covariate rises by one."""
        if name not in self.names:
            raise MutualisError(f"The model has no covariate {name}.", there_is=f"there are {', '.join(self.names)}")
        place = self.names.index(name)
        return ratio_estimate(self.coefficients[place], float(np.sqrt(self.covariance[place, place])), level)

    def table(self, level: float = 0.95) -> pl.DataFrame:
        """A row for each covariate: name, ratio, low, high, and the p-value that its hazard stays in proportion."""
        ratios = [self.hazard_ratio(each, level) for each in self.names]
        return pl.DataFrame(
            {
                "name": self.names,
                "ratio": [each.value for each in ratios],
                "low": [each.low for each in ratios],
                "high": [each.high for each in ratios],
                "proportional": [self.proportional.get(each) for each in self.names],
            }
        )


def cox(
    duration: ArrayLike,
    event: ArrayLike,
    design: Design,
    entry: ArrayLike | None = None,
    strata: Any | None = None,
    clusters: Any | None = None,
    *,
    tested: bool = True,
) -> HazardModel:
    """The model of persons with their time, event (0 or 1) and covariates; `strata` each have a hazard of their own.

    `entry`: left truncation; `clusters` (hospitals, households) make the errors robust. For the cause-specific hazard
    of one of several events give 1 for that and 0 for the others. `tested`: whether hazards stay in proportion. Refuses
    what a curve refuses, too few events for the covariates, too few clusters, and no convergence.
    """
    given = followed(duration, event, entry)
    _require_events(given, design)
    stratum = np.zeros(len(given.duration)) if strata is None else np.asarray(strata)
    codes = np.unique(stratum, return_inverse=True)[1].astype(np.int64)
    rows = Rows(design.rows[:, 1:], given.entry, given.duration, only(given.event), given.weights, codes)
    fit, names = fitted(rows, clusters), design.names[1:]
    chances = map(float, proportional(rows, fit.coefficients, fit.plain)) if tested else ()
    found = dict(zip(names, chances, strict=False))
    return HazardModel(names, fit.coefficients, fit.covariance, fit.concordance, found)


@dataclass(frozen=True)
class Fitted:
    """Coefficients; the covariance, and the plain one of a model of rows that do not belong together."""

    coefficients: Floats
    covariance: Floats
    plain: Floats
    concordance: float


def fitted(rows: Rows, clusters: Any | None) -> Fitted:
    """lifelines' fit, with robust errors from score residuals where rows belong together."""
    frame = pd.DataFrame(rows.covariates, columns=[str(place) for place in range(rows.covariates.shape[1])])
    frame = frame.assign(duration=rows.end, event=rows.event.astype(np.int64), weights=rows.weights)
    roles = {"weights_col": "weights"}
    if rows.stratum.any():
        frame, roles = frame.assign(stratum=rows.stratum), {**roles, "strata": "stratum"}
    if rows.entry.any():
        frame, roles = frame.assign(entry=rows.entry), {**roles, "entry_col": "entry"}
    with careful("The model of hazards", do=DO, also=(ConvergenceError, StatError)):
        # Its errors of rows with weights are not used: those below are.
        warnings.filterwarnings("ignore", message="It appears your weights are not integers")
        fit = CoxPHFitter().fit(frame, "duration", "event", **roles)
    found = np.asarray(fit.params_, dtype=np.float64)
    plain = np.asarray(fit.variance_matrix_, dtype=np.float64)
    robust = plain if clusters is None else covariance_of(score_residuals(rows, found) @ plain, clusters)
    return Fitted(found, robust, plain, float(fit.concordance_index_))


def _require_events(given: Followed, design: Design) -> None:
    """Five events for each covariate at least (Vittinghoff and McCulloch 2007)."""
    met, needed = int((given.event == 1).sum()), 5 * (len(design.names) - 1)
    if len(design.rows) != len(given.duration):
        raise MutualisError(f"The design has {len(design.rows):,} rows, {len(given.duration):,} persons are followed.")
    if met < needed:
        raise MutualisError(
            "There are too few events for so many covariates.",
            there_is=f"{met:,} events, {needed:,} are needed",
            do="take fewer covariates or a longer period",
        )
