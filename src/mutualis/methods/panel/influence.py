"""Effects with the influence of each unit on them: errors by cluster, and a band that holds all effects at once.

Source: Callaway and Sant'Anna, Journal of Econometrics 225 (2021) 200-230, section 4.1.
"""

import numpy as np
import polars as pl
from scipy import stats

from mutualis.methods.panel.arrays import Floats, Ints

AT_ONCE = 64


def _by_cluster(influence: Floats, cluster: Ints) -> Floats:
    """Influence summed within clusters: clusters x columns."""
    return np.column_stack([np.bincount(cluster, column) for column in influence.T])


def told(keys: pl.DataFrame, effects: Floats, influence: Floats, cluster: Ints, level: float) -> pl.DataFrame:
    """Effects with errors (influence summed within clusters), ends and p, of the normal distribution."""
    sums = _by_cluster(influence, cluster)
    number = len(sums)
    errors = np.sqrt((sums**2).sum(axis=0) * number / (number - 1)) / len(influence)
    half = stats.t.ppf(0.5 + level / 2, number - 1) * errors
    p = 2 * stats.t.sf(np.abs(effects) / errors, number - 1)
    return keys.with_columns(
        pl.Series("effect", effects), pl.Series("error", errors), pl.Series("low", effects - half),
        pl.Series("high", effects + half), pl.Series("p", p),
    )  # fmt: skip


def banded(made: pl.DataFrame, influence: Floats, cluster: Ints, level: float, draws: int, seed: int) -> pl.DataFrame:
    if not draws:
        return made
    wide = simultaneous(influence, cluster, level, draws, seed) * pl.col("error")
    return made.with_columns(low_all=pl.col("effect") - wide, high_all=pl.col("effect") + wide)


def simultaneous(influence: Floats, cluster: Ints, level: float, draws: int, seed: int) -> float:
    """By how many errors a band reaches that holds all effects at once: the quantile of the largest |t| of draws.

    A draw turns the sign of each cluster's influence at random (Rademacher weights); algorithm 1 of the paper.
    """
    sums = _by_cluster(influence, cluster)
    error = np.sqrt((sums**2).sum(axis=0))
    generator, largest = np.random.default_rng(seed), []
    for at in range(0, draws, AT_ONCE):
        signs = generator.choice([-1.0, 1.0], (min(AT_ONCE, draws - at), len(sums)))
        largest.append(np.abs(signs @ sums / error).max(axis=1))
    return float(max(np.quantile(np.concatenate(largest), level), stats.t.ppf(0.5 + level / 2, len(sums) - 1)))
