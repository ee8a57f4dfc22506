"""Events by person-time, and person-time by calendar year.

Source of the interval: Garwood, Biometrika 28 (1936) 437-442, the exact one of a Poisson count.
"""

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import ArrayLike
from scipy.stats import chi2

from mutualis.methods.estimates import numbers
from mutualis.model import MutualisError

DAYS_A_YEAR = 365.25


def incidence_rate(events: ArrayLike, years: ArrayLike, per: float = 1_000.0, level: float = 0.95) -> pl.DataFrame:
    """Rate, low and high by `per` person-years, of each count of events and its person-years; columns of these names.

    Of no events the low end is 0 and the high end one-sided. Refuses negative counts and groups without person-time.
    """
    met, time = np.atleast_1d(numbers(events, "The count")), np.atleast_1d(numbers(years, "The person-time"))
    if (met < 0).any() or (time <= 0).any():
        raise MutualisError("A count is negative, or a group has no person-time.", do="leave out who was not followed")
    tail = (1 - level) / 2
    low = np.where(met > 0, chi2.ppf(tail, 2 * np.maximum(met, 0.5)) / 2, 0.0)
    high = chi2.ppf(1 - np.where(met > 0, tail, 2 * tail), 2 * (met + 1)) / 2
    return pl.DataFrame({"rate": met / time * per, "low": low / time * per, "high": high / time * per})


def person_time(
    spells: pl.DataFrame, start: str, end: str, event: str | None = None, keep: Sequence[str] = ()
) -> pl.DataFrame:
    """A row for each spell and calendar year that it touches: the columns to `keep`, year, days, years, event.

    `start` and `end` are dates, both days under observation; `event` (boolean) happens on the last day. Refuses gaps
    and spells that end before they start.
    """
    given = spells.select(*keep, pl.col(start).alias("_start"), pl.col(end).alias("_end"), _event(event).alias("event"))
    wrong = given.filter((pl.col("_end") < pl.col("_start")) | pl.col("_end").is_null() | pl.col("_start").is_null())
    if wrong.height:
        raise MutualisError("A spell has no start or end, or ends before it starts.", there_is=f"{wrong.height:,} do")
    first, last = pl.col("_start").dt.year(), pl.col("_end").dt.year()
    by_year = given.with_columns(year=pl.int_ranges(first.cast(pl.Int64), last.cast(pl.Int64) + 1)).explode("year")
    opened = pl.max_horizontal("_start", pl.date(pl.col("year"), 1, 1))
    closed = pl.min_horizontal("_end", pl.date(pl.col("year"), 12, 31))
    return by_year.select(
        *keep,
        "year",
        days=(closed - opened).dt.total_days() + 1,
        years=((closed - opened).dt.total_days() + 1) / DAYS_A_YEAR,
        event=pl.col("event") & (pl.col("_end").dt.year() == pl.col("year")),
    )


def _event(event: str | None) -> pl.Expr:
    return pl.lit(False) if event is None else pl.col(event).cast(pl.Boolean)
