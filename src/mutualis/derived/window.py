"""Which years of service are derived, and until when a line may have been booked to count."""

from collections.abc import Mapping
from typing import Any

import ibis
import ibis.expr.types as ir

from mutualis.model import MutualisError, Years

FIRST_YEAR = ibis.param("int32").name("first_year")
LAST_YEAR = ibis.param("int32").name("last_year")
# What is added to the year of service, as YYYY00, to come to the last month of booking that counts, as YYYYMM.
BOOKING_WINDOW = ibis.param("int32").name("booking_window")

DEFAULT_BOOKING_MONTHS = 24


def parameters(years: Years, booking_months: int = DEFAULT_BOOKING_MONTHS) -> Mapping[Any, Any]:
    """What an engine must be given to run a step: the years of service and the booking window.

    A window of 18 months is the year of service and the first half of the next (study 2004-21), 21 is the agency's
    present flag, 24 the legal limit; less than the year itself is an error.
    """
    if booking_months < 12:
        raise MutualisError(
            f"A booking window of {booking_months} months is shorter than the year of service.",
            there_is="windows in use are 18, 21 and 24 months",
        )
    return {FIRST_YEAR: years.first, LAST_YEAR: years.last, BOOKING_WINDOW: _window(booking_months)}


def _window(months: int) -> int:
    """Years and months from January of year 0 to the last of so many months: 24 months end in December of year 1."""
    years, month = divmod(months - 1, 12)
    return years * 100 + month + 1


def in_years(year: ir.IntegerValue) -> Any:
    """Whether a year is one of those that are derived."""
    return year.between(FIRST_YEAR, LAST_YEAR)


def booked_in_time(lines: ir.Table) -> ir.Table:
    """The lines booked within the window, which starts with January of the year of service (booking month: YYYYMM)."""
    return lines.filter(lines.booking_month <= lines.service_day.year() * 100 + BOOKING_WINDOW)


def delivered_in_years(lines: ir.Table) -> ir.Table:
    """The lines of care delivered in the years, booked in time, with their `year`."""
    dated = lines.mutate(year=lines.service_day.year())
    return booked_in_time(dated.filter(in_years(dated.year)))
