"""Whether somebody died within so many days: known exactly, or left open by a month of death.

The agency knows the year and month of a death (PP0040A and B). Where they leave it open whether it was within the days,
the answer is null. A column `death_<days>` of a file says how many days are asked.
"""

import datetime as dt
import re
from collections.abc import Iterable, Mapping

import polars as pl

from mutualis.linkage.domains import join

COLUMN = re.compile(r"death_(\d+)")


def horizons(columns: Iterable[str]) -> dict[str, int]:
    """The columns that ask for a death within so many days, with the days."""
    found = {name: COLUMN.fullmatch(name) for name in columns}
    return {name: int(match[1]) for name, match in found.items() if match}


def within(
    told: pl.DataFrame, dead: pl.DataFrame, since: str, asked: Mapping[str, int], known_until: dt.date
) -> pl.DataFrame:
    """`told` (c2 and the day `since`) with a column for each horizon: 1, 0, or null where the month leaves it open.

    `dead`: c2, year and month of death. Who is not there was alive on the last day for which deaths are known, and
    whether he or she died after it is open too.
    """
    met = join(told, dead, "c2", "left")
    first = pl.date(pl.col("year"), pl.col("month"), 1)
    ends = {name: pl.col(since) + pl.duration(days=days) for name, days in asked.items()}
    is_alive = pl.col("year").is_null()
    decided = {
        name: pl.when((is_alive & (end <= known_until)) | (first > end))
        .then(0)
        .when(first.dt.month_end() <= end)
        .then(1)
        .cast(pl.Int8)
        for name, end in ends.items()
    }
    return met.with_columns(**decided)
