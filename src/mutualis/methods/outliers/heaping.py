"""Too many patients exactly at a threshold: the first score or number that pays more.

Beside the neighbours: were the numbers to change evenly, the threshold would have the mean of the scores around it.
Beside others: the share of those at or near the threshold who are exactly at it, against that share of all other
providers. The second holds where the scores of everybody jump at the threshold. Both tests are exact binomial and
one-sided. Source: McCrary, Journal of Econometrics 142 (2008) 698-714, for the idea; `methods` 7.6.
"""

from typing import Any

import numpy as np
import polars as pl
from numpy.typing import ArrayLike
from scipy.stats import binom

from mutualis.methods.estimates import numbers
from mutualis.model import MutualisError


def heaping(groups: Any, scores: ArrayLike, threshold: float, width: int = 2) -> pl.DataFrame:
    """A row for each provider: exact, near (at and around), share, expected share, p_value against the neighbours.

    Scores are whole numbers; `width` on each side of the threshold count. Refuses scores of which none is around it.
    """
    return _tested(groups, scores, threshold, width).with_columns(expected=pl.lit(1 / (2 * width + 1))).pipe(_p_values)


def heaping_beside_others(groups: Any, scores: ArrayLike, threshold: float, width: int = 2) -> pl.DataFrame:
    """The same, expected from all other providers; refuses where no other provider has scores around the threshold."""
    found = _tested(groups, scores, threshold, width)
    others = pl.col("exact").sum() - pl.col("exact"), pl.col("near").sum() - pl.col("near")
    told = found.with_columns(expected=others[0] / others[1])
    if told.height < 2 or not np.isfinite(told["expected"].to_numpy()).all():
        raise MutualisError("No other provider has scores around the threshold.", do="compare with the neighbours")
    return told.pipe(_p_values)


def _tested(groups: Any, scores: ArrayLike, threshold: float, width: int) -> pl.DataFrame:
    own = numbers(scores, "The score")
    rows = pl.DataFrame({"group": groups, "off": np.abs(own - threshold)})
    near = rows.filter(pl.col("off") <= width)
    if near.is_empty():
        raise MutualisError("No score is at or near the threshold.", do="look at the threshold and its unit")
    # signed: nought less one is asked of the binomial
    exact, every = (pl.col("off") == 0).sum().cast(pl.Int64), pl.len().cast(pl.Int64)
    counted = near.group_by("group").agg(exact=exact, near=every).sort("group")
    return counted.with_columns(share=pl.col("exact") / pl.col("near"))


def _p_values(found: pl.DataFrame) -> pl.DataFrame:
    chance = binom.sf(found["exact"].to_numpy() - 1, found["near"].to_numpy(), found["expected"].to_numpy())
    return found.with_columns(p_value=pl.Series(chance))
