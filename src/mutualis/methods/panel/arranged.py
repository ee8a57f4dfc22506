"""The same model as cross-products of each cluster, so that it can be fitted again and again without its rows.

What a draw of the bootstrap, a cluster left out or a pretended pilot needs is a weighted sum of the X'X and X'y of
clusters. Levels of units that lie within a cluster are taken out first (they stay what they are whatever weight the
cluster gets); other levels are columns.
"""

from dataclasses import dataclass
from functools import cached_property
from itertools import chain

import numpy as np
import polars as pl

from mutualis.methods.kinds import numbered
from mutualis.methods.panel.arrays import Flags, Floats, Ints
from mutualis.methods.panel.design import Panel
from mutualis.methods.panel.fit import collinear
from mutualis.methods.panel.regressors import covariates, lies_within, unit_of
from mutualis.model import MutualisError

# Levels that do not lie within clusters become columns: more than these would not fit.
MOST_LEVELS = 200
# Cross-products that are held at once: 64 MB.
HELD = 8_000_000
SINGULAR = 1e-10


@dataclass(frozen=True)
class Arranged:
    """Rows sorted by cluster: columns, the last of which is the outcome; cluster c has rows edges[c] to edges[c + 1].

    Columns and outcome are times the root of the weight. `clusters` are the values of the cluster column, in order.
    """

    names: tuple[str, ...]
    matrix: Floats
    edges: Ints
    clusters: pl.Series

    @property
    def number(self) -> int:
        return len(self.edges) - 1

    @property
    def width(self) -> int:
        """How many columns, the outcome not counted."""
        return self.matrix.shape[1] - 1

    @property
    def packed_width(self) -> int:
        return packed_width(self.width)

    @property
    def stripes(self) -> list[tuple[int, int]]:
        """Clusters (first, beyond) whose cross-products are held at once."""
        return stripes(self.number, self.width)

    def packed(self, first: int, beyond: int) -> Floats:
        """Cross-products of clusters: clusters x packed upper triangle of [X y]'[X y]."""
        upper = np.triu_indices(self.width + 1)
        made = np.empty((beyond - first, self.packed_width))
        for at in range(first, beyond):
            made[at - first] = self.of(at)[upper]
        return made

    def of(self, at: int) -> Floats:
        """[X y]'[X y] of a cluster."""
        rows = self.matrix[self.edges[at] : self.edges[at + 1]]
        made: Floats = rows.T @ rows
        return made

    def every(self) -> Floats:
        """[X y]'[X y] of all clusters, where these are few: clusters x q x q."""
        return np.stack([self.of(at) for at in range(self.number)])

    @cached_property
    def total(self) -> Floats:
        """[X y]'[X y] of all rows."""
        made: Floats = self.matrix.T @ self.matrix
        return made

    def coefficients(self) -> Floats:
        """Least squares; refuses as `least_squares`."""
        return least_squares(self.names, self.total)


def packed_width(width: int) -> int:
    """How many numbers the upper triangle of [X y]'[X y] has."""
    return (width + 1) * (width + 2) // 2


def stripes(number: int, width: int) -> list[tuple[int, int]]:
    """So many clusters in stripes (first, beyond) whose cross-products of so many columns are held at once."""
    size = max(1, HELD // packed_width(width))
    return [(first, min(first + size, number)) for first in range(0, number, size)]


def unpacked(packed: Floats, width: int) -> Floats:
    """Whole symmetric matrices of packed upper triangles."""
    made = np.empty((len(packed), width + 1, width + 1))
    upper = np.triu_indices(width + 1)
    made[:, upper[0], upper[1]] = packed
    made[:, upper[1], upper[0]] = packed
    return made


def solved(products: Floats) -> Floats:
    """Least squares of each [X y]'[X y] (draws x q x q); a row of NaN where the columns depend on each other."""
    squares = np.einsum("bii->bi", products[:, :-1, :-1])
    scale = np.sqrt(np.where(squares > 0, squares, np.nan))
    scaled = products[:, :-1, :-1] / scale[:, :, None] / scale[:, None, :]
    right = products[:, :-1, -1] / scale
    good: Flags = np.asarray(np.isfinite(scaled).all(axis=(1, 2)))
    good[good] = np.linalg.eigvalsh(scaled[good])[:, 0] > SINGULAR
    made = np.full(right.shape, np.nan)
    if good.any():
        made[good] = np.linalg.solve(scaled[good], right[good][:, :, None])[:, :, 0] / scale[good]
    return made


def least_squares(names: tuple[str, ...], products: Floats) -> Floats:
    """Least squares of one [X y]'[X y]; refuses columns that the others tell, by name."""
    found = solved(products[None])
    if not np.isfinite(found).all():
        raise collinear(dependent(names, products[:-1, :-1]))
    return found[0]


def dependent(names: tuple[str, ...], products: Floats) -> list[str]:
    """The columns that those before them tell, found one by one (a pivot of nought)."""
    squares = np.diag(products)
    scale, told = np.sqrt(np.where(squares > 0, squares, 1.0)), []
    left = products / scale / scale[:, None]
    for at, name in enumerate(names):
        if squares[at] <= 0 or left[at, at] <= 1e-9:
            told.append(name)
        else:
            left -= np.outer(left[at], left[at]) / left[at, at]
    return told


def arranged(panel: Panel, terms: list[tuple[str, pl.Expr]]) -> Arranged:
    """The model of a panel with these columns in front, its covariates, and levels of units and periods.

    Beside the panel this holds the matrix once, and a column or two at a time.
    """
    rows, is_nested = panel.rows, lies_within(unit_of(panel), panel.rows[panel.cluster])
    order = rows[panel.cluster].arg_sort()
    cluster = rows[panel.cluster][order]
    others = others_of(panel, with_units=not is_nested)
    names = (*(name for name, _ in terms), *(each.name for each in others))
    weight = rows.select(pl.repeat(1.0, pl.len()) * panel.weights)[:, 0][order].to_numpy()
    unit = numbered(unit_of(panel)[order]) if is_nested else None
    matrix = np.empty((len(rows), len(names) + 1))
    made = (rows.select(each.cast(pl.Float64))[:, 0] for _, each in terms)
    for at, column in enumerate(chain(made, others, [rows[panel.outcome].cast(pl.Float64)])):
        values = column[order].to_numpy()
        matrix[:, at] = np.sqrt(weight) * (values if unit is None else _apart(values, unit, weight))
    borders = np.flatnonzero((cluster != cluster.shift()).fill_null(True).to_numpy())
    edges = np.append(borders, len(rows)).astype(np.int64)
    return Arranged(names, matrix, edges, cluster.gather(borders))


def others_of(panel: Panel, *, with_units: bool) -> list[pl.Series]:
    """Covariates and levels of periods; with a constant and levels of units where these are not taken out first."""
    others = [*covariates(panel).get_columns(), *_levels(panel.rows[panel.period])]
    if with_units:
        others += [pl.repeat(1.0, len(panel.rows), eager=True).alias("constant"), *_levels(unit_of(panel))]
    return others


def _levels(column: pl.Series) -> list[pl.Series]:
    """A column of 0 and 1 for each value but the first."""
    values = column.unique().sort().to_list()
    if len(values) > MOST_LEVELS:
        raise MutualisError(
            f"Levels of {column.name} do not lie within one cluster each.",
            there_is=f"{len(values)} levels, of which at most {MOST_LEVELS} can be columns",
            do="give every person the cluster of the first period, or cluster by person",
        )
    return [(column == value).cast(pl.Int8).alias(f"{column.name} = {value}") for value in values[1:]]


def _apart(column: Floats, unit: Ints, weight: Floats) -> Floats:
    """The column less its weighted mean of each unit."""
    mean = np.bincount(unit, weight * column) / np.bincount(unit, weight)
    made: Floats = column - mean[unit]
    return made
