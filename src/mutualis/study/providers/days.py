"""Days that cannot be, by provider: acts on a day in hospital, two where one is the most, more minutes than a day has.

These are facts about lines, no statistics; each is told with its count (`methods` 7.6). The day of admission and that
of discharge are possible. A provider number that several persons use gives long days too: a controller looks at that
first.
"""

import polars as pl

from mutualis.study.providers.domain import Domain, Material

DAY = ["provider", "person_id", "day"]
KINDS = ("days_in_hospital", "second_acts", "long_days")


def impossible_days(given: Material) -> pl.DataFrame:
    """A row for each provider with acts: acts, KINDS, and their sum `impossible`.

    `days_in_hospital` and `second_acts` count acts, `long_days` counts days of the provider.
    """
    domain, acts = given.domain, given.acts
    every = acts.group_by("provider").agg(acts=pl.len())
    found = (in_hospital_lines(domain, acts, given.stays), second_act_lines(domain, acts), long_days(domain, acts))
    for name, rows in zip(KINDS, found, strict=True):
        every = every.join(rows.group_by("provider").agg(pl.len().alias(name)), on="provider", how="left")
    counted = every.with_columns(pl.col(KINDS).fill_null(0).cast(pl.Int64))
    return counted.with_columns(impossible=pl.sum_horizontal(KINDS)).sort("provider")


def in_hospital_lines(domain: Domain, acts: pl.DataFrame, stays: pl.DataFrame) -> pl.DataFrame:
    """Acts outside a hospital on a day between the ends of a stay: line (place in `acts`), provider."""
    away = acts.with_row_index("line").filter(pl.col("act").is_in(list(domain.outside)))
    within = (pl.col("day") > pl.col("admission_day")) & (pl.col("day") < pl.col("discharge_day"))
    return away.join(stays.drop_nulls(), on="person_id").filter(within).unique("line").select("line", "provider")


def second_act_lines(domain: Domain, acts: pl.DataFrame) -> pl.DataFrame:
    """Of acts that a patient has once a day, those of a provider beyond the first: line, provider."""
    once = acts.with_row_index("line").filter(pl.col("act").is_in(list(domain.once)))
    days = once.group_by(DAY).len().filter(pl.col("len") > 1)
    nth = pl.int_range(pl.len()).over(DAY)
    # few days have several: only they are looked at line by line
    return once.join(days, on=DAY, how="semi").sort("line").filter(nth > 0).select("line", "provider")


def long_days(domain: Domain, acts: pl.DataFrame) -> pl.DataFrame:
    """Days of a provider whose acts take more minutes than a day has: provider, day."""
    minutes = pl.col("act").replace_strict(dict(domain.minutes), default=0, return_dtype=pl.Int64)
    days = acts.group_by("provider", "day").agg(minutes=minutes.sum())
    return days.filter(pl.col("minutes") > domain.longest_day).select("provider", "day")
