"""What each person cost in a year, by cost group."""

import ibis
import ibis.expr.types as ir

from mutualis.derived.steps import step
from mutualis.derived.validity import dated, on_day
from mutualis.derived.window import delivered_in_years
from mutualis.portable import total

AMOUNTS = ("reimbursed_cents", "copayment_cents", "supplement_cents")
# Codes of the list cost_group: medicines in public pharmacies, and what cannot be split (databases 2.2, group 80).
PHARMACY_GROUP = "39"
UNSPLIT_GROUP = "80"


@step
def derived_person_year_cost(
    core_care_line_net: ir.Table, core_dispensing_net: ir.Table, reference_nomenclature: ir.Table
) -> ir.Table:
    """One row per person, year and cost group with any amount: reimbursed, co-payment and supplement in cents.

    The group is that of the nomenclature code on the day of service; a code without one is counted as unsplit, so that
    no cent is lost. Dispensings of public pharmacies are the group of ambulatory medicines (methods 2.9: Farmanet is
    always ambulatory).
    """
    care = delivered_in_years(core_care_line_net).select(
        "person_id", "year", "nomenclature_code", "service_day", *AMOUNTS
    )
    grouped = on_day(care, dated(reference_nomenclature, "cost_group"), "nomenclature_code", "service_day")
    grouped = grouped.mutate(cost_group=grouped.cost_group.fill_null(UNSPLIT_GROUP))
    pharmacy = delivered_in_years(core_dispensing_net).mutate(cost_group=ibis.literal(PHARMACY_GROUP))
    columns = ("person_id", "year", "cost_group", *AMOUNTS)
    lines = ibis.union(grouped.select(*columns), pharmacy.select(*columns), distinct=False)
    sums = lines.group_by("person_id", "year", "cost_group").agg(**{name: total(lines[name]) for name in AMOUNTS})
    return sums.filter((sums.reimbursed_cents != 0) | (sums.copayment_cents != 0) | (sums.supplement_cents != 0))


STEPS = (derived_person_year_cost,)
