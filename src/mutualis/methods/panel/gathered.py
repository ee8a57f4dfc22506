"""The same model as `arranged` where many rows are alike: columns of each kind, weights of each cluster and kind.

The cross-products of a draw are X' diag(n) X and X't, n how much weight of each kind came and t the outcomes of it.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl
from scipy import sparse

from mutualis.methods.panel.alike import Alike
from mutualis.methods.panel.arranged import least_squares, others_of, stripes
from mutualis.methods.panel.arrays import Floats


@dataclass(frozen=True)
class Gathered:
    """Columns of the kinds; the weights, and the weighted outcomes, of each cluster and kind. All are mostly nought."""

    names: tuple[str, ...]
    design: sparse.csr_matrix
    weights: sparse.csr_matrix
    outcomes: sparse.csr_matrix

    @property
    def number(self) -> int:
        """How many clusters."""
        return int(self.weights.shape[0])

    @property
    def kinds(self) -> int:
        return int(self.design.shape[0])

    @property
    def stripes(self) -> list[tuple[int, int]]:
        """Clusters (first, beyond) that are drawn from together: those of `Arranged.stripes`."""
        return stripes(self.number, len(self.names))

    @cached_property
    def total(self) -> Floats:
        """[X y]'[X y] of all rows, but for y'y."""
        size, sums = (np.asarray(each.sum(axis=0)) for each in (self.weights, self.outcomes))
        made: Floats = self.products(size, sums)[0]
        return made

    def products(self, size: Floats, sums: Floats) -> Floats:
        """[X y]'[X y] of draws, but for y'y (nought), of the weight and the outcomes of each kind (draws x kinds)."""
        width, across = len(self.names), self.design.T.tocsr()
        made = np.zeros((len(size), width + 1, width + 1))
        made[:, :-1, -1] = made[:, -1, :-1] = (across @ sums.T).T
        for at, weight in enumerate(size):
            made[at, :-1, :-1] = (across @ sparse.diags_array(weight) @ self.design).toarray()
        return made

    def coefficients(self) -> Floats:
        """Least squares; refuses as `least_squares`."""
        return least_squares(self.names, self.total)


def gathered(found: Alike, terms: list[tuple[str, pl.Expr]]) -> Gathered:
    """The model of kinds with these columns in front, its covariates, and levels of units and periods as columns."""
    rows = found.kinds.rows
    others = others_of(found.kinds, with_units=True)
    made = [rows.select(each.cast(pl.Float64))[:, 0] for _, each in terms]
    design = sparse.csr_matrix(np.column_stack([each.cast(pl.Float64).to_numpy() for each in (*made, *others)]))
    names = (*(name for name, _ in terms), *(each.name for each in others))
    return Gathered(names, design, found.weights, found.outcomes)
