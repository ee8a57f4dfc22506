"""Ordered logit (statsmodels): the chances of ordered classes from features."""

from typing import Any

import numpy as np
from statsmodels.miscmodels.ordinal_model import OrderedModel

from mutualis.methods.estimates import Floats, Ints, careful
from mutualis.model import MutualisError

DO = "leave out features that tell the class exactly, or join rare classes"
TINY = 1e-20  # what the library adds to each probability


class Ordered(OrderedModel):  # type: ignore[misc]
    """The library's model with its derivatives in closed form (McCullagh, JRSS B 42 (1980) 109-142).

    The library takes them by differences, at twice as many likelihoods as there are parameters: with twenty of them and
    a million insured the search for unusual providers took minutes for seconds.
    """

    def score(self, params: Any) -> Floats:
        """The derivative of the log likelihood by the coefficients, the first threshold and the logs of the steps."""
        low, upp = self._bounds(params)
        chance = self.prob(low, upp) + TINY
        above, below = self.pdf(upp) / chance, self.pdf(low) / chance
        of_features = (below - above) @ self.exog
        levels = self.k_levels
        by_threshold = np.bincount(self.endog, above, levels)[:-1] - np.bincount(self.endog, below, levels)[1:]
        steps = np.concatenate(([1.0], np.exp(params[self.k_vars + 1 :])))
        return np.concatenate((of_features, steps * np.cumsum(by_threshold[::-1])[::-1]))


def ordered_chances(known: Floats, classes: Ints, asked: Floats) -> Floats:
    """The chances of each class of the `asked`, told by the `known`; features in standard deviations of the known.

    Refuses a feature that is the same for all, and a model that does not converge.
    """
    middle, spread = known.mean(axis=0), known.std(axis=0)
    if (spread <= 0).any():
        raise MutualisError("A feature is the same for all patients of a fold.", do="leave it out")
    with careful("The ordered model", do=DO):
        model = Ordered(classes, (known - middle) / spread, distr="logit")
        fit = model.fit(method="bfgs", disp=0, maxiter=500, skip_hessian=True)
        made: Floats = np.asarray(model.predict(fit.params, exog=(asked - middle) / spread))
    if not fit.mle_retvals["converged"]:
        raise MutualisError("The ordered model does not converge.", do=DO)
    return made
