"""Persons of very high cost: left out, or held at a bound. Both bias a saving to nought where it is made at the top.

They are for comparison with the published choice, an outcome without the cost groups out of reach of the projects
(methods 4.3, variants i to iv; Geurts and others, European Journal of Health Economics 23, 2022): give that as another
outcome column.
"""

from dataclasses import replace

import polars as pl

from mutualis.methods.panel.design import Panel
from mutualis.methods.panel.effects import pilot_effects
from mutualis.model import MutualisError


def bounds(panel: Panel, share: float) -> pl.DataFrame:
    """The bound of each period: the outcome below which this share of the rows of all areas is (period, bound)."""
    if not 0.5 <= share < 1:
        raise MutualisError("A bound on high outcomes is a share from 0.5 to 1.", there_is=f"{share}")
    bound = pl.col(panel.outcome).cast(pl.Float64).quantile(share, "linear").alias("bound")
    return panel.rows.group_by(panel.period).agg(bound).sort(panel.period)


def without_top(panel: Panel, share: float) -> Panel:
    """The panel without the rows above the bound of their period (variant ii)."""
    return replace(panel, rows=panel.rows.filter(pl.col(panel.outcome) <= _bound(panel, share)))


def top_coded(panel: Panel, share: float) -> Panel:
    """The panel with outcomes above the bound of their period set to it (variant iii)."""
    held = pl.min_horizontal(pl.col(panel.outcome).cast(pl.Float64), _bound(panel, share)).alias(panel.outcome)
    return replace(panel, rows=panel.rows.with_columns(held))


def variants(panel: Panel, in_reach: str | None = None) -> dict[str, Panel]:
    """The panels that are compared: all, removed_995, top_coded_990, top_coded_995, and in_reach where that is given.

    `in_reach` names the outcome without the cost groups that the projects cannot change.
    """
    made = {
        "all": panel,
        "removed_995": without_top(panel, 0.995),
        "top_coded_990": top_coded(panel, 0.99),
        "top_coded_995": top_coded(panel, 0.995),
    }
    return made | ({"in_reach": replace(panel, outcome=in_reach)} if in_reach else {})


def compared(panels: dict[str, Panel], *, level: float = 0.95) -> pl.DataFrame:
    """What each variant says of each pilot (null: all): variant, pilot, saving, error, low, high, rows, r_squared,
    r_squared_within, and `precision`, the error of the first variant over its own."""
    tables = []
    for name, panel in panels.items():
        found = pilot_effects(panel, level=level)
        told = {
            "rows": found.fit.rows,
            "r_squared": found.fit.r_squared,
            "r_squared_within": found.fit.r_squared_within,
        }
        tables.append(
            found.savings().with_columns(pl.lit(name).alias("variant"), **{k: pl.lit(v) for k, v in told.items()})
        )
    first = pl.col("error").first().over("pilot")
    return pl.concat(tables).select("variant", pl.exclude("variant")).with_columns(precision=first / pl.col("error"))


def _bound(panel: Panel, share: float) -> pl.Expr:
    """The bound of the period of each row."""
    return pl.col(panel.period).replace_strict(dict(bounds(panel, share).iter_rows()), return_dtype=pl.Float64)
