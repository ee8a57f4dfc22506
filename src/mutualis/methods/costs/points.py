"""The four kinds of rows beside a robust regression: by how far their outcome lies off, and how far their covariates.

    regular            near the line, among the others
    vertical outlier   off the line (|r| / s > 2.5), among the others
    good leverage      near the line, far from the others (robust distance > root of chi-square p, 0.975)
    bad leverage       off the line and far from the others: what moves least squares most

Sources: Rousseeuw and van Zomeren (1990); Rousseeuw and Van Driessen, Technometrics 41 (1999) 212-223 (distances by the
minimum covariance determinant, here scikit-learn's); Verardi and Croux, Stata Journal 9 (2009) 439-453.
"""

from collections.abc import Sequence

import polars as pl

from mutualis.methods.costs.robust import RobustModel
from mutualis.methods.distances import far_away, robust_distances

FAR_OFF = 2.5
REGULAR, VERTICAL, GOOD, BAD = "regular", "vertical outlier", "good leverage", "bad leverage"


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
