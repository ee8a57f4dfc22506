"""The first person-year: contacts, stays and amounts of each person in a year."""

import ibis
import ibis.expr.types as ir

from mutualis.derived.steps import step
from mutualis.derived.validity import dated, on_day
from mutualis.derived.window import delivered_in_years, in_years
from mutualis.portable import total

CONTACT_KINDS = ("gp_contact", "specialist_contact", "psychiatrist_contact")
GLOBAL_FILE_KIND = "gmd"
MEASURES = (
    *("gp_contacts", "specialist_contacts", "psychiatrist_contacts", "global_medical_files"),
    *("reimbursed_cents", "copayment_cents", "supplement_cents"),
    *("classic_stays", "day_stays", "hospital_nights"),
)


def _padded(part: ir.Table) -> ir.Table:
    """Person, year and all measures; those that the part does not have are 0."""
    zero = ibis.literal(0, "int64")
    return part.select("person_id", "year", **{name: part[name] if name in part.columns else zero for name in MEASURES})


def _contacts(care: ir.Table, nomenclature: ir.Table, qualification: ir.Table) -> ir.Table:
    kinds = dated(nomenclature, "kind", where=nomenclature.kind.isin(CONTACT_KINDS))
    lines = on_day(care, kinds, "nomenclature_code", "service_day", how="inner")
    psychiatrists = dated(qualification, "is_psychiatrist", where=qualification.is_psychiatrist)
    lines = on_day(lines, psychiatrists, "provider_qualification", "service_day")
    is_gp = lines.kind == "gp_contact"
    is_psychiatrist = (lines.kind == "psychiatrist_contact") | (~is_gp & lines.is_psychiatrist.fill_null(False))
    days = lines.group_by("person_id", "year", "service_day", "provider_id").agg(
        gp=total(lines.quantity, where=is_gp),
        specialist=total(lines.quantity, where=~is_gp),
        psychiatrist=total(lines.quantity, where=is_psychiatrist),
    )
    return days.group_by("person_id", "year").agg(
        gp_contacts=days.count(where=days.gp > 0),
        specialist_contacts=days.count(where=days.specialist > 0),
        psychiatrist_contacts=days.count(where=days.psychiatrist > 0),
    )


def _global_files(care: ir.Table, nomenclature: ir.Table) -> ir.Table:
    """Fees for a global medical file that remain after corrections."""
    kinds = dated(nomenclature, "kind", where=nomenclature.kind == GLOBAL_FILE_KIND)
    lines = on_day(care, kinds, "nomenclature_code", "service_day", how="inner")
    return lines.group_by("person_id", "year").agg(global_medical_files=total(lines.quantity))


def _amounts(lines: ir.Table) -> ir.Table:
    return lines.group_by("person_id", "year").agg(
        **{name: total(lines[name]) for name in ("reimbursed_cents", "copayment_cents", "supplement_cents")}
    )


def _stays(stays: ir.Table) -> ir.Table:
    chosen = stays.filter(in_years(stays.year))
    is_classic = chosen.stay_kind == "classic"
    return chosen.group_by("person_id", "year").agg(
        classic_stays=chosen.count(where=is_classic),
        day_stays=chosen.count(where=~is_classic),
        hospital_nights=total(chosen.nights),
    )


@step
def derived_person_year(
    *,
    core_care_line_net: ir.Table,
    core_dispensing_net: ir.Table,
    derived_population_year: ir.Table,
    derived_stay: ir.Table,
    reference_nomenclature: ir.Table,
    reference_qualification: ir.Table,
) -> ir.Table:
    """One row per person and year present in population, care or dispensings (methods 2.1): contacts, amounts, stays.

    A contact is a day with one provider of whom contact codes remain after corrections (net quantity above 0), however
    many lines there are (methods 2.6). A contact with a psychiatrist is one by code or by the provider's qualification,
    and counts as a contact with a specialist too. Global medical files are the fees billed for keeping one. Amounts are
    those of services delivered in the year, pharmacies included. Stays count in the year of their admission.
    """
    care = delivered_in_years(core_care_line_net)
    parts = (
        _contacts(care, reference_nomenclature, reference_qualification),
        _global_files(care, reference_nomenclature),
        _amounts(care),
        _amounts(delivered_in_years(core_dispensing_net)),
        _stays(derived_stay),
        derived_population_year.filter(in_years(derived_population_year.year)),
    )
    together = ibis.union(*(_padded(part) for part in parts), distinct=False)
    return together.group_by("person_id", "year").agg(**{name: total(together[name]) for name in MEASURES})


STEPS = (derived_person_year,)
