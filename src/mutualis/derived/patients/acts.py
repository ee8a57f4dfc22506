"""Care lines of patient data: each line with its group, and what remains of the groups on each day.

Lines are read once: the code lists are joined to them, and one aggregation gives quantities, days and amounts.
"""

import ibis
import ibis.expr.types as ir

from mutualis.derived.validity import dated, on_day
from mutualis.portable import only_if

AMOUNTS = ("reimbursed_cents", "copayment_cents", "supplement_cents")
GP, SPECIALIST, NURSING, NURSING_HOME = "gp", "specialist", "nursing", "nursing_home"
# Kinds of the nomenclature list that are groups of care by themselves; all other groups are of the list care_group.
KINDS = {"gp_contact": GP, "specialist_contact": SPECIALIST, "psychiatrist_contact": SPECIALIST, "gmd": "gmd"}
# Groups that are counted by day; others are counted by year.
DAILY = (
    *(GP, SPECIALIST, NURSING, NURSING_HOME),
    *("dental", "physiotherapy", "speech_therapy", "laboratory", "imaging"),
)
NURSING_PARTS = ("toilet", "forfait_a", "forfait_b", "forfait_c", "palliative")


def marked(
    care: ir.Table, nomenclature: ir.Table, care_group: ir.Table, qualification: ir.Table, moment: ir.Table
) -> ir.Table:
    """The lines with `family` (group of care, null where none is counted) and the marks that variables look for.

    `is_emergency`: by an emergency physician, whatever the code, but no contact with a general practitioner.
    """
    kinds = dated(nomenclature, "kind", where=nomenclature.kind.isin(tuple(KINDS)))
    special = qualification.is_psychiatrist | qualification.is_emergency
    lines = on_day(care, kinds, "nomenclature_code", "service_day")
    lines = on_day(lines, dated(care_group, "care_group", "care_part", "care_rank"), "nomenclature_code", "service_day")
    doctors = dated(qualification, "is_psychiatrist", "is_emergency", where=special)
    lines = on_day(lines, doctors, "provider_qualification", "service_day")
    outside = dated(moment, "is_out_of_hours", where=moment.is_out_of_hours)
    return _with_family(on_day(lines, outside, "moment", "service_day"))


def _with_family(lines: ir.Table) -> ir.Table:
    family = ibis.coalesce(lines.kind.cases(*KINDS.items()), lines.care_group)
    is_gp = (family == GP).fill_null(False)
    is_specialist = (family == SPECIALIST).fill_null(False)
    psychiatrist = (lines.kind == "psychiatrist_contact") | lines.is_psychiatrist.fill_null(False)
    return lines.mutate(
        family=family,
        is_home_visit=is_gp & (lines.care_group == "gp_home_visit"),
        is_remote=is_gp & (lines.care_group == "gp_remote"),
        is_gp_out_of_hours=is_gp & lines.is_out_of_hours,
        is_psychiatrist_contact=is_specialist & psychiatrist,
        is_emergency_care=lines.is_emergency.fill_null(False) & ~is_gp,
    )


def days_of_care(lines: ir.Table) -> ir.Table:
    """What remains after corrections, by person, year, family, day, provider (of contacts) and class of nursing home.

    Lines of no family, and of families that are counted by year, have no day. Quantities are sums of the marked lines;
    one that no line has is null.
    """
    is_contact, is_home = lines.family.isin((GP, SPECIALIST)), lines.family == NURSING_HOME
    named = lines.mutate(
        day=only_if(lines.family.isin(DAILY) | lines.is_emergency_care, lines.service_day),
        contact_id=only_if(is_contact, lines.provider_id),
        home_class=only_if(is_home, lines.care_rank + lines.care_part),
        home_days=only_if(is_home, lines["days"]),
        cases=lines.quantity.cast("int32"),
    )
    marks = {
        "home_visit": named.is_home_visit,
        "remote": named.is_remote,
        "out_of_hours": named.is_gp_out_of_hours,
        "psychiatrist": named.is_psychiatrist_contact,
        "emergency": named.is_emergency_care,
        **{part: (named.family == NURSING) & (named.care_part == part) for part in NURSING_PARTS},
    }
    return named.group_by("person_id", "year", "family", "day", "contact_id", "home_class").agg(
        quantity=named.cases.sum(),
        billed_days=named.home_days.sum(),
        **{name: named.cases.sum(where=mark) for name, mark in marks.items()},
        **{name: named[name].sum() for name in AMOUNTS},
    )
