"""Rows that are alike: which values there are together, and which of them each row has."""

from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray


def kinds_of(rows: pl.DataFrame, keys: list[str]) -> tuple[NDArray[np.int64], pl.DataFrame]:
    """The distinct rows of some columns, in order, and of each row its place among them."""
    found = rows.select(keys).unique().sort(keys)
    numbered = found.with_row_index("place_")
    place = rows.select(keys).join(numbered, on=keys, how="left", nulls_equal=True, maintain_order="left")["place_"]
    return place.cast(pl.Int64).to_numpy(), found


def numbered(labels: Any) -> NDArray[np.int64]:
    """Whole numbers from 0 without gaps for the values of a column, in their order."""
    if not isinstance(labels, pl.Series):
        return np.unique(np.asarray(labels), return_inverse=True)[1].astype(np.int64)
    return kinds_of(labels.alias("label").to_frame(), ["label"])[0]
