"""Households of the maximum billing (MAF) and its yearly counter.

Source: methods 5.2, databases 5.8. Left out: supplements under reference reimbursement (no field tells them),
care-dependent persons who may form a household of their own.
"""

import ibis.expr.types as ir

from mutualis.derived.maf_ceilings import HOUSEHOLD, members, with_ceilings
from mutualis.derived.maf_counter import chronically_ill, counted_lines, counted_persons, repaid_persons
from mutualis.derived.steps import step
from mutualis.derived.window import in_years
from mutualis.portable import total


@step
def derived_maf_ceiling(
    *,
    core_care_line_net: ir.Table,
    core_dispensing_net: ir.Table,
    derived_person_year: ir.Table,
    derived_population_year: ir.Table,
    derived_stay: ir.Table,
    reference_maf_ceiling: ir.Table,
    reference_maf_counted: ir.Table,
    reference_maf_rule: ir.Table,
) -> ir.Table:
    """One row per insured person and year: household of 1 January, right, the ceilings that hold, what counts for them.

    Ceilings follow from the category fields (`maf_ceilings`); a member with high co-payments in both years before or
    with the status of chronic affection lowers them. Co-payments count by the list `maf_counted` (`maf_counter`).
    """
    lines = counted_lines(core_care_line_net, core_dispensing_net, reference_maf_counted, derived_stay)
    counted = counted_persons(lines)
    chronic = chronically_ill(counted, derived_person_year, reference_maf_ceiling)
    own = members(derived_population_year, reference_maf_rule, reference_maf_ceiling)
    persons = with_ceilings(own, chronic, reference_maf_ceiling)
    met = persons.left_join(counted, ["person_id", "year"])
    return met.select(
        *persons.columns,
        counted_cents=met.counted_cents.fill_null(0),
        positive_cents=met.positive_cents.fill_null(0),
    )


@step
def derived_maf_person(
    *,
    core_care_line_net: ir.Table,
    core_dispensing_net: ir.Table,
    derived_maf_ceiling: ir.Table,
    derived_stay: ir.Table,
    reference_maf_counted: ir.Table,
) -> ir.Table:
    """One row per insured person and year: household, own ceiling of a child, co-payments that count and those repaid.

    Co-payments of the year that count (`maf_counted`) are taken in the order of delivery. What is above the ceiling of
    a child, then of the social members of an income household, then of the household, is repaid, nothing twice
    (`maf_counter`). The ceilings are those of `derived_maf_ceiling`.
    """
    persons = derived_maf_ceiling.filter(in_years(derived_maf_ceiling.year))
    lines = counted_lines(core_care_line_net, core_dispensing_net, reference_maf_counted, derived_stay)
    repaid = repaid_persons(lines, persons)
    found = persons.left_join(repaid, ["person_id", "year"])
    return found.select(*persons.columns, "reached_day", repaid_cents=found.repaid_cents.fill_null(0))


@step
def derived_maf_household(*, derived_maf_ceiling: ir.Table, derived_maf_person: ir.Table) -> ir.Table:
    """One row per household and year: its kind and ceiling, its members, and what of the ceiling was reached.

    A household is social when all its members with a right have a social one, income when another member has a right
    by income, none when nobody has a right (nothing is repaid then, but to children). It is reached when anything is
    repaid to a member.
    """
    ceilings = derived_maf_ceiling.filter(in_years(derived_maf_ceiling.year))
    repaid = derived_maf_person.select("person_id", "year", "repaid_cents", "reached_day")
    told = ceilings.join(repaid, ["person_id", "year"])
    sums = told.group_by(*HOUSEHOLD).agg(
        maf_type=told.maf_type.max(),
        ceiling_cents=told.ceiling_cents.max(),
        social_ceiling_cents=told.social_ceiling_cents.max(),
        has_chronic_reduction=told.has_chronic_reduction.max(),
        members=told.count(),
        counted_cents=total(told.counted_cents),
        repaid_cents=total(told.repaid_cents),
        reached_day=told.reached_day.min(),
    )
    return sums.mutate(is_reached=sums.reached_day.notnull())


STEPS = (derived_maf_ceiling, derived_maf_person, derived_maf_household)
