"""Cells of `result_indicator` with splits, counted from persons drawn on the real geography."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl
import pyarrow as pa

from mutualis import reference
from mutualis.reference import LEVELS, Plan, geography
from small_country import INDICATORS

COLUMNS = (
    "indicator", "year", "level", "area_code", "split", "category", "numerator", "denominator", "contributors",
    "largest", "second_largest", "squares",
)  # fmt: skip
TYPES = {"year": pa.int32(), **dict.fromkeys(("indicator", "level", "area_code", "split", "category"), pa.string())}


def split_cells(years: Sequence[int], plan: Plan, scale: float = 90.0, seed: int = 0) -> pa.Table:
    """Four indicators, every level and every split that the plan counts; about `scale` insured a municipality."""
    random = np.random.default_rng(seed)
    everyone = {year: persons(year, scale, random) for year in years}
    found = [
        _cells(everyone[year], indicator, year, level, split)
        for indicator in INDICATORS
        for year in years
        for level in LEVELS
        for split in plan.counted(indicator.name, level)
    ]
    table = pl.concat(found).to_arrow(compat_level=pl.CompatLevel.oldest())
    return table.cast(pa.schema([(name, TYPES.get(name, pa.int64())) for name in COLUMNS]))


def persons(year: int, scale: float, random: Any) -> pl.DataFrame:
    """One row a person: the areas, the categories, and what the person brings to each indicator."""
    areas = geography(year)
    codes = areas.municipalities
    number = random.poisson(scale * random.lognormal(-0.5, 1, len(codes)))
    above = pl.DataFrame([areas.above(code) for code in codes])
    size = int(number.sum())
    ages = [row["code"] for row in reference.codelist("age_class").rows]
    drawn = {
        "sex": random.choice(["1", "2"], size),
        "age_class": random.choice(ages, size),
        "increased_reimbursement": random.choice(["no", "yes"], size, p=[0.8, 0.2]),
        "insured": np.ones(size, dtype=np.int64),
        "gp_contact": random.binomial(1, 0.8, size),
        "antibiotics_ddd": random.binomial(1, 0.35, size) * random.integers(1_000, 60_000, size),
        "mean_copayment": random.integers(0, 20_000, size),
    }
    return pl.concat([above[np.repeat(np.arange(len(codes)), number)], pl.DataFrame(drawn)], how="horizontal")


def _cells(people: pl.DataFrame, indicator: Any, year: int, level: str, split: str) -> pl.DataFrame:
    members, part = [] if split == "total" else split.split("*"), pl.col(indicator.name)
    area = pl.lit("BE") if level == "country" else pl.col(level)
    grouped = people.group_by(area.alias("area_code"), *members).agg(
        numerator=part.sum(),
        denominator=pl.len().cast(pl.Int64),
        contributors=(part != 0).sum().cast(pl.Int64),
        largest=part.max(),
        second_largest=part.top_k(2).sort(descending=True).get(1, null_on_oob=True).fill_null(0),
        squares=part.pow(2).sum().cast(pl.Int64),
    )
    has_squares = (indicator.kind, level, split) == ("amount", "country", "total")
    category = pl.concat_str(members, separator="*") if members else pl.lit("all")
    return grouped.with_columns(
        indicator=pl.lit(indicator.name),
        year=pl.lit(year, pl.Int32),
        level=pl.lit(level),
        split=pl.lit(split),
        category=category,
        squares=pl.col("squares") if has_squares else pl.lit(None, pl.Int64),
    ).select(COLUMNS)
