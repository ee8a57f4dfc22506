"""One difference-in-differences of two groups and two periods, with covariates, and how each unit moved it.

Three ways: `outcome` (the change of the comparison group is regressed on covariates), `weighting` (the comparison group
is weighted by the odds of its propensity) and `both`, right when either is. Source: Sant'Anna and Zhao, Journal of
Econometrics 219 (2020) 101-122, equations 3.1 and 3.3; Abadie, REStud 72 (2005) 1-19, weights summing to one. The
influence function of a unit is what it adds to the estimate, so that any sum of estimates has an error.
"""

import warnings
from dataclasses import dataclass

import numpy as np
import statsmodels.api as sm
from statsmodels.tools.sm_exceptions import ConvergenceWarning, PerfectSeparationWarning

from mutualis.methods.panel.arrays import Flags, Floats
from mutualis.model import MutualisError

WAYS = ("outcome", "weighting", "both")
# A comparison unit of a propensity above this would get a weight of 999 and more: there is nobody like the treated.
HIGHEST_SCORE = 0.999
ENDLESS = 1e3


@dataclass(frozen=True)
class Difference:
    """The effect on the treated, and of each unit its influence (mean nought)."""

    effect: float
    influence: Floats


def difference(change: Floats, treated: Flags, design: Floats, weight: Floats, way: str) -> Difference:
    """The effect on the treated of changes of the outcome, one a unit.

    `design`: units x columns, the first of which is 1; `weight` any size. Raises without units on a side, when the
    propensity model has no end, and when a unit is so sure to be treated that nobody is like it.
    """
    if way not in WAYS:
        raise MutualisError(f"There is no way {way}.", there_is=f"ways are {', '.join(WAYS)}")
    _require_sides(treated, design)
    share = weight / weight.mean()
    mine = share * treated
    fit, lean = _outcome(change, treated, design, share) if way != "weighting" else (np.zeros_like(change), None)
    rest = change - fit
    effect = (mine @ rest) / mine.sum()
    moved = mine * (rest - effect)
    if lean is not None:
        moved = moved - lean @ (mine @ design / len(change))
    influence = moved / mine.mean()
    if way == "outcome":
        return Difference(float(effect), influence)
    theirs, score = _weighting(treated, design, share)
    level = (theirs @ rest) / theirs.sum()
    moved = theirs * (rest - level) + score @ ((theirs * (rest - level)) @ design / len(change))
    if lean is not None:
        moved = moved - lean @ (theirs @ design / len(change))
    return Difference(float(effect - level), influence - moved / theirs.mean())


def _outcome(change: Floats, treated: Flags, design: Floats, share: Floats) -> tuple[Floats, Floats]:
    """The change without treatment, by least squares on the others; and the part of each unit in its slopes."""
    others = share * ~treated
    squares = (design * others[:, None]).T @ design
    if np.linalg.matrix_rank(squares) < design.shape[1]:
        raise MutualisError(
            "The comparison units do not differ in some covariate.", do="leave it out, or take more comparison units"
        )
    slopes = sm.WLS(change[~treated], design[~treated], weights=share[~treated]).fit().params
    fit = design @ slopes
    scores = design * (others * (change - fit))[:, None]
    return fit, scores @ np.linalg.inv(squares / len(change))


def _weighting(treated: Flags, design: Floats, share: Floats) -> tuple[Floats, Floats]:
    """The weight of each comparison unit, and each unit's part in the coefficients of the propensity."""
    chance, covariance = propensity(treated, design, share)
    if (chance[~treated] > HIGHEST_SCORE).any() or (chance[treated] > HIGHEST_SCORE).any():
        raise no_support("some treated units have a propensity above 99.9 %")
    scores = design * (share * (treated - chance))[:, None]
    made: Floats = share * ~treated * chance / (1 - chance)
    return made, scores @ (covariance * len(treated))


def propensity(treated: Flags, design: Floats, weight: Floats) -> tuple[Floats, Floats]:
    """The probability of being treated of each unit, by logistic regression, and the covariance of its coefficients.

    Refuses a model that does not converge, or in which a covariate tells the treated apart from the others wholly.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("error", ConvergenceWarning)
        warnings.simplefilter("error", PerfectSeparationWarning)
        warnings.simplefilter("error", RuntimeWarning)
        try:
            found = sm.GLM(treated.astype(np.float64), design, family=sm.families.Binomial(), freq_weights=weight).fit()
        except (ConvergenceWarning, PerfectSeparationWarning, RuntimeWarning, np.linalg.LinAlgError) as fault:
            raise no_support("the covariates tell the treated and the others apart wholly") from fault
    # Where a covariate tells the sides apart its coefficient grows without end, and its error with it.
    if not (np.asarray(found.bse) * design.std(axis=0) < ENDLESS).all():
        raise no_support("the covariates tell the treated and the others apart wholly")
    return np.asarray(found.fittedvalues), np.asarray(found.cov_params())


def no_support(why: str) -> MutualisError:
    """The refusal where there is nobody to compare with."""
    return MutualisError(
        "There is no common support: the treated have no like among the others.",
        there_is=why,
        do="take fewer or coarser covariates, or compare the treated that have a like only",
    )


def _require_sides(treated: Flags, design: Floats) -> None:
    mine, theirs = int(treated.sum()), int((~treated).sum())
    if mine < 1 or theirs <= design.shape[1]:
        raise MutualisError(
            "Too few units for a difference-in-differences.",
            there_is=f"{mine} treated and {theirs} others, with {design.shape[1] - 1} covariates",
            do="take fewer covariates, or groups or periods together",
        )
