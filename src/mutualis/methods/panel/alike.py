"""Rows that a model cannot tell apart: which of them are alike, so that its columns are made once for each kind of row.

Persons of one class of age, with the same rights and morbidity, in one pilot and year, have the same columns. Their
outcomes and clusters differ: what needs those (errors by cluster, draws of persons) goes back to the rows by their
place among the kinds. Cross-products and scores are the same sums in another order.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from scipy import sparse

from mutualis.methods.kinds import kinds_of, numbered
from mutualis.methods.panel.arrays import Floats, Ints
from mutualis.methods.panel.collapsing import WEIGHT
from mutualis.methods.panel.design import Panel

# Where a kind has fewer rows than this nothing is won.
FEWEST_ROWS = 4
# Clusters whose scores are held at once.
AT_ONCE = 50_000


@dataclass(frozen=True)
class Alike:
    """`kinds` is a panel of one row a kind, with the mean outcome and the sum of weights (its cluster says nothing); of
    each row its weight, its outcome less the mean of its kind, and its place among the kinds and among the clusters.
    """

    kinds: Panel
    place: Ints
    cluster: Ints
    weight: Floats
    apart: Floats

    @property
    def clusters(self) -> int:
        return int(self.cluster.max()) + 1

    @property
    def outcome(self) -> Floats:
        """The mean outcome of each kind."""
        return self.kinds.rows[self.kinds.outcome].to_numpy()

    @property
    def size(self) -> Floats:
        """The sum of weights of each kind."""
        return self.kinds.rows[WEIGHT].to_numpy()

    def by_cluster(self, values: Floats) -> sparse.csr_matrix:
        """Values of rows summed by cluster and kind: clusters x kinds, mostly empty."""
        return sparse.csr_matrix((values, (self.cluster, self.place)), shape=(self.clusters, len(self.kinds.rows)))

    @property
    def weights(self) -> sparse.csr_matrix:
        """The weight of each cluster and kind."""
        return self.by_cluster(self.weight)

    @property
    def outcomes(self) -> sparse.csr_matrix:
        """The weighted sum of the outcome of each cluster and kind."""
        return self.by_cluster(self.weight * (self.apart + self.outcome[self.place]))

    def scores(self, design: Floats, residuals: Floats) -> Iterator[Floats]:
        """Of some clusters at a time, sum of w x e over their rows: clusters x columns.

        `design` and `residuals` are of the kinds: those of the mean outcome of each.
        """
        sums = self.by_cluster(self.weight * (self.apart + residuals[self.place]))
        for at in range(0, sums.shape[0], AT_ONCE):
            yield sums[at : at + AT_ONCE] @ design


def few_kinds(panel: Panel) -> Alike | None:
    """The kinds of rows of a panel where they are few beside the rows, else nothing.

    Rows of one period, pilot and unit with the same covariates are alike.
    """
    keys = list(dict.fromkeys([panel.period, panel.pilot, panel.unit, *panel.covariates]))
    most = panel.rows.select(pl.max_horizontal(pl.col(keys).approx_n_unique())).item()
    if 2 * most > len(panel.rows):
        return None
    found = alike(panel, keys)
    return found if FEWEST_ROWS * len(found.kinds.rows) <= len(panel.rows) else None


def alike(panel: Panel, keys: list[str]) -> Alike:
    """The kinds of rows of a panel by these columns."""
    place, found = kinds_of(panel.rows, keys)
    weight = panel.rows.select(pl.repeat(1.0, pl.len()) * panel.weights)[:, 0].to_numpy()
    y = panel.rows[panel.outcome].cast(pl.Float64).to_numpy()
    size = np.bincount(place, weight)
    mean = np.bincount(place, weight * y) / size
    rows = found.with_columns(pl.Series(panel.outcome, mean), pl.Series(WEIGHT, size))
    unit = panel.unit if panel.unit in keys else panel.pilot
    kinds = replace(panel, rows=rows, weight=WEIGHT, cluster=panel.period, unit=unit)
    return Alike(kinds, place, numbered(panel.rows[panel.cluster]), weight, y - mean[place])
