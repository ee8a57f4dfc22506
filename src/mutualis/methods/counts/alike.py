"""Poisson models of many persons whose covariates take few values: fitted once for each set of these.

    score of cluster g: sum over its rows of w x (y - exp(x'b)), x and exp(x'b) those of the kind of the row

Coefficients and errors by cluster are those of `poisson` on the rows, to rounding; tests hold both to it. Source:
Cameron and Trivedi, Regression Analysis of Count Data (2013), 3.2 (the mean count of a cell and its size are enough);
errors: Liang and Zeger, Biometrika 73 (1986) 13-22.
"""

from collections.abc import Sequence

import numpy as np
import polars as pl
import statsmodels.api as sm
from scipy import sparse

from mutualis.methods.counts.models import DO, CountModel
from mutualis.methods.designs import Design, design
from mutualis.methods.estimates import Floats, Ints, careful, cluster_codes, varied
from mutualis.methods.kinds import kinds_of
from mutualis.model import MutualisError

# Clusters whose scores are held at once.
AT_ONCE = 50_000


def poisson_by_kind(rows: pl.DataFrame, events: str, columns: Sequence[str], cluster: str) -> CountModel:
    """Fit a count of 0 or more to columns (as `design` takes them), errors by cluster; every row counts once.

    Refuses what `poisson` refuses: gaps, negative counts, a constant outcome, too few clusters, no convergence.
    """
    met = varied(rows[events].to_numpy(), "The count", rows.height)
    if (met < 0).any():
        raise MutualisError("A count is negative.", there_is=f"{int((met < 0).sum()):,} counts")
    place, kinds = kinds_of(rows, list(columns))
    given = design(kinds, columns)
    size = np.bincount(place).astype(np.float64)
    with careful("The model of counts", do=DO):
        model = sm.GLM(np.bincount(place, met) / size, given.rows, family=sm.families.Poisson(), var_weights=size)
        fit = model.fit(maxiter=100)
    if not fit.converged:
        raise MutualisError("The model of counts does not converge.", do=DO)
    values = np.asarray(fit.params)
    groups = cluster_codes(rows[cluster].rank("dense").to_numpy(), rows.height)
    covariance = _covariance(
        given, met - np.exp(given.rows @ values)[place], place, groups, model.hessian(values, scale=1.0)
    )
    return CountModel(given, np.ones(len(size)), values, covariance, 0.0)


def _covariance(given: Design, left: Floats, place: Ints, groups: Ints, hessian: Floats) -> Floats:
    """The sandwich: G / (G - 1) H^-1 (sum s s') H^-1, s the scores of clusters."""
    number = int(groups.max()) + 1
    sums = sparse.csr_matrix((left, (groups, place)), shape=(number, len(given.rows)))
    inverse = np.linalg.inv(-np.asarray(hessian))
    made = np.zeros(inverse.shape)
    for at in range(0, number, AT_ONCE):
        scores = sums[at : at + AT_ONCE] @ given.rows
        made += scores.T @ scores
    found: Floats = number / (number - 1) * inverse @ made @ inverse
    return found
