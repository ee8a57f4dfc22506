"""Patient data (PATI): what a person used, paid, was entitled to and suffered from in a year."""

from functools import reduce

import ibis
import ibis.expr.types as ir

from mutualis import tables
from mutualis.derived.patients import chronic_flags, counts_of_care, days_of_care, marked, polypharmacy, rights
from mutualis.derived.patients.acts import AMOUNTS
from mutualis.derived.steps import step
from mutualis.derived.window import delivered_in_years, in_years
from mutualis.portable import total

KEY = ("person_id", "year")
CARE = (
    *KEY,
    *("nomenclature_code", "service_day", "provider_id", "provider_qualification", "moment", "quantity", "days"),
    *AMOUNTS,
)
PRESENCE = ("is_in_population", "is_in_care", "is_in_pharmacy")


def _dispensed(dispensings: ir.Table) -> ir.Table:
    lines = delivered_in_years(dispensings).select(*KEY, *AMOUNTS)
    return lines.group_by(*KEY).agg(**{f"pharmacy_{name}": total(lines[name]) for name in AMOUNTS})


def _stays(stays: ir.Table) -> ir.Table:
    chosen = stays.filter(in_years(stays.year))
    is_classic = chosen.stay_kind == "classic"
    return chosen.group_by(*KEY).agg(
        classic_stays=chosen.count(where=is_classic),
        day_stays=chosen.count(where=~is_classic),
        psychiatric_stays=chosen.count(where=is_classic & chosen.is_psychiatric),
        hospital_nights=total(chosen.nights),
    )


def _met(left: ir.Table, right: ir.Table) -> ir.Table:
    """Rows of both tables, by person and year; what one of them does not have is null."""
    others = [name for name in right.columns if name not in KEY]
    named = right.select(*others, other_person_id="person_id", other_year="year")
    both = left.outer_join(named, [left.person_id == named.other_person_id, left.year == named.other_year])
    # Two projections: Ibis joins further to the same chain of joins otherwise, and loses the keys that were computed.
    flat = both.select(*left.columns, *named.columns)
    key = {name: ibis.coalesce(flat[name], flat[f"other_{name}"]) for name in KEY}
    return flat.select(**key, **{name: flat[name] for name in (*left.columns, *others) if name not in KEY})


def _filled(person_years: ir.Table) -> ir.Table:
    """Every declared column: 0 and false where a part has no row of the person and year."""
    amounts = {
        name: person_years[name].fill_null(0) + person_years[f"pharmacy_{name}"].fill_null(0) for name in AMOUNTS
    }
    told = person_years.mutate(is_in_medical_house=person_years.capitations.fill_null(0) > 0, **amounts)
    columns = tables.derived_person_year.columns
    plain = [name for name, column in columns.items() if name not in KEY and not column.nullable]
    empty = {name: (False if columns[name].type == "bool" else 0) for name in plain}
    return told.mutate(**{name: told[name].fill_null(value) for name, value in empty.items()})


def _flagged(person_years: ir.Table, flags: ir.Table) -> ir.Table:
    flagged = person_years.left_join(flags, list(KEY))
    return flagged.select(*person_years.columns, "has_chronic_forfait", "has_chronic_status")


@step
def derived_person_year(
    *,
    core_care_line_net: ir.Table,
    core_dispensing_net: ir.Table,
    derived_population_year: ir.Table,
    derived_person_year_drug: ir.Table,
    derived_person_year_hospital_drug: ir.Table,
    derived_quarter_group: ir.Table,
    derived_stay: ir.Table,
    reference_care_group: ir.Table,
    reference_cg1: ir.Table,
    reference_chronic_threshold: ir.Table,
    reference_disability_origin: ir.Table,
    reference_medicine_group: ir.Table,
    reference_moment: ir.Table,
    reference_nomenclature: ir.Table,
    reference_qualification: ir.Table,
) -> ir.Table:
    """One row per person and year present in population, care or dispensings (methods 2.1), in three flags.

    Contact: a day with one provider of whom contact codes remain after corrections (net quantity above 0; methods 2.6);
    with a psychiatrist, by code or qualification, one with a specialist too. Emergency: a day on which acts of an
    emergency physician remain, general practitioners left out. Out of hours: the moment on the line. Other counts are
    days on which something of the group remains (list care_group); orthodontic acts, global medical files and days in a
    nursing home are what was billed, and the class that of the last such line. Amounts are of services of the year,
    pharmacies included; stays count in the year of admission (methods 2.8); polypharmacy: pharmacies and hospitals
    (methods 2.4). Chronic illness looks back on the years derived with this one (methods 2.7): without them, false.
    """
    care = delivered_in_years(core_care_line_net).select(*CARE)
    lines = marked(care, reference_nomenclature, reference_care_group, reference_qualification, reference_moment)
    situations = rights(derived_population_year, reference_cg1, reference_disability_origin)
    parts = (
        _dispensed(core_dispensing_net).mutate(is_in_pharmacy=True),
        situations.mutate(is_in_population=True),
        _stays(derived_stay),
        polypharmacy(derived_person_year_drug, derived_person_year_hospital_drug, reference_medicine_group),
    )
    person_years = reduce(_met, parts, counts_of_care(days_of_care(lines)).mutate(is_in_care=True))
    flags = chronic_flags(derived_quarter_group, situations, reference_chronic_threshold)
    return _filled(_flagged(person_years, flags))


STEPS = (derived_person_year,)
