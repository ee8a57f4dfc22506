"""Aggregates by accounting code and quarter of care, as study 2004-21 asks (deliberation 05/033, section 3.2)."""

import ibis
import ibis.expr.types as ir

from mutualis.derived.steps import step
from mutualis.derived.validity import dated, on_day
from mutualis.derived.window import delivered_in_years
from mutualis.portable import total

MEASURES = ("quantity", "days", "reimbursed_cents", "copayment_cents", "supplement_cents")
# The group of the list for codes that no other group has.
UNKNOWN_GROUP = "unknown"


def _groups(grouping: ir.Table, level: str, name: str) -> ir.Table:
    kept = dated(grouping, "accounting_group", where=grouping.level == level)
    return kept.select("code", "first_day", "last_day", kept.accounting_group.name(name))


def _quartered(lines: ir.Table) -> ir.Table:
    """The lines with their quarter of care, as 2023Q3."""
    month = lines.service_day.month()
    quarter = month.cases(*((number, f"Q{(number + 2) // 3}") for number in range(1, 13)))
    return lines.select(
        "person_id", "accounting_group", *MEASURES, quarter=lines.service_day.year().cast("string") + quarter
    )


@step
def derived_quarter_group(
    core_care_line_net: ir.Table, core_dispensing_net: ir.Table, reference_accounting_grouping: ir.Table
) -> ir.Table:
    """One row per person, quarter of care and group of accounting codes with anything in it.

    The group is that of the nomenclature code where the list accounting_grouping keeps it apart, else that of the
    accounting code on the line; a dispensing takes the group of its category. A code without a group is counted as
    unknown, so that no cent is lost. The quarter is that of the day of care or of dispensing, and sums over quarters
    are those of the years (deliberation 05/033, 3.2.1). Dispensings have no days.
    """
    care = delivered_in_years(core_care_line_net)
    nomenclature = _groups(reference_accounting_grouping, "nomenclature", "own_group")
    accounting = _groups(reference_accounting_grouping, "accounting", "code_group")
    care = on_day(care, nomenclature, "nomenclature_code", "service_day")
    care = on_day(care, accounting, "accounting_code", "service_day")
    care = care.mutate(accounting_group=ibis.coalesce(care.own_group, care.code_group, UNKNOWN_GROUP))
    categories = _groups(reference_accounting_grouping, "drug_category", "category_group")
    pharmacy = on_day(delivered_in_years(core_dispensing_net), categories, "drug_category_code", "service_day")
    pharmacy = pharmacy.mutate(
        accounting_group=pharmacy.category_group.fill_null(UNKNOWN_GROUP), days=ibis.literal(0, "int64")
    )
    lines = ibis.union(_quartered(care), _quartered(pharmacy), distinct=False)
    sums = lines.group_by("person_id", "quarter", "accounting_group").agg(
        **{name: total(lines[name]) for name in MEASURES}
    )
    first, *others = (sums[name] != 0 for name in MEASURES)
    for other in others:
        first = first | other
    return sums.filter(first)


STEPS = (derived_quarter_group,)
