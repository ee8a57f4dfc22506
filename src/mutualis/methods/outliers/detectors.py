"""Four ways to see that a provider is unlike the others, by features that are standardised for case mix beforehand.

Each gives a number a provider, the larger the more unusual: how far one feature lies off (robust z), all together in
the spread of the bulk (robust distance), how soon random cuts leave it alone (isolation forest), how thin it is around
it beside its neighbours (local outlier factor). Estimated by scikit-learn. Sources: Iglewicz and Hoaglin (1993), 3.5 as
limit of z; Rousseeuw and Van Driessen (1999); Liu, Ting and Zhou (2008); Breunig, Kriegel, Ng and Sander (2000).
"""

import numpy as np
from numpy.typing import ArrayLike
from sklearn.ensemble import IsolationForest
from sklearn.neighbors import LocalOutlierFactor

from mutualis.methods.distances import far_away, robust_distances
from mutualis.methods.estimates import Floats, careful, numbers
from mutualis.model import MutualisError

UNUSUAL_Z, TO_NORMAL = 3.5, 1.4826
FEWEST = 20
DO = "leave out features that are the same for more than half of the providers"


def robust_z(values: ArrayLike) -> Floats:
    """(x - median) / (1.4826 x MAD) of each column (`methods` 7.6); refuses one of which half are the same."""
    given = numbers(values, "A feature")
    off = given - np.median(given, axis=0)
    spread = TO_NORMAL * np.median(np.abs(off), axis=0)
    if (np.atleast_1d(spread) <= 0).any():
        raise MutualisError("More than half of the providers are the same in a feature.", do=DO)
    found: Floats = off / spread
    return found


def far_off(features: ArrayLike, seed: int = 1) -> Floats:
    """The robust distance from the bulk in all features, beside `far_away` of as many: above 1 it is unusual."""
    given = _features(features)
    found: Floats = robust_distances(given, seed) / far_away(given.shape[1])
    return found


def isolation(features: ArrayLike, seed: int = 1, trees: int = 300) -> Floats:
    """How soon random cuts leave a provider alone: between 0 and 1, near 0.5 for the usual ones."""
    given = _features(features)
    found: Floats = -IsolationForest(n_estimators=trees, random_state=seed).fit(given).score_samples(given)
    return found


def local_density(features: ArrayLike, neighbours: int = 20) -> Floats:
    """How much thinner it is around a provider than around its neighbours: near 1 for the usual ones.

    Distances are over robust z, so that no feature counts more by its unit.
    """
    given = robust_z(_features(features))
    with careful("The local density", fault="is endless", do="take more neighbours: many have the very same features"):
        fit = LocalOutlierFactor(n_neighbors=min(neighbours, len(given) - 1)).fit(given)
    found: Floats = -fit.negative_outlier_factor_
    return found


def _features(features: ArrayLike) -> Floats:
    """Providers x features; refuses too few providers to say what is usual, and features that are constant."""
    given = numbers(features, "A feature")
    if given.ndim != 2 or len(given) < max(FEWEST, 5 * given.shape[-1]):
        raise MutualisError(
            "There are too few providers to say what is usual.",
            there_is=f"{len(given)} providers, {max(FEWEST, 5 * given.shape[-1])} are needed for these features",
            do="join domains, or take fewer features",
        )
    if (given.std(axis=0) == 0).any():
        raise MutualisError("A feature is the same for all providers.", do="leave it out")
    return given
