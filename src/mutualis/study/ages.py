"""Classes of age for the tables of a study: as coarse as its cells need."""

from collections.abc import Sequence

import polars as pl


def age_class(last: Sequence[int], names: Sequence[str]) -> pl.Expr:
    """The class of the column `age`: `last` are the last ages of every class but the highest; empty where age is."""
    passed = pl.sum_horizontal(((pl.col("age") > age).cast(pl.Int64) for age in last), ignore_nulls=False)
    return passed.replace_strict(dict(enumerate(names)), return_dtype=pl.String)
