"""Rates of areas or providers, adjusted for risk: observed beside what the model expects of the same persons.

    ratio = O / E          adjusted rate = ratio x rate of all

Source: Iezzoni, Risk Adjustment for Measuring Health Care Outcomes (2013), chapter 11; the interval is Byar's, of a
Poisson count: too narrow where persons have several events each (see the overdispersion of the model).
"""

from typing import Any

import numpy as np
import polars as pl
from numpy.typing import ArrayLike

from mutualis.methods.estimates import numbers
from mutualis.methods.indirect import byar
from mutualis.model import MutualisError


def adjusted_rates(
    groups: Any, events: ArrayLike, means: ArrayLike, exposure: ArrayLike, level: float = 0.95
) -> pl.DataFrame:
    """A row for each group: observed, expected, exposure, ratio with low and high, and the three as rates.

    `means`: the count that a model tells for each row. Refuses a group of which nothing is expected.
    """
    told = numbers(means, "The mean that the model tells")
    columns = {"observed": numbers(events, "The count", len(told)), "expected": told}
    rows = pl.DataFrame({"group": groups, **columns, "exposure": numbers(exposure, "The exposure", len(told))})
    found = rows.group_by("group").agg(pl.col("observed", "expected", "exposure").sum()).sort("group")
    if (found["expected"] <= 0).any():
        raise MutualisError("Of some group nothing is expected.", do="leave out groups without persons at risk")
    low, high = byar(found["observed"].to_numpy(), found["expected"].to_numpy(), level)
    whole = float(np.asarray(found["observed"].sum()) / np.asarray(found["exposure"].sum()))
    ratios = found.with_columns(ratio=pl.col("observed") / pl.col("expected"), low=low, high=high)
    return ratios.with_columns(
        rate=pl.col("ratio") * whole, rate_low=pl.col("low") * whole, rate_high=pl.col("high") * whole
    )
