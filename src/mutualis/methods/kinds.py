"""Rows that are alike: which values there are together, and which of them each row has."""

import numpy as np
import polars as pl
from numpy.typing import NDArray


def kinds_of(rows: pl.DataFrame, keys: list[str]) -> tuple[NDArray[np.int64], pl.DataFrame]:
    """The distinct rows of some columns, in order, and of each row its place among them."""
    found = rows.lazy().select(keys).with_row_index("row_").group_by(keys).agg(pl.col("row_")).sort(keys).collect()
    place = np.empty(len(rows), dtype=np.int64)
    place[found["row_"].explode().to_numpy()] = np.repeat(np.arange(len(found)), found["row_"].list.len().to_numpy())
    return place, found.drop("row_")
