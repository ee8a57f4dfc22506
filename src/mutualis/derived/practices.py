"""GP practices: whose patient a person is in a year, and contacts.

Source: methods 2.6 (`seen`: a Belgian method validated by NIHDI and KCE) and databases 2.8 (Gp).
"""

import ibis
import ibis.expr.types as ir

from mutualis.derived.steps import step
from mutualis.derived.validity import dated, on_day
from mutualis.derived.window import delivered_in_years, in_years
from mutualis.portable import total

CONTACT, FILE, CAPITATION = "gp_contact", "gmd", "capitation"
KINDS = (CONTACT, FILE, CAPITATION)
# In this order: a global medical file decides first, then the lump sum of a medical house, then contacts.
REASONS = {"file": 1, "capitation": 2, "contacts": 3}
COUNTS = ("patients", "patients_by_file", "contacts", "contacts_of_patients")
PLACE = ("person_id", "year", "practice_id")


def practice_lines(care: ir.Table, nomenclature: ir.Table) -> ir.Table:
    """Lines of the years that name a practice and are a contact with a GP, a global medical file or a lump sum of a
    medical house, with their `kind`.
    """
    lines = delivered_in_years(care.filter(care.practice_id.notnull()))
    kinds = dated(nomenclature, "kind", where=nomenclature.kind.isin(KINDS))
    found = on_day(lines, kinds, "nomenclature_code", "service_day", how="inner")
    return found.select(*PLACE, "kind", "nomenclature_code", "service_day", "provider_id", "moment", "quantity")


def _days(lines: ir.Table, assigning: ir.Table, moments: ir.Table) -> ir.Table:
    """Contacts: a row a person, practice, day and provider of whom a contact remains after corrections.

    `regular` is what remains of consultations and home visits in regular hours; without a moment they are regular.
    """
    contacts = lines.filter(lines.kind == CONTACT)
    contacts = on_day(contacts, dated(assigning, "assigns"), "nomenclature_code", "service_day")
    contacts = on_day(contacts, dated(moments, "is_out_of_hours"), "moment", "service_day")
    is_regular = contacts.assigns.notnull() & ~contacts.is_out_of_hours.fill_null(False)
    days = contacts.group_by(*PLACE, "service_day", "provider_id").agg(
        left=total(contacts.quantity), regular=total(contacts.quantity, where=is_regular)
    )
    return days.filter(days.left > 0)


def _counted(days: ir.Table) -> ir.Table:
    """Contacts of a person with a practice, those in regular hours, and the first day of these."""
    is_regular = days.regular > 0
    return days.group_by(*PLACE).agg(
        contacts=days.count(),
        regular=days.count(where=is_regular),
        first_day=days.service_day.min(where=is_regular),
    )


def _lump_sums(lines: ir.Table, kind: str) -> ir.Table:
    """Practices to which a lump sum of a kind for a person remains, with the last day of one."""
    own = lines.filter(lines.kind == kind)
    found = own.group_by(*PLACE).agg(left=total(own.quantity), last_day=own.service_day.max(where=own.quantity > 0))
    return found.filter(found.left > 0).select(*PLACE, "last_day")


def _claims(lines: ir.Table, counted: ir.Table) -> ir.Table:
    """Every practice that has a reason to count a person as a patient: a row a reason."""
    nothing, no_day = ibis.literal(0, "int64"), ibis.null("date")
    parts = [
        found.select(*PLACE, "last_day", rank=ibis.literal(REASONS[reason]), regular=nothing, first_day=no_day)
        for reason, found in (("file", _lump_sums(lines, FILE)), ("capitation", _lump_sums(lines, CAPITATION)))
    ]
    seen = counted.filter(counted.regular > 0)
    by_contacts = seen.select(
        *PLACE, last_day=no_day, rank=ibis.literal(REASONS["contacts"]), regular="regular", first_day="first_day"
    )
    return ibis.union(*parts, by_contacts, distinct=False)


@step
def derived_practice_patient(
    *,
    core_care_line_net: ir.Table,
    reference_nomenclature: ir.Table,
    reference_moment: ir.Table,
    reference_practice_contact: ir.Table,
) -> ir.Table:
    """One row per person and year with a practice: the practice, why it is that one, and the contacts with it.

    First the practice that keeps the global medical file (of two, the one paid last), then the medical house that is
    paid by capitation (the same), then the practice with most contacts in regular hours: days with one of its GPs with
    a consultation or home visit that remains after corrections. Of equal ones the practice consulted first in the year,
    then the first in the order of their codes. `contacts` are all contacts with the practice, whatever the hour or
    form. Which codes assign is the list `practice_contact`, which moments are out of hours the list `moment`. Who is in
    a medical house has no contacts in the data (methods 2.6).
    """
    lines = practice_lines(core_care_line_net, reference_nomenclature)
    counted = _counted(_days(lines, reference_practice_contact, reference_moment))
    claims = _claims(lines, counted)
    best = ibis.window(
        group_by=["person_id", "year"],
        order_by=[claims["rank"], claims.last_day.desc(), claims.regular.desc(), claims.first_day, claims.practice_id],
    )
    ranked = claims.mutate(place=ibis.row_number().over(best))
    chosen = ranked.filter(ranked.place == 0).select(*PLACE, "rank")
    met = chosen.left_join(counted, list(PLACE))
    return met.select(
        *PLACE,
        assigned_by=met["rank"].cases(*((rank, reason) for reason, rank in REASONS.items())),
        contacts=met.contacts.fill_null(0),
    )


@step
def derived_practice_year(
    *,
    core_care_line_net: ir.Table,
    derived_practice_patient: ir.Table,
    reference_nomenclature: ir.Table,
    reference_moment: ir.Table,
    reference_practice_contact: ir.Table,
) -> ir.Table:
    """One row per practice and year with a patient or a contact: patients, those by a global medical file, contacts.

    A contact is a day with one of its GPs of whom a contact remains after corrections; those of its own patients are
    those of the persons assigned to it.
    """
    lines = practice_lines(core_care_line_net, reference_nomenclature)
    counted = _counted(_days(lines, reference_practice_contact, reference_moment))
    patients = derived_practice_patient.filter(in_years(derived_practice_patient.year))
    place = ("practice_id", "year")
    of_patients = patients.group_by(*place).agg(
        patients=patients.count(),
        patients_by_file=patients.count(where=patients.assigned_by == "file"),
        contacts_of_patients=total(patients.contacts),
    )
    of_anybody = counted.group_by(*place).agg(contacts=total(counted.contacts))
    houses = _lump_sums(lines, CAPITATION).select(*place).distinct().mutate(is_medical_house=ibis.literal(True))
    zero = ibis.literal(0, "int64")
    both = ibis.union(
        of_patients.mutate(contacts=zero).select(*place, *COUNTS),
        of_anybody.mutate(patients=zero, patients_by_file=zero, contacts_of_patients=zero).select(*place, *COUNTS),
        distinct=False,
    )
    summed = both.group_by(*place).agg(**{name: total(both[name]) for name in COUNTS})
    met = summed.left_join(houses, list(place))
    return met.select(*summed.columns, is_medical_house=met.is_medical_house.fill_null(False))


STEPS = (derived_practice_patient, derived_practice_year)
