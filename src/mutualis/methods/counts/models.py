"""Counts by person-time: Poisson and negative binomial (NB2) models, and whether the first is enough.

    E[y | x] = t exp(x'b)        Var[y | x] = mean (Poisson), mean + alpha mean^2 (NB2)

The Poisson model is right about the mean whatever the variance; its errors here are robust. Estimated by statsmodels.
Source: Cameron and Trivedi, Regression Analysis of Count Data (2013), 2.4, 3.3 and 3.4; the test: Cameron and Trivedi,
Journal of Econometrics 46 (1990) 347-364.
"""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import statsmodels.api as sm
from numpy.typing import ArrayLike
from scipy.stats import norm

from mutualis.methods.designs import Design
from mutualis.methods.estimates import (
    Estimate,
    Floats,
    careful,
    covariance_of,
    influences,
    numbers,
    ratio_estimate,
    varied,
    weights_of,
)
from mutualis.model import MutualisError

DO = "look for a covariate with very large values or a category without events"


@dataclass(frozen=True)
class CountModel:
    """Coefficients of the logarithm of the rate with their covariance; `alpha` 0 in a Poisson model."""

    design: Design
    exposure: Floats
    coefficients: Floats
    covariance: Floats
    alpha: float

    def means(self, design: Design | None = None, exposure: ArrayLike | None = None) -> Floats:
        """The count that the model tells for each row and its exposure."""
        time = self.exposure if exposure is None else np.asarray(exposure, dtype=np.float64)
        found: Floats = time * np.exp((design or self.design).rows @ self.coefficients)
        return found

    def rate_ratio(self, name: str, level: float = 0.95) -> Estimate:
        """By what the rate is multiplied when a covariate rises by one."""
        place = self.design.place(name)
        return ratio_estimate(self.coefficients[place], float(np.sqrt(self.covariance[place, place])), level)


@dataclass(frozen=True)
class Overdispersion:
    """`alpha`: the variance beyond the mean, as a part of the mean or its square; the one-sided p-value."""

    alpha: Estimate
    statistic: float
    p_value: float


def poisson(
    events: ArrayLike,
    design: Design,
    exposure: ArrayLike | None = None,
    weights: ArrayLike | None = None,
    clusters: Any | None = None,
) -> CountModel:
    """Fit counts (or any outcome of 0 or more) to a design; `exposure` as person-years, 1 where not given.

    Refuses negative counts, exposures of 0 or less, a constant outcome, too few clusters, and no convergence.
    """
    met, time = checked(events, exposure, len(design.rows))
    counts = weights_of(weights, len(met))
    with careful("The model of counts", do=DO):
        family = sm.families.Poisson()
        model = sm.GLM(met, design.rows, family=family, offset=np.log(time), var_weights=counts)
        fit = model.fit(maxiter=100)
    if not fit.converged:
        raise MutualisError("The model of counts does not converge.", do=DO)
    own = influences(model.score_obs(fit.params, scale=1.0), model.hessian(fit.params, scale=1.0))
    return CountModel(design, time, np.asarray(fit.params), covariance_of(own, clusters), 0.0)


def negative_binomial(
    events: ArrayLike, design: Design, exposure: ArrayLike | None = None, clusters: Any | None = None
) -> CountModel:
    """The same with a variance of mean + alpha mean^2, as of episodes of persons who differ.

    Refuses what a Poisson model refuses, and counts that vary no more than by chance (there a Poisson model is right).
    """
    met, time = checked(events, exposure, len(design.rows))
    if not (met == np.round(met)).all():
        raise MutualisError("A negative binomial model takes whole numbers only.", do="take a Poisson model")
    means = poisson(met, design, time).means()
    if ((met - means) ** 2 - met).sum() <= 0:
        # the likelihood falls from alpha = 0 on (its slope there is half this sum): there is no alpha to find
        raise MutualisError(
            "The negative binomial model does not converge: the counts vary no more than by chance.",
            do="take a Poisson model",
        )
    with careful("The negative binomial model", do="take a Poisson model, or fewer covariates"):
        model = sm.NegativeBinomial(met, design.rows, loglike_method="nb2", exposure=time)
        fit = model.fit(disp=0, maxiter=500, method="bfgs")
        fit = model.fit(disp=0, maxiter=100, method="newton", start_params=fit.params)
    if not fit.mle_retvals["converged"] or fit.params[-1] <= 0:
        raise MutualisError("The negative binomial model does not converge.", do="take a Poisson model")
    own = influences(model.score_obs(fit.params), model.hessian(fit.params))
    whole = covariance_of(own, clusters)
    return CountModel(design, time, np.asarray(fit.params[:-1]), whole[:-1, :-1], float(fit.params[-1]))


def overdispersion(events: ArrayLike, means: ArrayLike, power: Literal[1, 2] = 2) -> Overdispersion:
    """Whether counts vary more than a Poisson model of these means says: by a part of mean^power.

    ((y - m)^2 - y) / m on m^(power - 1) without intercept, robust error, one-sided. Refuses means of 0 or less.
    """
    told = numbers(means, "The mean that the model tells")
    met = numbers(events, "The count", len(told))
    if (told <= 0).any():
        raise MutualisError("The test of overdispersion takes means above 0 only.")
    left, right = ((met - told) ** 2 - met) / told, told ** (power - 1)
    value = float(left @ right / (right @ right))
    error = float(np.sqrt(np.sum((right * (left - value * right)) ** 2)) / (right @ right))
    if not error > 0:
        raise MutualisError("The counts are all as the model tells: nothing is left to test.")
    z, half = value / error, 1.959963984540054 * error
    return Overdispersion(Estimate(value, error, value - half, value + half), z, float(norm.sf(z)))


def checked(events: ArrayLike, exposure: ArrayLike | None, rows: int) -> tuple[Floats, Floats]:
    """Counts and exposures as numbers, 1 where not given; refuses what no model of counts can take."""
    met = varied(events, "The count", rows)
    time = np.ones(len(met)) if exposure is None else numbers(exposure, "The exposure", len(met))
    if (met < 0).any() or (time <= 0).any():
        raise MutualisError(
            "A count is negative, or an exposure is not above 0.",
            there_is=f"{int((met < 0).sum()):,} counts and {int((time <= 0).sum()):,} exposures",
            do="leave out who was not under observation",
        )
    return met, time
