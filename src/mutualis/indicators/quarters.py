"""Counts by practice and quarter for the learning loop: what the warehouse knows of the day, beside the patients.

The patients of a practice are those of the year (methods 2.6), so the denominator is the same in its four quarters.
"""

from typing import Any

import ibis.expr.types as ir

from mutualis.derived import declared_domains
from mutualis.indicators.period import PERIOD
from mutualis.portable import check
from mutualis.reference import Series
from mutualis.tables import derived_practice_patient, derived_quarter_group, derived_stay

UNPLANNED = "unplanned"


def by_quarter(series: Series) -> ir.Table:
    """Numerator by practice and quarter (as 2023Q1), to be run with `year(...)`; quarters without any have no row.

    Columns: provider, quarter, numerator. Of a p chart patients with anything of the group of accounting codes, of a u
    chart unplanned stays by their day of admission.
    """
    patients = derived_practice_patient.filter(PERIOD.covers(derived_practice_patient.year))
    own = patients.select("person_id", provider=patients.practice_id)
    events = _stays() if series.what == UNPLANNED else _of_group(series.what)
    joined: Any = own.inner_join(events, own.person_id == events.brought_by)
    check(joined.drop("brought_by"), declared_domains(), f"Series '{series.name}'")
    return joined.group_by("provider", "quarter").agg(numerator=joined.count())


def patients_of_practices() -> ir.Table:
    """Persons by practice, to be run with `year(...)`. Columns: provider, persons."""
    patients = derived_practice_patient.filter(PERIOD.covers(derived_practice_patient.year))
    return patients.group_by(provider=patients.practice_id).agg(persons=patients.count())


def _of_group(group: str) -> ir.Table:
    """A row a person and quarter with a case of the group."""
    rows = derived_quarter_group.filter(
        derived_quarter_group.accounting_group == group,
        derived_quarter_group.quarter.substr(0, 4) == PERIOD.year.cast("string"),
        derived_quarter_group.quantity > 0,
    )
    return rows.select("quarter", brought_by="person_id")


def _stays() -> ir.Table:
    """A row an unplanned stay with the quarter of its admission."""
    stays: Any = derived_stay.filter(PERIOD.covers(derived_stay.year), derived_stay.is_unplanned)
    month = stays.admission_day.month()
    quarter = month.cases(*((number, f"Q{(number + 2) // 3}") for number in range(1, 13)))
    return stays.select(quarter=stays.admission_day.year().cast("string") + quarter, brought_by=stays.person_id)
