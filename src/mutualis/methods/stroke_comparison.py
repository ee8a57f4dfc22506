"""Hospitals beside each other: the share of each with its interval, the mean of all, its place in the funnel."""

from collections.abc import Mapping, Sequence

import polars as pl

from mutualis.methods.funnel import position
from mutualis.methods.self_registration import SCREENED, TIME
from mutualis.methods.stroke import INDICATORS, by
from mutualis.methods.stroke_risk import RiskModel, hospital_ratios
from mutualis.methods.stroke_shares import HOSPITAL, benchmark, with_intervals

# What a small cell analysis writes for a hospital that it blanked: those cases are in the mean, and no hospital's.
BLANKED = "*"
FIRST_LIMIT = 30  # minutes from door to needle: the norm is that half are within (linkage 2.2, seen)
ADJUSTED = "{}_adjusted"
IS_BETTER_HIGHER = (
    INDICATORS
    | {"swallow_screening": True, "needle_within_30": True}
    | {ADJUSTED.format(name): False for name in ("death_30", "death_90")}
)
COLUMNS = {
    "indicator": pl.String, HOSPITAL: pl.String, "cases": pl.Int64, "share": pl.Float64, "low": pl.Float64,
    "high": pl.Float64, "ratio": pl.Float64, "ratio_low": pl.Float64, "ratio_high": pl.Float64, "is_hidden": pl.Boolean,
    "mean": pl.Float64,
}  # fmt: skip


def compared(counted: pl.DataFrame, models: Sequence[RiskModel] = ()) -> pl.DataFrame:
    """One row per indicator and hospital: cases, share, low, high, mean of all hospitals, is_hidden, position.

    `counted` is what `stroke.by(cases, "hospital_number")` returns, rows of further indicators allowed. Each model adds
    `death_30_adjusted` or `death_90_adjusted`: the risk-adjusted share, and the ratio of observed and expected deaths
    with its limits. `position` says where the share lies between the limits of the funnel around the mean.
    """
    parts = [_shares(counted), *(_adjusted(each) for each in models)]
    found = pl.concat([part.select(list(COLUMNS)).cast(COLUMNS) for part in parts])  # type: ignore[arg-type]
    return _placed(found.filter((pl.col(HOSPITAL) != BLANKED).fill_null(False))).sort("indicator", HOSPITAL)


def compared_cases(
    cases: pl.DataFrame, models: Sequence[RiskModel] = (), further: pl.DataFrame | None = None
) -> pl.DataFrame:
    """The same from the cases of `stroke.cases`, and `further` rows (`self_registered`)."""
    counted = [by(cases, HOSPITAL), *([] if further is None else [further])]
    return compared(pl.concat(counted, how="vertical_relaxed"), models)


def self_registered(rows: pl.DataFrame, numbers: Mapping[str, str]) -> pl.DataFrame:
    """Indicators 5 and 6 by hospital as rows for `compared`: swallowing screened of who is registered either way, and
    needles within half an hour of who got one. `numbers`: number of a hospital by its recognition number.
    """
    number = pl.col("hospital_code").replace_strict(dict(numbers), default=BLANKED, return_dtype=pl.String)
    named = rows.with_columns(number.alias(HOSPITAL))
    told = {"swallow_screening": pl.col(SCREENED), "needle_within_30": pl.col(TIME) <= FIRST_LIMIT}
    parts = [
        named.group_by(HOSPITAL).agg(
            denominator=met.is_not_null().sum(), numerator=met.sum(), unknown=met.is_null().sum()
        )
        for met in told.values()
    ]
    made = [part.with_columns(indicator=pl.lit(name)) for name, part in zip(told, parts, strict=True)]
    return pl.concat(made).select("indicator", HOSPITAL, "denominator", "numerator", "unknown")


def _shares(counted: pl.DataFrame) -> pl.DataFrame:
    summed = pl.col("numerator").sum().over("indicator") / pl.col("denominator").sum().over("indicator")
    mean = pl.when(pl.col("denominator").sum().over("indicator") > 0).then(summed)
    told = with_intervals(counted.with_columns(mean=mean), hide=True)
    none = {name: pl.lit(None, pl.Float64) for name in ("ratio", "ratio_low", "ratio_high")}
    return told.with_columns(cases=pl.col("denominator"), **none)


def _adjusted(model: RiskModel) -> pl.DataFrame:
    return hospital_ratios(model).select(
        HOSPITAL,
        "cases",
        "is_hidden",
        indicator=pl.lit(ADJUSTED.format(f"death_{model.days}")),
        share="adjusted",
        low="adjusted_low",
        high="adjusted_high",
        ratio="smr",
        ratio_low="low",
        ratio_high="high",
        mean=pl.lit(model.overall),
    )


def _placed(found: pl.DataFrame) -> pl.DataFrame:
    """The rows with their position in the funnel, one indicator after the other; null where hidden."""
    levels = tuple(benchmark()["funnel"]["levels"])
    shown = found.filter(~pl.col("is_hidden") & pl.col("share").is_not_null())
    parts = [
        each.with_columns(position=pl.Series(position(each["share"], each["mean"][0], each["cases"], levels)))
        for each in shown.partition_by("indicator")
    ]
    placed = pl.concat(parts) if parts else shown.with_columns(position=pl.lit(None, pl.String))
    return found.join(placed.select("indicator", HOSPITAL, "position"), on=["indicator", HOSPITAL], how="left")
