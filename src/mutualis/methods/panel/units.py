"""A panel as one row a unit, with tables of units x periods."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from mutualis.methods.kinds import numbered
from mutualis.methods.panel.arrays import Floats, Ints
from mutualis.methods.panel.design import Panel
from mutualis.methods.panel.regressors import covariates
from mutualis.model import MutualisError

NEVER = 2**31


@dataclass(frozen=True)
class Units:
    """One row a unit: its first treated period (`NEVER` for none), weight, cluster; outcome and covariates by period.

    `outcome` is units x periods, NaN where a unit was not seen; `design` has a table of covariates for each period.
    """

    periods: tuple[int, ...]
    first: Ints
    weight: Floats
    cluster: Ints
    outcome: Floats
    design: tuple[Floats, ...]


def units_of(panel: Panel) -> Units:
    """One row a unit; refuses units that change pilot or cluster, or that come twice in a period."""
    key = panel.unit
    rows = panel.rows.select(
        pl.col(key).alias("unit"),
        pl.col(panel.period).cast(pl.Int64).alias("period"),
        pl.col(panel.pilot).replace_strict(panel.starts, default=NEVER, return_dtype=pl.Int64).alias("first"),
        pl.col(panel.cluster).alias("cluster"),
        panel.weights.alias("weight"),
        pl.col(panel.outcome).cast(pl.Float64).alias("outcome"),
    ).hstack(covariates(panel).get_columns())
    if rows.select(pl.struct("unit", "period").is_duplicated().any()).item():
        raise MutualisError(f"A {key} has several rows in a period.", do="give one row for each unit and period")
    one = (
        rows.group_by("unit")
        .agg(
            pl.col("first", "cluster").n_unique().name.suffix("_values"),
            pl.col("first", "cluster").first(),
            pl.col("weight").mean(),
        )
        .sort("unit")
    )
    if one.select((pl.max_horizontal("first_values", "cluster_values") > 1).any()).item():
        raise MutualisError(f"A {key} changes pilot or cluster.", do="give it those of its first period")
    return _spread(rows, one, tuple(panel.periods))


def _spread(rows: pl.DataFrame, one: pl.DataFrame, periods: tuple[int, ...]) -> Units:
    """Rows of units and periods as tables of units x periods."""
    place = rows.join(one.select("unit").with_row_index("place"), on="unit", how="left", maintain_order="left")["place"]
    when = np.searchsorted(periods, rows["period"].to_numpy())
    outcome = np.full((len(one), len(periods)), np.nan)
    outcome[place.to_numpy(), when] = rows["outcome"].to_numpy()
    names = rows.columns[6:]
    tables = np.zeros((len(periods), len(one), 1 + len(names)))
    tables[:, :, 0] = 1.0
    for at, name in enumerate(names, 1):
        tables[when, place.to_numpy(), at] = rows[name].to_numpy()
    first, weight = one["first"].to_numpy(), one["weight"].to_numpy()
    return Units(periods, first, weight, numbered(one["cluster"]), outcome, tuple(tables))
