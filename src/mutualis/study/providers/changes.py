"""Patients who changed provider: their class with the provider before and with the one after."""

import datetime as dt

import polars as pl

from mutualis.study.providers.domain import Material


def changes(given: Material, gap_days: int) -> pl.DataFrame:
    """A row for each case that followed on one of another provider, within so many days: provider (the new one),
    person_id, before and after (places among the levels).
    """
    place = {level: number for number, level in enumerate(given.domain.levels)}
    own = given.cases.select(
        "person_id", "provider", "first_day", "last_day",
        after=pl.col("observed").replace_strict(place, return_dtype=pl.Int64),
    ).sort("person_id", "first_day", "provider")  # fmt: skip
    earlier = [pl.col(each).shift().over("person_id") for each in ("provider", "last_day", "after")]
    told = own.with_columns(had=earlier[0], until=earlier[1], before=earlier[2]).drop_nulls(["had", "before"])
    is_new = (pl.col("had") != pl.col("provider")) & (pl.col("first_day") > pl.col("until"))
    is_soon = pl.col("first_day") <= pl.col("until") + dt.timedelta(days=gap_days)
    return told.filter(is_new & is_soon).select("provider", "person_id", "before", "after")
