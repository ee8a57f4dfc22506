"""Rows that are alike: which values there are together, and which of them each row has."""

import numpy as np
import polars as pl
from numpy.typing import NDArray


def kinds_of(rows: pl.DataFrame, keys: list[str]) -> tuple[NDArray[np.int64], pl.DataFrame]:
    """The distinct rows of some columns, in order, and of each row its place among them."""
    found = rows.select(keys).unique().sort(keys)
    numbered = found.with_row_index("place_")
    place = rows.select(keys).join(numbered, on=keys, how="left", nulls_equal=True, maintain_order="left")["place_"]
    return place.cast(pl.Int64).to_numpy(), found
