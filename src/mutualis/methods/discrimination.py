"""Whether predicted probabilities tell outcomes apart, and whether they are right: c, calibration, optimism."""

from collections.abc import Callable

import numpy as np
import polars as pl

from mutualis.methods.intervals import wilson
from mutualis.methods.logistic import Floats, logistic


def c_statistic(predicted: Floats, outcome: Floats, weights: Floats | None = None) -> float:
    """The share of pairs of one who met the outcome and one who did not in which the first has the higher prediction.

    Ties count half; `weights` count each row so many times. NaN where one of the two is missing.
    """
    counts = np.ones(len(outcome)) if weights is None else weights
    _, place = np.unique(predicted, return_inverse=True)
    met = np.bincount(place, counts * outcome)
    other = np.bincount(place, counts * (1 - outcome))
    below = np.cumsum(other) - other
    pairs = met.sum() * other.sum()
    return float((met @ (below + other / 2)) / pairs) if pairs > 0 else float("nan")


def calibration_slope(linear: Floats, outcome: Floats) -> float:
    """By what the log odds of the predictions must be multiplied to fit these outcomes best; 1 where they are right."""
    return float(logistic(linear[:, None], outcome, start=np.array([0.0, 1.0])).coefficients[1])


def calibration(predicted: Floats, outcome: Floats, groups: int) -> pl.DataFrame:
    """Cases, predicted and observed outcomes by group of rising risk, groups of equal size but for ties.

    Columns: group (from 1), cases, expected, observed, expected_share, observed_share with Wilson's low and high.
    """
    edges = np.quantile(predicted, np.linspace(0, 1, groups + 1)[1:-1])
    rows = pl.DataFrame(
        {"group": 1 + np.searchsorted(edges, predicted, side="left"), "expected": predicted, "observed": outcome}
    )
    found = rows.group_by("group").agg(pl.len().alias("cases"), pl.col("expected", "observed").sum()).sort("group")
    low, high = wilson(found["observed"], found["cases"])
    return found.with_columns(
        expected_share=pl.col("expected") / pl.col("cases"),
        observed_share=pl.col("observed") / pl.col("cases"),
        low=low,
        high=high,
    )


def optimism(fit: Callable[[Floats], Floats], outcome: Floats, samples: int, seed: int) -> tuple[float, float]:
    """By how much the c-statistic and the calibration slope of a model are better on its own cases than on new ones.

    `fit(weights)` fits the model to the cases counted so many times and returns its log odds of all cases, each once.
    The mean over bootstrap samples of (on the sample itself - on all cases); samples in which all outcomes are the same
    are drawn and left out. Source: Harrell, Regression Modeling Strategies (2015), 5.3.5.
    """
    drawn = np.random.default_rng(seed)
    rows, differences = len(outcome), []
    for _ in range(samples):
        weights = np.bincount(drawn.integers(0, rows, rows), minlength=rows).astype(np.float64)
        if 0 < weights @ outcome < rows:
            linear = fit(weights)
            gained = c_statistic(linear, outcome, weights) - c_statistic(linear, outcome)
            differences.append((gained, 1 - calibration_slope(linear, outcome)))
    if not differences:
        return float("nan"), float("nan")
    gain, slope = np.mean(differences, axis=0)
    return float(gain), float(slope)
