"""The lines of care that belong to stays in hospital, as the derived table of stays takes them (methods 3.4)."""

from collections.abc import Mapping, Sequence
from typing import Any

import ibis

from mutualis.model import MutualisError
from mutualis.reference import codelist
from mutualis.study.desk import Desk

STAY = ("person_id", "hospital_number", "admission_day", "stay_kind")
PHYSICIAN_FEE = "physician_fee"
GROUP_DIGITS = 2


def booked(lines: Any, booking_months: int) -> Any:
    """Lines with `year` (of service), booked within so many months from January of that year: those of the derived
    tables. Raises where the window is not told in whole years.
    """
    if booking_months % 12:
        raise MutualisError("The window of booking is told in whole years.", there_is=f"{booking_months} months")
    told = lines.mutate(year=lines.service_day.year().cast("int32"))
    last = (told.year.cast("int64") + booking_months // 12 - 1) * 100 + 12
    return told.filter(told.booking_month <= last)


def lines_in_stays(desk: Desk, stays: Any, booking_months: int, columns: Sequence[str]) -> Any:
    """The lines of stays, with the key of their stay (`STAY`), `stay_year`, `year` (of service) and granted columns of
    the line: all that the hospital of a stay billed for a day from its first to its last.

    `stays`: of derived_stay those that are wanted, with discharge_day and year. Needs core_care_line_net with
    person_id, service_day, booking_month and institution_number.
    """
    care = desk.table("core_care_line_net")
    chosen = stays.select(*STAY, "discharge_day", stay_year=stays.year)
    lines = booked(care.filter(care.institution_number.notnull()), booking_months)
    own = lines.select("year", "service_day", *columns, patient="person_id", institution="institution_number")
    same = [
        chosen.person_id == own.patient,
        chosen.hospital_number == own.institution,
        own.service_day >= chosen.admission_day,
        own.service_day <= chosen.discharge_day,
    ]
    return chosen.join(own, same).select(*STAY, "stay_year", "service_day", "year", *columns)


def is_physician_fee(accounting_code: Any) -> Any:
    """Which lines are fees of physicians: the list `barometer_component` says so of the cost group, which a code of
    accounting begins with (methods 3.2).
    """
    groups = [row["code"] for row in codelist("barometer_component").rows if row["component"] == PHYSICIAN_FEE]
    return accounting_code.substr(0, GROUP_DIGITS).isin(groups)


def ranked(column: Any, kinds: Mapping[str, Sequence[str]]) -> Any:
    """The place of the first kind that holds a code, whole or by its beginning, counted from 0; else their number."""
    of_each = (
        (ibis.or_(*(column.startswith(each) for each in codes)), place) for place, codes in enumerate(kinds.values())
    )
    return ibis.cases(*of_each, else_=len(kinds))


def named(column: Any, kinds: Mapping[str, Sequence[str]], other: str) -> Any:
    """The name of the first kind that holds a code, whole or by its beginning; `other` where none does."""
    of_each = ((ibis.or_(*(column.startswith(each) for each in codes)), name) for name, codes in kinds.items())
    return ibis.cases(*of_each, else_=other)
