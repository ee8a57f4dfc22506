"""How the odds of a yes go with a covariate, the others being equal: a logistic regression without penalty.

Source: Hosmer, Lemeshow and Sturdivant, Applied Logistic Regression (2013), chapter 3. How many cases a covariate
needs: Vittinghoff and McCulloch, American Journal of Epidemiology 165 (2007) 710-718.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike

from mutualis.methods.designs import Design
from mutualis.methods.estimates import Estimate, ratio_estimate, varied
from mutualis.methods.logistic import logistic
from mutualis.model import MutualisError

CASES_A_COVARIATE = 5


def odds_ratios(outcome: ArrayLike, design: Design, least: int = CASES_A_COVARIATE) -> Mapping[str, Estimate]:
    """Of each covariate by what the odds of a yes are multiplied when it rises by one, with a normal interval.

    `outcome` is 0 or 1 by row. Refuses an outcome that is constant, fewer than `least` cases of the rarer answer for
    each covariate, and a covariate that tells all answers.
    """
    met = varied(outcome, "The outcome", len(design.rows))
    if not np.isin(met, (0.0, 1.0)).all():
        raise MutualisError("The outcome of a logistic model is not 0 or 1.")
    rarer, covariates = int(min(met.sum(), len(met) - met.sum())), len(design.names) - 1
    if rarer < least * covariates:
        raise MutualisError(
            "There are too few cases for so many covariates.",
            there_is=f"{rarer} of the rarer answer, {covariates} covariates of {least} cases each",
            do="leave covariates out, or take more years",
        )
    fit = logistic(design.rows[:, 1:], met)
    errors = np.sqrt(np.diag(fit.covariance))
    return {
        name: ratio_estimate(float(fit.coefficients[place]), float(errors[place]))
        for place, name in enumerate(design.names)
        if place
    }
