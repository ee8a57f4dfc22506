"""Many outcomes at once: how many of the effects that look real are so (false discovery rate).

Source: Benjamini and Hochberg, Journal of the Royal Statistical Society B 57 (1995) 289-300; by statsmodels.
"""

import numpy as np
import polars as pl
from numpy.typing import ArrayLike, NDArray
from statsmodels.stats.multitest import multipletests

from mutualis.model import MutualisError


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

    def added(rows: pl.DataFrame) -> pl.DataFrame:
        return rows.with_columns(q=pl.Series(false_discovery(rows[p].fill_null(float("nan")))))

    parts = tests.partition_by(*within, maintain_order=True) if within else [tests]
    return pl.concat([added(part) for part in parts])
