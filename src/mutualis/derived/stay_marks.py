"""Marks of a stay that no claim states: psychiatric hospital, malignancy, unplanned.

The list `hospital` says of what kind a hospital is, the list `qualification` who is an emergency physician; a row of
the list `stay_marker` says which value of which field points to a malignancy, and when.
"""

from typing import Any

import ibis
import ibis.expr.types as ir

from mutualis.derived.validity import dated, on_day
from mutualis.derived.window import booked_in_time
from mutualis.portable import add_days, total

# A group of ATC as `stay_marker` names it has three characters.
ATC_GROUP = 3
PSYCHIATRIC, MALIGNANCY = "psychiatric", "malignancy"
# What stays read of a line; the SQL of a step that carries all columns along takes longer to make.
LINE = (
    *("person_id", "institution_number", "service_day", "last_service_day", "admission_day", "discharge_day"),
    *("booking_month", "quantity", "is_correction", "nomenclature_code", "cnk", "service_code"),
    *("reimbursed_cents", "copayment_cents", "supplement_cents"),
)


def with_hospital_kind(stays: ir.Table, hospitals: ir.Table) -> ir.Table:
    """The stays with `is_psychiatric`: what the list of hospitals says on the day of admission (databases 6.5: numbers
    of psychiatric hospitals begin with 720). A hospital that is not in the list is a general one.
    """
    found = on_day(stays, dated(hospitals, "kind"), "hospital_number", "admission_day")
    return found.select(*stays.columns, is_psychiatric=(found.kind == PSYCHIATRIC).fill_null(False))


def near_hospitals(care: ir.Table, qualifications: ir.Table) -> ir.Table:
    """The lines that name a hospital or an emergency physician, with `is_emergency`; in one pass over all lines."""
    doctors = dated(qualifications, "is_emergency", where=qualifications.is_emergency)
    lines = on_day(care.select(*LINE, "provider_qualification"), doctors, "provider_qualification", "service_day")
    lines = lines.select(*LINE, is_emergency=lines.is_emergency.fill_null(False))
    return lines.filter(lines.institution_number.notnull() | lines.is_emergency)


def with_emergency(stays: ir.Table, near: ir.Table) -> ir.Table:
    """The stays with `is_unplanned`: care of an emergency physician remains, anywhere, on the day of admission or the
    day before (methods 6.1). `near`: lines with `is_emergency`.
    """
    days = _remaining(booked_in_time(near.filter(near.is_emergency)), "person_id", "service_day")
    same = days.select("person_id", admission_day=days.service_day)
    later = days.select("person_id", admission_day=add_days(days.service_day, ibis.literal(1)))
    met = ibis.union(same, later, distinct=True).mutate(is_unplanned=ibis.literal(True))
    found = stays.left_join(met, ["person_id", "admission_day"])
    return found.select(*stays.columns, is_unplanned=found.is_unplanned.fill_null(False))


def with_malignancy(
    stays: ir.Table, lines: ir.Table, nomenclature: ir.Table, products: ir.Table, markers: ir.Table
) -> ir.Table:
    """The stays with `is_oncological`: a medicine or act of the list remains on a day within the stay."""
    medicines = _with_values(products, "atc_code", _values(markers, "atc"), ATC_GROUP)
    groups = _with_values(nomenclature, "cost_group", _values(markers, "cost_group"))
    acts = _values(markers, "nomenclature")
    days = _days_of(lines, ((medicines, "cnk"), (groups, "nomenclature_code"), (acts, "nomenclature_code")))
    is_within = [days.service_day >= stays.admission_day, days.service_day <= stays.discharge_day]
    inside = stays.join(days, ["person_id", "hospital_number", *is_within])
    key = ("person_id", "hospital_number", "admission_day", "stay_kind")
    marked = inside.select(*key).distinct().mutate(is_oncological=ibis.literal(True))
    met = stays.left_join(marked, list(key))
    return met.select(*stays.columns, is_oncological=met.is_oncological.fill_null(False))


def _days_of(lines: ir.Table, sorts: tuple[tuple[ir.Table, str], ...]) -> Any:
    """Person, hospital and day of lines with a code of one of the sorts (facts and column), of which some remains."""
    found = [
        on_day(lines, facts, code, "service_day", how="inner").select(
            "person_id", "hospital_number", "service_day", "quantity", fact=ibis.literal(number)
        )
        for number, (facts, code) in enumerate(sorts)
    ]
    return _remaining(ibis.union(*found, distinct=False), "person_id", "hospital_number", "service_day", "fact")


def _values(markers: ir.Table, field: str) -> ir.Table:
    """The values of a field that point to a malignancy, with their periods, as `code`."""
    kept = markers.filter(markers.points_to == MALIGNANCY, markers.field == field)
    return dated(kept.select("valid_from", "valid_to", code=kept.value))


def _with_values(facts: ir.Table, column: str, values: ir.Table, length: int | None = None) -> ir.Table:
    """The codes of a list whose column has one of the values (or begins with it), on the days on which both hold."""
    own = dated(facts, column)
    own = own.mutate(value=own[column] if length is None else own[column].substr(0, length))
    met = own.join(values.select(value="code", since="first_day", until="last_day"), "value")
    both = met.select(
        "code",
        first_day=ibis.greatest(met.first_day, met.since),
        last_day=ibis.least(met.last_day, met.until),
    )
    return both.filter(both.first_day <= both.last_day)


def _remaining(lines: ir.Table, *key: str) -> Any:
    """The keys of which a quantity remains after corrections."""
    left = lines.group_by(*key).agg(quantity=total(lines.quantity))
    return left.filter(left.quantity > 0).select(*key)
