"""Long stays of hospitals: registered in every half-year, as first, intermediate and last part.

How long a stay must be for that was not found; here it is more than thirty days with a change of half-year in them.
Source: linkage 1.1 and 1.4 (the parts: seen; from when: stand-in).
"""

import polars as pl

LONG_DAYS = 30
FIRST, INTERMEDIATE, LAST = "F", "M", "L"


def earlier_parts(stay: pl.DataFrame) -> pl.DataFrame:
    """The parts of long stays in the half-years before the one in which they end: no discharge, and where to is said to
    be a next registration.
    """
    long = stay.filter(_is_long()).with_columns(half=pl.int_ranges(_half("admission_day"), _half("discharge_day")))
    parts = long.explode("half").with_columns(is_first=pl.col("half") == _half("admission_day"))
    mark = pl.when(pl.col("is_first")).then(pl.lit(FIRST)).otherwise(pl.lit(INTERMEDIATE))
    made = parts.with_columns(
        registration_year=(pl.col("half") // 2).cast(stay.schema["registration_year"]),
        registration_period=(pl.col("half") % 2 + 1).cast(stay.schema["registration_period"]),
        discharge_day=pl.lit(None, stay.schema["discharge_day"]),
        place_before=pl.when(pl.col("is_first")).then(pl.col("place_before")).otherwise(pl.lit(INTERMEDIATE)),
        stay_type=mark,
        destination=mark,
        discharge_type=pl.lit(None, pl.String),
        rehabilitation_day=pl.lit(-1, stay.schema["rehabilitation_day"]),
    )
    return made.select(stay.columns)


def with_last_parts(stay: pl.DataFrame) -> pl.DataFrame:
    """The stays, of which the long ones are the last part of theirs."""
    is_long = _is_long()
    return stay.with_columns(
        stay_type=pl.when(is_long).then(pl.lit(LAST)).otherwise(pl.col("stay_type")),
        place_before=pl.when(is_long).then(pl.lit(INTERMEDIATE)).otherwise(pl.col("place_before")),
    )


def _is_long() -> pl.Expr:
    days = (pl.col("discharge_day") - pl.col("admission_day")).dt.total_days()
    return (days > LONG_DAYS) & (_half("admission_day") < _half("discharge_day"))


def _half(name: str) -> pl.Expr:
    """The number of a half-year: two a year."""
    return pl.col(name).dt.year() * 2 + (pl.col(name).dt.month() > 6).cast(pl.Int32)
