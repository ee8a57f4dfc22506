"""The four kinds of rows beside a robust regression: by how far their outcome lies off, and how far their covariates.

    regular            near the line, among the others
    vertical outlier   off the line (|r| / s > 2.5), among the others
    good leverage      near the line, far from the others (robust distance > root of chi-square p, 0.975)
    bad leverage       off the line and far from the others: what moves least squares most

Sources: Rousseeuw and van Zomeren (1990); Rousseeuw and Van Driessen, Technometrics 41 (1999) 212-223 (distances by the
minimum covariance determinant, here scikit-learn's); Verardi and Croux, Stata Journal 9 (2009) 439-453.
"""

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import ArrayLike
from scipy.stats import chi2
from sklearn.covariance import MinCovDet

from mutualis.methods.costs.robust import RobustModel
from mutualis.methods.estimates import Floats, careful, numbers
from mutualis.model import MutualisError

FAR_OFF, FAR_AWAY = 2.5, 0.975
REGULAR, VERTICAL, GOOD, BAD = "regular", "vertical outlier", "good leverage", "bad leverage"


def robust_distances(rows: ArrayLike, seed: int = 1) -> Floats:
    """The distance of each row from the middle of the bulk, in the spread of the bulk (root of the squared distance).

    Refuses fewer than five rows a column, and columns of which the bulk is the same, as one of 0 and 1 that few have.
    """
    given = np.asarray(rows, dtype=np.float64)
    given = numbers(given.reshape(len(given), -1), "A column of distances")
    if len(given) < 5 * given.shape[1]:
        raise MutualisError(f"Robust distances in {given.shape[1]} columns need {5 * given.shape[1]} rows or more.")
    with careful("The robust covariance", do="leave out columns that are the same in more than half of the rows"):
        fit = MinCovDet(random_state=seed).fit(given)
        _refuse_flat(fit.covariance_, given)
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


def kinds_of_points(model: RobustModel, covariates: Sequence[str], seed: int = 1) -> pl.DataFrame:
    """A row for each of the model: outlyingness, distance in these (measured) covariates, weight and kind."""
    columns = model.design.rows[:, [model.design.place(each) for each in covariates]]
    distance = robust_distances(columns, seed)
    off, away = pl.col("outlyingness") > FAR_OFF, pl.col("distance") > far_away(len(covariates))
    frame = pl.DataFrame({"outlyingness": model.outlyingness, "distance": distance, "weight": model.weights})
    return frame.with_columns(
        kind=pl.when(off & away)
        .then(pl.lit(BAD))
        .when(off)
        .then(pl.lit(VERTICAL))
        .when(away)
        .then(pl.lit(GOOD))
        .otherwise(pl.lit(REGULAR))
    )
