"""Ages and days with one answer on every engine: no intervals of months or years, no timestamps that slip in."""

from typing import Any

import ibis.expr.types as ir


def whole_years(born: ir.DateValue, on: ir.DateValue) -> Any:
    """Completed years between two days, int32: who is born on 29 February has a birthday on 1 March in other years."""
    years = on.year() - born.year()
    is_before_birthday = on.month() * 100 + on.day() < born.month() * 100 + born.day()
    return (years - is_before_birthday.cast("int32")).cast("int64").cast("int32")


def add_days(day: ir.DateValue, days: ir.IntegerValue) -> Any:
    """The date so many days later (earlier when negative); a date, never a timestamp."""
    return (day.cast("timestamp") + days.as_interval("D")).date()


def days_between(first: ir.DateValue, last: ir.DateValue) -> Any:
    """Whole days from first to last, int64: 0 for the same day, negative when they run backwards."""
    return last.delta(first, unit="day")


def distinct_days(days: ir.ArrayValue) -> Any:
    """How many different days a list holds that `collect` made, int64; a missing list has none.

    For lists of few: a count of distinct days beside other aggregates makes DuckDB read all rows twice.
    """
    return days.unique().length().fill_null(0).cast("int64")
