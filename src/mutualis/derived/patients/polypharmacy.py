"""Polypharmacy: enough different substances of enough daily doses each in a year (methods 2.4)."""

import ibis
import ibis.expr.types as ir

from mutualis.derived.validity import dated
from mutualis.derived.window import in_years
from mutualis.portable import total

MANY, VERY_MANY = "polypharmacy", "excessive_polypharmacy"
SUBSTANCE = 7  # characters of an ATC code that names a substance


def polypharmacy(drugs: ir.Table, hospital_drugs: ir.Table, medicine_group: ir.Table) -> ir.Table:
    """One row per person and year with medicines: `polypharmacy_substances` and the two flags.

    Limits (daily doses of a substance, number of substances) are those of the year's rows of the list medicine_group.
    Medicines are those of public pharmacies and of hospitals, added up by substance.
    """
    taken = _substances(drugs, hospital_drugs)
    taken = _limited(_limited(taken, medicine_group, MANY), medicine_group, VERY_MANY)
    counts = taken.group_by("person_id", "year").agg(
        polypharmacy_substances=taken.count(where=taken.ddd_thousandths >= taken[f"{MANY}_ddd"]),
        very=taken.count(where=taken.ddd_thousandths >= taken[f"{VERY_MANY}_ddd"]),
        least=taken[f"{MANY}_least"].max(),
        least_very=taken[f"{VERY_MANY}_least"].max(),
    )
    return counts.select(
        "person_id",
        "year",
        "polypharmacy_substances",
        is_polypharmacy=counts.polypharmacy_substances >= counts.least,
        is_excessive_polypharmacy=counts.very >= counts.least_very,
    )


def _substances(*tables: ir.Table) -> ir.Table:
    """Person, year and substance with the doses of all tables together."""
    both = ibis.union(
        *(each.select("person_id", "year", "atc_code", "ddd_thousandths") for each in tables), distinct=False
    )
    named = both.filter(in_years(both.year), both.atc_code.length() == SUBSTANCE)
    return named.group_by("person_id", "year", "atc_code").agg(ddd_thousandths=total(named.ddd_thousandths))


def _limited(drugs: ir.Table, medicine_group: ir.Table, group: str) -> ir.Table:
    """The medicines with the limits of a group that hold in their year, as `<group>_ddd` and `<group>_least`."""
    rows = dated(medicine_group, "least_ddd_thousandths", "least_substances", where=medicine_group.code == group)
    limits = rows.select(
        **{f"{group}_ddd": rows.least_ddd_thousandths, f"{group}_least": rows.least_substances.cast("int64")},
        first_year=rows.first_day.year(),
        last_year=rows.last_day.year(),
    )
    met = drugs.join(limits, [drugs.year >= limits.first_year, drugs.year <= limits.last_year])
    return met.select(*drugs.columns, f"{group}_ddd", f"{group}_least")
