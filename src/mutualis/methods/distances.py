"""How far a row is from the bulk, in the spread of the bulk: far-off rows do not hide each other.

Distances by the minimum covariance determinant of scikit-learn. Source: Rousseeuw and Van Driessen, Technometrics 41
(1999) 212-223.
"""

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import chi2
from sklearn.covariance import MinCovDet

from mutualis.methods.estimates import Floats, careful, numbers
from mutualis.model import MutualisError

FAR_AWAY = 0.975
DO = "leave out columns that are the same in more than half of the rows"


def robust_distances(rows: ArrayLike, seed: int = 1) -> Floats:
    """The distance of each row from the middle of the bulk, in the spread of the bulk (root of the squared distance).

    Refuses fewer than five rows a column, and columns of which the bulk is the same, as one of 0 and 1 that few have.
    """
    given = np.asarray(rows, dtype=np.float64)
    given = numbers(given.reshape(len(given), -1), "A column of distances")
    if len(given) < 5 * given.shape[1]:
        raise MutualisError(f"Robust distances in {given.shape[1]} columns need {5 * given.shape[1]} rows or more.")
    with careful("The spread of the bulk", fault="is nothing in some direction", do=DO):
        fit = MinCovDet(random_state=seed).fit(given)
        _refuse_flat(fit.raw_covariance_, given)
        found: Floats = np.sqrt(fit.mahalanobis(given))
    return found


def _refuse_flat(covariance: Floats, rows: Floats) -> None:
    """Of the bulk a column, or a sum of columns, may be the same: distances in that direction are no number."""
    spread = rows.std(axis=0)
    scaled = covariance / np.outer(spread, spread) if (spread > 0).all() else np.zeros_like(covariance)
    if np.linalg.eigvalsh(scaled)[0] < 1e-9:
        raise np.linalg.LinAlgError


def far_away(columns: int, share: float = FAR_AWAY) -> float:
    """The distance beyond which a row is far from the others: a chance of 1 - share where all are normal."""
    return float(np.sqrt(chi2.ppf(share, columns)))
