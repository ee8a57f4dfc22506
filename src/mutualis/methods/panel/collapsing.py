"""Rows that a linear model cannot tell apart, taken together: the same effects and errors of far fewer rows.

Rows of one cluster, period, pilot and unit with the same covariates become one, with the weighted mean of their outcome
and the sum of their weights. X'WX, X'Wy and the score of each cluster stay what they are, so coefficients do and errors
by cluster do, but for the factor (N - 1) / (N - k); tests hold both to it. Source: Angrist and Pischke, Mostly Harmless
Econometrics (2009), 3.1.2 (grouped data); the scores: Cameron and Miller, Journal of Human Resources 50 (2015), 2.2.
"""

from dataclasses import dataclass, replace

import polars as pl

from mutualis.methods.panel.design import Panel
from mutualis.model import MutualisError

WEIGHT = "rows_weight"


@dataclass(frozen=True)
class Collapsed:
    """The panel of cells, and the share of the spread of the outcome that lies between them."""

    panel: Panel
    between: float

    def r_squared(self, of_cells: float) -> float:
        """R2 of the rows from that of the cells: what is explained is the same, the spread of rows is larger."""
        return of_cells * self.between


def collapsed(panel: Panel) -> Collapsed:
    """The panel with one row for each cluster, period, pilot, unit and set of covariates. Persons as units stay as many
    as they are: then nothing is won."""
    keys = [panel.period, panel.pilot, panel.unit, panel.cluster, *panel.covariates]
    y, weight = pl.col(panel.outcome).cast(pl.Float64), pl.col(WEIGHT)
    cells = (
        panel.rows.lazy()
        .with_columns(panel.weights.alias(WEIGHT))
        .group_by(list(dict.fromkeys(keys)))
        .agg(((y * weight).sum() / weight.sum()).alias(panel.outcome), weight.sum())
        .sort(list(dict.fromkeys(keys)))
        .collect()
    )
    made = replace(panel, rows=cells, weight=WEIGHT)
    return Collapsed(made, _spread(made) / _spread(panel))


def cells(panel: Panel) -> Panel:
    """The panel with one row a cluster and period, the cluster as unit, without covariates: its effects are those of
    the rows with a level for each cluster. Refuses a cluster that lies partly in a pilot."""
    sides = panel.rows.group_by(panel.cluster).agg(pl.col(panel.pilot).n_unique().alias("sides"))
    if (sides["sides"] > 1).any():
        raise MutualisError("A cluster lies partly in a pilot.", do="give every cluster whole to a pilot or to none")
    return collapsed(replace(panel, unit=panel.cluster, covariates=())).panel


def _spread(panel: Panel) -> float:
    """The weighted sum of squares about the mean."""
    y, weight = pl.col(panel.outcome).cast(pl.Float64), pl.col(WEIGHT)
    mean = (y * weight).sum() / weight.sum()
    return float(panel.rows.with_columns(panel.weights.alias(WEIGHT)).select((weight * (y - mean) ** 2).sum()).item())
