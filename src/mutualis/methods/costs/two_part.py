"""Costs of which many are 0: whether there is any, and how much where there is.

    E[y | x] = P(y > 0 | x) exp(x'b)

The first part is a logit or probit, the second a gamma model with logarithmic link of the rows above 0. Each part
answers its own question; the mean over all and the average effect of a covariate join them. Estimated by statsmodels,
errors by the delta method over the stacked scores of both parts. Source: Duan, Manning, Morris and Newhouse, Journal of
Business & Economic Statistics 1 (1983) 115-126; Belotti, Deb, Manning and Norton, Stata Journal 15 (2015) 3-20.
"""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import statsmodels.api as sm
from numpy.typing import ArrayLike

from mutualis.methods.costs.gamma import DO, CostModel, averaged, gamma_log
from mutualis.methods.designs import Design
from mutualis.methods.estimates import Estimate, Floats, careful, influences, numbers, weights_of
from mutualis.model import MutualisError

LINKS = {"logit": sm.families.links.Logit(), "probit": sm.families.links.Probit()}
FEWEST = 10  # Rows on either side of nothing, for each coefficient of the model (Peduzzi and others, 1996).


@dataclass(frozen=True)
class TwoPart:
    """`any_coefficients` of having any cost, `much` the model of how much; the influence of each row on both."""

    design: Design
    weights: Floats
    link: str
    any_coefficients: Floats
    any_influence: Floats
    much: CostModel
    much_influence: Floats
    clusters: Any | None

    def chances(self, design: Design | None = None) -> Floats:
        """The probability of any cost, for each row."""
        found: Floats = LINKS[self.link].inverse((design or self.design).rows @ self.any_coefficients)
        return found

    def means(self, design: Design | None = None) -> Floats:
        """The mean cost of each row, those without any included."""
        rows = design or self.design
        return self.chances(rows) * self.much.means(rows)

    def mean(self, level: float = 0.95) -> Estimate:
        """The mean over the own rows."""
        means, by_any, by_much = self._slopes(self.design)
        return self._average(means, by_any, by_much, level)

    def effect(self, name: str, start: float = 0.0, end: float = 1.0, level: float = 0.95) -> Estimate:
        """By how much the mean cost rises, on average over the own rows, when a covariate goes from start to end."""
        less, more = (self._slopes(self.design.at(name, each)) for each in (start, end))
        return self._average(more[0] - less[0], more[1] - less[1], more[2] - less[2], level)

    def _slopes(self, design: Design) -> tuple[Floats, Floats, Floats]:
        """The means of rows, with their slopes by the coefficients of both parts."""
        much, means = self.much.means(design), self.means(design)
        steep = LINKS[self.link].inverse_deriv(design.rows @ self.any_coefficients) * much
        return means, design.rows * steep[:, None], design.rows * means[:, None]

    def _average(self, values: Floats, by_any: Floats, by_much: Floats, level: float) -> Estimate:
        parts = [(by_any, self.any_influence), (by_much, self.much_influence)]
        return averaged(values, self.weights, parts, self.clusters, level)


def two_part(
    cost: ArrayLike,
    design: Design,
    link: Literal["logit", "probit"] = "logit",
    weights: ArrayLike | None = None,
    clusters: Any | None = None,
) -> TwoPart:
    """Fit costs of 0 or more (euros or cents) to a design; `weights` of rows, `clusters` whose rows belong together.

    Refuses negative costs, too few rows with or without cost for the covariates, and a part that does not converge.
    """
    spent = numbers(cost, "The cost", len(design.rows))
    counts, some = weights_of(weights, len(spent)), spent > 0
    _require_both(spent, some, design)
    with careful("The model of any cost", do=DO):
        # statsmodels wants plain counts or variances as weights; the sandwich below makes either right.
        family = sm.families.Binomial(LINKS[link])
        model = sm.GLM(some.astype(np.float64), design.rows, family=family, var_weights=counts)
        fit = model.fit(maxiter=100)
    if not fit.converged:
        raise MutualisError("The model of any cost does not converge.", do=DO)
    much = gamma_log(spent[some], design.taken(some), counts[some])
    own = np.zeros_like(design.rows)
    own[some] = much.influence
    chance = influences(model.score_obs(fit.params, scale=1.0), model.hessian(fit.params, scale=1.0))
    return TwoPart(design, counts, link, np.asarray(fit.params), chance, much, own, clusters)


def _require_both(spent: Floats, some: np.ndarray, design: Design) -> None:
    if (spent < 0).any():
        raise MutualisError(
            "A cost is negative.", do="see where it comes from: corrections belong to what they correct"
        )
    fewer, needed = int(min(some.sum(), (~some).sum())), FEWEST * (len(design.names) - 1)
    if fewer < max(needed, 2):
        raise MutualisError(
            "A two-part model needs rows with and rows without any cost.",
            there_is=f"{int(some.sum()):,} rows with and {int((~some).sum()):,} without, {needed} of each are needed",
            do="take a gamma model where nearly all have costs, fewer covariates, or more rows",
        )
