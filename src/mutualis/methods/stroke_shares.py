"""The stroke indicators as shares with intervals, by hospital, year, sex and age class, small numbers hidden.

What is hidden here are the cells themselves. Sums that would give a hidden cell away are not looked at: a table that
leaves the researcher's zone passes the output check (docs/disclosure.md).
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from itertools import pairwise
from typing import Any

import polars as pl

from mutualis.methods import stroke
from mutualis.methods.intervals import wilson
from mutualis.reference.files import ROOT

HOSPITAL, YEAR, SEX, AGE_CLASS = "hospital_number", "discharge_year", "sex", "age_class"
SPLITS = (HOSPITAL, YEAR, SEX, AGE_CLASS)
# What is null where a figure is hidden.
FIGURES = ("denominator", "numerator", "unknown", "share", "low", "high")


@cache
def benchmark() -> Mapping[str, Any]:
    """The numbers behind the comparison of hospitals, from `stroke_benchmark.toml`."""
    return tomllib.loads((ROOT / "stroke_benchmark.toml").read_text(encoding="utf-8"))


def with_age_class(cases: pl.DataFrame) -> pl.DataFrame:
    """The cases with `age_class`: `-44`, `45-64`, ..., `85-`, by `ages` of the parameters; null without age."""
    starts = list(stroke.parameters()["ages"])
    names = [f"-{starts[0] - 1}", *(f"{a}-{b - 1}" for a, b in pairwise(starts)), f"{starts[-1]}-"]
    place = pl.sum_horizontal(age() >= each for each in starts).replace_strict(dict(enumerate(names)))
    return cases.with_columns(age_class=pl.when(age().is_not_null()).then(place.cast(pl.String)))


def age() -> pl.Expr:
    """Age at admission; of a class ("65-69", "90+"), as a small cell analysis leaves it, its first year."""
    return pl.col("age_at_admission").cast(pl.String).str.extract(r"^(\d+)").cast(pl.Int32)


def shares(cases: pl.DataFrame, *splits: str) -> pl.DataFrame:
    """Each indicator by the splits: denominator, numerator, unknown, share with Wilson's 95 % interval, is_hidden.

    By hospital a figure of few cases is hidden; without hospital nothing is.
    """
    return with_intervals(stroke.by(with_age_class(cases), *splits), hide=HOSPITAL in splits)


def with_intervals(counted: pl.DataFrame, *, hide: bool) -> pl.DataFrame:
    """Rows with denominator and numerator, with their share and interval; small ones hidden if asked."""
    low, high = wilson(counted["numerator"], counted["denominator"])
    share = pl.when(pl.col("denominator") > 0).then(pl.col("numerator") / pl.col("denominator"))
    told = counted.with_columns(share=share, low=pl.Series(low).fill_nan(None), high=pl.Series(high).fill_nan(None))
    told = told.with_columns(is_hidden=is_small() if hide else pl.lit(False))
    return told.with_columns(pl.when(~pl.col("is_hidden")).then(pl.col(name)).alias(name) for name in FIGURES)


def is_small(numerator: str = "numerator", denominator: str = "denominator") -> pl.Expr:
    """Whether a figure of a hospital is hidden: too few cases, or few (but some) who reached it or did not."""
    rule = benchmark()["hidden"]
    met, all_ = pl.col(numerator), pl.col(denominator)
    few = [each.is_between(1, rule["cell_under"] - 1) for each in (met, all_ - met)]
    return (all_ < rule["denominator_under"]) | pl.any_horizontal(few)
