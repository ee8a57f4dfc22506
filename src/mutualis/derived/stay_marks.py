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
MALIGNANT = ("is_malignant_medicine", "is_malignant_group", "is_malignant_act")
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


def with_malignant(lines: ir.Table, nomenclature: ir.Table, products: ir.Table, markers: ir.Table) -> ir.Table:
    """The lines with a column for each of MALIGNANT: true where its medicine, group of acts or act is of the list."""
    sorts = (
        (_with_values(products, "atc_code", _values(markers, "atc"), ATC_GROUP), "cnk"),
        (_with_values(nomenclature, "cost_group", _values(markers, "cost_group")), "nomenclature_code"),
        (_values(markers, "nomenclature"), "nomenclature_code"),
    )
    for name, (values, code) in zip(MALIGNANT, sorts, strict=True):
        lines = on_day(lines, values.mutate(ibis.literal(True).name(name)), code, "service_day")
    return lines


def malignant_quantity(lines: ir.Table) -> Any:
    """The most that remains, after corrections, of what points to a malignancy: medicines, groups of acts or acts."""
    return ibis.greatest(*(total(lines.quantity, where=lines[name]) for name in MALIGNANT))


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
