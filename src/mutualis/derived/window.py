"""Which years of service are derived, and until when a line may have been booked to count."""

from collections.abc import Mapping
from typing import Any

import ibis
import ibis.expr.types as ir

from mutualis.model import MutualisError, Years

FIRST_YEAR = ibis.param("int32").name("first_year")
LAST_YEAR = ibis.param("int32").name("last_year")
BOOKING_MONTHS = ibis.param("int32").name("booking_months")

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
    return {FIRST_YEAR: years.first, LAST_YEAR: years.last, BOOKING_MONTHS: booking_months}


def in_years(year: ir.IntegerValue) -> Any:
    """Whether a year is one of those that are derived."""
    return year.between(FIRST_YEAR, LAST_YEAR)


def booked_in_time(lines: ir.Table) -> ir.Table:
    """The lines booked within the window, which starts with January of the year of service (booking month: YYYYMM)."""
    month = lines.booking_month % 100
    months_later = (lines.booking_month - month - lines.service_day.year() * 100) * 12
    return lines.filter(months_later <= (BOOKING_MONTHS - month) * 100)


def delivered_in_years(lines: ir.Table) -> ir.Table:
    """The lines of care delivered in the years, booked in time, with their `year`."""
    dated = lines.mutate(year=lines.service_day.year())
    return booked_in_time(dated.filter(in_years(dated.year)))
