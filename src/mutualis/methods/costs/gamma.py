"""Mean costs by a generalised linear model with a logarithmic link and gamma errors.

    E[y | x] = exp(x'b), Var[y | x] proportional to its square

Nothing is transformed back, so the mean stays right if the variance is another one; the errors are robust, so that they
do too. Estimated by statsmodels. Source: Manning and Mullahy, Journal of Health Economics 20 (2001) 461-494.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import statsmodels.api as sm
from numpy.typing import ArrayLike

from mutualis.methods.designs import Design
from mutualis.methods.estimates import (
    Estimate,
    Floats,
    careful,
    covariance_of,
    error_of,
    estimate,
    influences,
    varied,
    weights_of,
)
from mutualis.model import MutualisError

DO = "look for a covariate with very large values, or join rare categories"


@dataclass(frozen=True)
class CostModel:
    """Coefficients of the logarithm of the mean with their covariance, and the influence of each row on each."""

    design: Design
    weights: Floats
    coefficients: Floats
    covariance: Floats
    influence: Floats
    clusters: Any | None = None

    def means(self, design: Design | None = None) -> Floats:
        """The mean cost that the model tells for each row."""
        found: Floats = np.exp((design or self.design).rows @ self.coefficients)
        return found

    def mean(self, level: float = 0.95) -> Estimate:
        """The mean over the own rows."""
        means = self.means()
        return self._average(means, self.design.rows * means[:, None], level)

    def effect(self, name: str, start: float = 0.0, end: float = 1.0, level: float = 0.95) -> Estimate:
        """By how much the mean cost rises, on average over the own rows, when a covariate goes from start to end."""
        less, more = self.design.at(name, start), self.design.at(name, end)
        low, high = self.means(less), self.means(more)
        return self._average(high - low, more.rows * high[:, None] - less.rows * low[:, None], level)

    def _average(self, values: Floats, slopes: Floats, level: float) -> Estimate:
        return averaged(values, self.weights, [(slopes, self.influence)], self.clusters, level)


def averaged(
    values: Floats, weights: Floats, parts: list[tuple[Floats, Floats]], clusters: Any | None, level: float
) -> Estimate:
    """A weighted mean of what models tell of their own rows, with an error by the delta method.

    `parts`: the slope of each row's value by each coefficient, and the influence of each row on each coefficient. The
    rows themselves are a sample too: they add to the error what they differ from the mean.
    """
    total = weights.sum()
    mean = float(weights @ values / total)
    own: Floats = weights * (values - mean) / total
    for slopes, influence in parts:
        own = own + influence @ (weights @ slopes / total)
    return estimate(mean, error_of(own, clusters), level)


def gamma_log(
    cost: ArrayLike, design: Design, weights: ArrayLike | None = None, clusters: Any | None = None
) -> CostModel:
    """Fit costs above 0 (euros or cents) to a design; `weights` of rows, `clusters` whose rows belong together.

    Refuses costs of 0 or less (a two-part model takes those of 0), a constant cost, too few clusters, and a model that
    does not converge.
    """
    spent = varied(cost, "The cost", len(design.rows))
    counts = weights_of(weights, len(spent))
    if (spent <= 0).any():
        raise MutualisError(
            "A gamma model takes costs above 0 only.",
            there_is=f"{int((spent <= 0).sum()):,} of {len(spent):,} rows have 0 or less",
            do="take a two-part model where there are costs of 0, and see where negative ones come from",
        )
    with careful("The model of costs", do=DO):
        model, fit = log_gamma(spent, design.rows, counts)
    if not fit.converged:
        raise MutualisError("The model of costs does not converge.", do=DO)
    influence = influences(model.score_obs(fit.params, scale=1.0), model.hessian(fit.params, scale=1.0))
    return CostModel(design, counts, np.asarray(fit.params), covariance_of(influence, clusters), influence, clusters)


def log_gamma(values: Floats, rows: Floats, weights: Floats | None = None, **how: Any) -> tuple[Any, Any]:
    """statsmodels' model and fit, begun at the line through the logarithms: from the mean alone it may run away."""
    family = sm.families.Gamma(sm.families.links.Log())
    model = sm.GLM(values, rows, family=family, var_weights=weights)
    begin = np.linalg.lstsq(rows, np.log(values), rcond=None)[0]
    begin[0] += np.log(np.mean(values * np.exp(-rows @ begin)))
    return model, model.fit(start_params=begin, maxiter=200, **how)
