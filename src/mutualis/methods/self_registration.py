"""Indicators 5 and 6 of 20/284 on self-registered stays: door-to-needle time, and swallowing screened or not.

Rows have is_referred, is_in_hospital, door_to_needle_minutes (null: no thrombolysis), onset_minutes (stroke to
admission; null: not known) and is_swallow_screened (null: not registered, which is not nought).
Source: linkage 2.4 (5 and 6, inferred); every number in `reference/stroke_indicators.toml`.
"""

from collections.abc import Sequence

import polars as pl

from mutualis.methods.intervals import wilson
from mutualis.reference.self_registration import SelfRegistrationNumbers, self_registration_numbers

TIME, ONSET, SCREENED = "door_to_needle_minutes", "onset_to_needle_minutes", "is_swallow_screened"


def quantile_name(time: str, share: float) -> str:
    """The column of a quantile: `door_to_needle_p50` is the median."""
    return f"{time.removesuffix('_minutes')}_p{share * 100:.0f}"


def door_to_needle(rows: pl.DataFrame, *splits: str, numbers: SelfRegistrationNumbers | None = None) -> pl.DataFrame:
    """Indicator 5 by the splits, over stays with thrombolysis: `cases`, quantiles (linear between neighbours), and for
    each limit of minutes `within_<m>` (stays) and `share_within_<m>`; then quantiles of the time from the stroke itself
    over `onset_cases`, those of whom it is known (and not after the needle).
    """
    given = numbers or self_registration_numbers()
    time = pl.col(TIME)
    lysed = rows.filter(time.is_not_null()).with_columns((pl.col("onset_minutes") + time).alias(ONSET))
    lysed = lysed.with_columns(pl.when(pl.col(ONSET) >= 0).then(pl.col(ONSET)))
    found = lysed.group_by(_keys(splits)).agg(
        pl.len().cast(pl.Int64).alias("cases"),
        *_quantiles(TIME, given),
        *((time <= limit).sum().cast(pl.Int64).alias(f"within_{limit}") for limit in given.within),
        pl.col(ONSET).is_not_null().sum().cast(pl.Int64).alias("onset_cases"),
        *_quantiles(ONSET, given),
    )
    shares = {f"share_within_{each}": pl.col(f"within_{each}") / pl.col("cases") for each in given.within}
    shown = [pl.when(pl.col("cases") > 0).then(share).alias(name) for name, share in shares.items()]
    return _ordered(found.with_columns(shown), splits)


def swallow_screening(rows: pl.DataFrame, *splits: str) -> pl.DataFrame:
    """Indicator 6 by the splits: `stays`, how many have it `recorded`, of those `screened`, their `share` with Wilson's
    95 % interval (`low`, `high`), and the `missing_share` of all stays.
    """
    told = pl.col(SCREENED)
    found = rows.group_by(_keys(splits)).agg(
        stays=pl.len().cast(pl.Int64),
        recorded=told.is_not_null().sum().cast(pl.Int64),
        screened=told.sum().cast(pl.Int64),
    )
    met, recorded = pl.col("screened"), pl.col("recorded")
    share = pl.when(recorded > 0).then(met / recorded)
    made = found.with_columns(share=share, missing_share=1 - recorded / pl.col("stays"))
    low, high = wilson(made["screened"].to_numpy(), made["recorded"].to_numpy())
    ends = {"low": pl.Series(low, nan_to_null=True), "high": pl.Series(high, nan_to_null=True)}
    return _ordered(made.with_columns(**ends), splits)


def without_small(found: pl.DataFrame, numbers: SelfRegistrationNumbers | None = None) -> pl.DataFrame:
    """A table of either indicator with `is_hidden`, and null where it would tell of a few: fewer cases than may be
    told, a cell too small. Between two limits of minutes is a cell too: of limits that are too close the later goes.
    """
    given = numbers or self_registration_numbers()
    return _without_small_times(found, given) if "cases" in found.columns else _without_small_shares(found, given)


def _without_small_times(found: pl.DataFrame, given: SelfRegistrationNumbers) -> pl.DataFrame:
    few = pl.col("cases") < given.smallest_denominator
    few_onsets = few | (pl.col("onset_cases") < given.smallest_denominator)
    last: pl.Expr = pl.lit(0, pl.Int64)
    shown: dict[str, pl.Expr] = {}
    for limit in given.within:
        count = pl.col(f"within_{limit}")
        holds = ~few & ~_is_small(count - last, given) & ~_is_small(pl.col("cases") - count, given)
        last = pl.when(holds).then(count).otherwise(last)
        shown |= {f"within_{limit}": holds, f"share_within_{limit}": holds}
    shown |= {quantile_name(TIME, each): ~few for each in given.quantiles}
    shown |= {quantile_name(ONSET, each): ~few_onsets for each in given.quantiles}
    shown |= {"onset_cases": ~few_onsets, "cases": ~few}
    return found.with_columns(
        *(pl.when(holds).then(pl.col(name)).alias(name) for name, holds in shown.items()), is_hidden=few
    )


def _without_small_shares(found: pl.DataFrame, given: SelfRegistrationNumbers) -> pl.DataFrame:
    few = pl.col("recorded") < given.smallest_denominator
    rest = pl.col("recorded") - pl.col("screened")
    hides = few | _is_small(pl.col("screened"), given) | _is_small(rest, given)
    counted = [name for name in found.columns if name in ("screened", "share", "low", "high")]
    whole = ("stays", "recorded", "missing_share")
    return found.with_columns(
        *(pl.when(~hides).then(pl.col(name)).alias(name) for name in counted),
        *(pl.when(~few).then(pl.col(name)).alias(name) for name in whole),
        is_hidden=hides,
    )


def _is_small(count: pl.Expr, given: SelfRegistrationNumbers) -> pl.Expr:
    return (count > 0) & (count < given.smallest_cell)


def _quantiles(time: str, given: SelfRegistrationNumbers) -> list[pl.Expr]:
    return [
        pl.col(time).quantile(each, interpolation="linear").alias(quantile_name(time, each)) for each in given.quantiles
    ]


def _keys(splits: Sequence[str]) -> list[pl.Expr]:
    return [pl.col(name) for name in splits] or [pl.lit(1).alias("_all")]


def _ordered(found: pl.DataFrame, splits: Sequence[str]) -> pl.DataFrame:
    others = [name for name in found.columns if name not in (*splits, "_all")]
    return found.sort(*splits, nulls_last=True).select(*splits, *others) if splits else found.select(others)
