"""Who of those that reach six months passes into invalidity: a prediction, and how good it is. Methods 6.5."""

import datetime as dt

import numpy as np
import polars as pl

from mutualis.methods.discrimination import c_statistic, calibration, optimism
from mutualis.methods.logistic import Fit, logistic
from mutualis.study import Desk

from .cohort import PERIODS, RETURNED
from .models import FACTORS, matrix

MEASURES = ["c_statistic", "c_statistic_corrected", "calibration_slope_corrected", "brier"]


def known(desk: Desk, long: pl.DataFrame, cared: pl.DataFrame) -> pl.DataFrame:
    """Spells of which the first year is known, with what is known of them when six months are reached.

    `invalid`: whether they pass a year; who died, left or was pensioned before is left out.
    """
    limit = desk.parameters["invalidity_days"]
    early = long.filter(pl.col("start_day") <= desk.last_day - dt.timedelta(days=limit))
    told = early.filter((pl.col("days") > limit) | (pl.col("ended") == RETURNED))
    return told.join(in_the_first_months(cared), on=["person_id", "start_day"]).with_columns(
        invalid=(pl.col("days") > limit).cast(pl.Float64)
    )


def in_the_first_months(cared: pl.DataFrame) -> pl.DataFrame:
    """A row a spell with a column for each kind of care: whether it was there in the first six months."""
    during = cared.filter(pl.col("period") == PERIODS[1]).with_columns(care="has_" + pl.col("care"))
    return during.pivot("care", index=["person_id", "start_day"], values="has")


def prediction(desk: Desk, rows: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """How well a logistic model tells invalidity, on its own cases and corrected for that (bootstrap), and calibration:
    expected and observed shares by group of rising risk.
    """
    columns = [*FACTORS, "self_employed", *sorted(each for each in rows.columns if each.startswith("has_"))]
    columns.remove("has_psychiatrist")
    given, outcome = matrix(rows, columns).rows[:, 1:], rows["invalid"].to_numpy()
    penalty = desk.parameters["penalty"]

    def fit(weights: np.ndarray | None = None) -> Fit:
        return logistic(given, outcome, penalty=penalty, weights=weights)

    model = fit()
    chance = model.probability(given)
    seed = int(desk.random("prediction").integers(2**31))
    gain, slope = optimism(lambda weights: fit(weights).linear(given), outcome, desk.parameters["samples"], seed)
    found = c_statistic(chance, outcome)
    values = [found, found - gain, 1 - slope, float(np.mean((chance - outcome) ** 2))]
    told = pl.DataFrame({"measure": MEASURES, "value": values}).with_columns(
        persons=pl.lit(rows["person_id"].n_unique())
    )
    return told, calibrated(chance, outcome, desk.parameters["risk_groups"])


def calibrated(chance: np.ndarray, outcome: np.ndarray, groups: int) -> pl.DataFrame:
    """Expected and observed shares by group of rising risk; of as many persons as the rarer of both outcomes has."""
    found = calibration(chance, outcome, groups)
    fewest = pl.min_horizontal("observed", pl.col("cases") - pl.col("observed")).cast(pl.Int64)
    own = ["risk_group", "persons"]
    told = found.with_columns(risk_group=pl.col("group").cast(pl.String), persons=fewest)
    expected = told.select(
        *own, pl.lit("expected").alias("measure"), pl.col("expected_share").alias("value"),
        pl.lit(None, pl.Float64).alias("low"), pl.lit(None, pl.Float64).alias("high"),
    )  # fmt: skip
    observed = told.select(
        *own, pl.lit("observed").alias("measure"), pl.col("observed_share").alias("value"), "low", "high"
    )
    return pl.concat([expected, observed]).select("risk_group", "measure", "value", "low", "high", "persons")
