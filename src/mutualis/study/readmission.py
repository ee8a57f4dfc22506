"""Unplanned readmissions of stays that were billed, without diagnoses."""

import datetime as dt

import polars as pl

DAYS = 30


def episodes(stays: pl.DataFrame, *more: pl.Expr) -> pl.DataFrame:
    """Chains of classic stays in general hospitals, a row each, and how soon the next one of the person began.

    In: rows of `derived_stay` (person_id, stay_kind, is_psychiatric, is_oncological, is_unplanned, admission_day,
    episode_admission_day, episode_discharge_day). Out: person_id, episode_admission_day, discharge_day,
    is_oncological, is_unplanned (of the first stay), `wait` (days to the next chain), `next_is_unplanned`; and what
    `more` sums up of the stays of a chain, in order of admission.
    """
    classic = stays.filter((pl.col("stay_kind") == "classic") & ~pl.col("is_psychiatric"))
    chains = (
        classic.sort("admission_day")
        .group_by("person_id", "episode_admission_day", maintain_order=True)
        .agg(
            pl.col("episode_discharge_day").max().alias("discharge_day"),
            pl.col("is_oncological").any(),
            pl.col("is_unplanned").first(),
            *more,
        )
        .sort("person_id", "episode_admission_day")
    )
    after = pl.col("episode_admission_day").shift(-1).over("person_id") - pl.col("discharge_day")
    return chains.with_columns(
        wait=after.dt.total_days(), next_is_unplanned=pl.col("is_unplanned").shift(-1).over("person_id")
    )


def is_back(days: int = DAYS) -> pl.Expr:
    """Whether the next chain is unplanned and began within so many days, but not on the day of discharge."""
    return (pl.col("wait").is_between(1, days) & pl.col("next_is_unplanned")).fill_null(value=False)


def index_stays(stays: pl.DataFrame, last_day: dt.date, days: int = DAYS) -> pl.DataFrame:
    """Index stays of general hospitals, and whether an unplanned admission followed within so many days.

    In: rows of `derived_stay` (see `episodes`) and the last day that is known. Out: person_id, admission_day,
    discharge_day, is_readmitted; a chain of transfers is one stay. Left out: day stays, psychiatric hospitals,
    oncological stays, and who went home fewer than `days` before the last day. The admission that counts is the next
    classic one, in any general hospital. Source: methods 6.1 (age and death are for the caller).
    """
    known = episodes(stays).filter(
        pl.col("discharge_day").is_not_null()
        & (pl.col("discharge_day") <= last_day - dt.timedelta(days=days))
        & ~pl.col("is_oncological")
    )
    return known.select(
        "person_id",
        pl.col("episode_admission_day").alias("admission_day"),
        "discharge_day",
        is_readmitted=is_back(days),
    )
