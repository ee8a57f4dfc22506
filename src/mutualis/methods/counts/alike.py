"""Poisson models of many persons whose covariates take few values: fitted once for each set of these.

    score of cluster g: sum over its rows of w x (y - t exp(x'b)), x and exp(x'b) those of the kind of the row

Coefficients and errors by cluster are those of `poisson` on the rows, to rounding; tests hold both to it. Source:
Cameron and Trivedi, Regression Analysis of Count Data (2013), 3.2 (the count of a cell and its exposure are enough);
errors: Liang and Zeger, Biometrika 73 (1986) 13-22.
"""

from collections.abc import Sequence

import numpy as np
import polars as pl
import statsmodels.api as sm
from scipy import sparse

from mutualis.methods.counts.models import DO, CountModel, checked
from mutualis.methods.designs import Design, design
from mutualis.methods.estimates import Floats, Ints, careful, cluster_codes, weights_of
from mutualis.methods.kinds import kinds_of
from mutualis.model import MutualisError

# Clusters whose scores are held at once.
AT_ONCE = 50_000


def poisson_by_kind(
    rows: pl.DataFrame, events: str, columns: Sequence[str], cluster: str, exposure: str = "", weights: str = ""
) -> CountModel:
    """Fit a column of counts (or any outcome of 0 or more) to columns (as `design` takes them), errors by cluster;
    `exposure` and `weights` are columns too, 1 where not given. The rows of the model are the kinds.

    Refuses what `poisson` refuses: gaps, negative counts, a constant outcome, too few clusters, no convergence.
    """
    met, time = checked(rows[events].to_numpy(), rows[exposure].to_numpy() if exposure else None, rows.height)
    each = weights_of(rows[weights].to_numpy() if weights else None, rows.height)
    place, kinds = kinds_of(rows, list(columns))
    given = design(kinds, columns, rows=rows.height)
    of_kind, sums = (np.asarray(np.bincount(place, each * column), dtype=np.float64) for column in (time, met))
    # each kind in two, which differ: the library wants more rows than coefficients and refuses a model that meets every
    # row, and the kinds may be just as many; estimates only depend on the sums of a kind
    parts = np.outer([0.25, 0.75], sums).ravel(), np.outer([0.5, 0.5], of_kind).ravel()
    with careful("The model of counts", do=DO):
        model = sm.GLM(parts[0], np.tile(given.rows, (2, 1)), family=sm.families.Poisson(), offset=np.log(parts[1]))
        fit = model.fit(maxiter=100)
    if not fit.converged:
        raise MutualisError("The model of counts does not converge.", do=DO)
    values = np.asarray(fit.params)
    left = each * (met - time * np.exp(given.rows @ values)[place])
    groups = cluster_codes(rows[cluster], rows.height)
    covariance = _covariance(given, left, place, groups, model.hessian(values, scale=1.0))
    return CountModel(given, of_kind, values, covariance, 0.0)


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
