"""Hazards by covariate (Cox, Journal of the Royal Statistical Society B 34 (1972) 187-220), ties as Efron (1977).

A hazard that does not stay in proportion has no ratio: `proportional` tests each covariate by its scaled Schoenfeld
residuals (Grambsch and Therneau, Biometrika 81 (1994) 515-526). Where it fails: strata, or periods apart. Estimated by
lifelines.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
from lifelines import CoxPHFitter
from lifelines.exceptions import ConvergenceError, StatError
from lifelines.statistics import proportional_hazard_test
from numpy.typing import ArrayLike

from mutualis.methods.designs import Design
from mutualis.methods.estimates import Estimate, Floats, careful, cluster_codes, ratio_estimate
from mutualis.methods.survival.followed import Followed, followed, only
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
    strata: ArrayLike | None = None,
    clusters: Any | None = None,
    *,
    tested: bool = True,
) -> HazardModel:
    """The model of persons with their time, event (0 or 1) and covariates; `strata` each have a hazard of their own.

    `entry`: left truncation; `clusters` (hospitals, households) make the errors robust. For the cause-specific hazard
    of one of several events give 1 for that and 0 for the others. `tested`: whether hazards stay in proportion, which
    takes as long as the model itself. Refuses what a curve refuses, too few events for the
    covariates, and no convergence.
    """
    given = followed(duration, event, entry)
    _require_events(given, design)
    columns: dict[str, Any] = {"strata": np.asarray(strata)} if strata is not None else {}
    if clusters is not None:
        columns["cluster"] = cluster_codes(clusters, len(given.duration))
    if entry is not None:
        columns["entry"] = given.entry
    fit, frame = fitted(design, given.duration, only(given.event), columns)
    return model_of(fit, _proportional(fit, frame, design) if tested else {}, design)


def _proportional(fit: CoxPHFitter, frame: pd.DataFrame, design: Design) -> dict[str, float]:
    """The p-value of each covariate that its hazard stays in proportion, time by the share still without the event."""
    with careful("The test of proportional hazards", do=DO):
        test = proportional_hazard_test(fit, frame, time_transform="km")
    places = test.name if isinstance(test.name, list) else [test.name]
    chances = map(float, np.atleast_1d(test.p_value))
    return {design.names[1 + int(place)]: chance for place, chance in zip(places, chances, strict=True)}


def fitted(
    design: Design, duration: Floats, event: np.ndarray, columns: Mapping[str, Any], robust: bool = False
) -> tuple[CoxPHFitter, pd.DataFrame]:
    """lifelines' fit of a frame with the columns it was given: strata, cluster, entry, weights."""
    frame = pd.DataFrame(design.rows[:, 1:], columns=[str(place) for place in range(design.rows.shape[1] - 1)])
    frame = frame.assign(duration=duration, event=event.astype(np.int64), **columns)
    roles = {
        "strata": ["strata"] if "strata" in columns else None,
        "cluster_col": "cluster" if "cluster" in columns else None,
        "entry_col": "entry" if "entry" in columns else None,
        "weights_col": "weights" if "weights" in columns else None,
    }
    with careful("The model of hazards", do=DO, also=(ConvergenceError, StatError)):
        fit = CoxPHFitter().fit(frame, "duration", "event", robust=robust or None, **roles)
    return fit, frame


def model_of(fit: CoxPHFitter, proportional: Mapping[str, float], design: Design) -> HazardModel:
    """What lifelines found, without its frames."""
    return HazardModel(
        design.names[1:],
        np.asarray(fit.params_, dtype=np.float64),
        np.asarray(fit.variance_matrix_, dtype=np.float64),
        float(fit.concordance_index_),
        proportional,
    )


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
