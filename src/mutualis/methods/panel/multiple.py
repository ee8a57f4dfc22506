"""Many outcomes at once: how many of the effects that look real are so (false discovery rate).

Source: Benjamini and Hochberg, Journal of the Royal Statistical Society B 57 (1995) 289-300; by statsmodels.
"""

from dataclasses import replace

import numpy as np
import polars as pl
from numpy.typing import ArrayLike, NDArray
from statsmodels.stats.multitest import multipletests

from mutualis.methods.panel.design import Panel
from mutualis.methods.panel.effects import pilot_effects
from mutualis.model import MutualisError

COLUMNS = ("outcome", "pilot", "effect", "error", "low", "high", "p")
SCHEMA = dict.fromkeys(COLUMNS, pl.Float64) | dict.fromkeys(("outcome", "pilot", "refused"), pl.String)


def false_discovery(p: ArrayLike) -> NDArray[np.float64]:
    """The q-value of each p-value: the share of false ones among all that are called real if this one is."""
    values = np.asarray(p, dtype=np.float64)
    if not len(values) or not ((values >= 0) & (values <= 1)).all():
        raise MutualisError(
            "Benjamini and Hochberg need p-values from 0 to 1.",
            there_is=f"{int((~((values >= 0) & (values <= 1))).sum())} of {len(values)} are not",
            do="leave outcomes without a test out, and name them",
        )
    made: NDArray[np.float64] = multipletests(values, method="fdr_bh")[1]
    return made


def with_q(tests: pl.DataFrame, p: str = "p", *, within: tuple[str, ...] = ()) -> pl.DataFrame:
    """The table with a column q behind it, over all its rows or over those of each group (`within`)."""
    parts = tests.partition_by(*within, maintain_order=True) if within else [tests]
    values = (false_discovery(part[p].fill_null(float("nan"))) for part in parts)
    return pl.concat([part.with_columns(q=pl.Series(found)) for part, found in zip(parts, values, strict=True)])


def many_outcomes(panel: Panel, outcomes: tuple[str, ...], *, level: float = 0.95) -> pl.DataFrame:
    """The effect of each pilot on each outcome: outcome, pilot (null: all), effect, error, low, high, p, q, refused.

    The effect is the mean over the periods from the start on. q is over the outcomes of a pilot. An outcome that cannot
    be estimated has no figures, and `refused` says why; it does not count among the others.
    """
    rows = [row for name in outcomes for row in _effects_on(panel, name, level)]
    table = pl.DataFrame(rows, schema=SCHEMA)
    told = table.filter(pl.col("refused").is_null())
    if told.is_empty():
        raise MutualisError(
            "No outcome can be estimated.", there_is=table["refused"][0] if len(table) else "none is given"
        )
    marked = pl.concat([with_q(part) for part in told.partition_by("pilot", maintain_order=True)])
    return table.join(
        marked.select("outcome", "pilot", "q"),
        on=["outcome", "pilot"],
        how="left",
        nulls_equal=True,
        maintain_order="left",
    ).select(*COLUMNS, "q", "refused")


def _effects_on(panel: Panel, outcome: str, level: float) -> list[dict[str, object]]:
    try:
        found = pilot_effects(replace(panel, outcome=outcome), level=level).means()
    except MutualisError as fault:
        return [{"outcome": outcome, "refused": str(fault)}]
    return [{"outcome": outcome} | row for row in found.iter_rows(named=True)]
