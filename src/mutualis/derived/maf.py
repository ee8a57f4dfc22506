"""Households of the maximum billing (MAF) and its yearly counter.

Source: methods 5.2, databases 5.8. Left out: the limit of 365 days in a psychiatric hospital, supplements under
reference reimbursement (no field tells them), care-dependent persons who may form a household of their own.
"""

import ibis.expr.types as ir

from mutualis.derived.maf_ceilings import HOUSEHOLD, members, with_ceilings
from mutualis.derived.maf_counter import chronically_ill, counted_lines, counted_persons, repaid_persons
from mutualis.derived.steps import step
from mutualis.derived.window import in_years
from mutualis.portable import total


@step
def derived_maf_person(
    *,
    core_care_line_net: ir.Table,
    core_dispensing_net: ir.Table,
    derived_population_year: ir.Table,
    derived_person_year: ir.Table,
    reference_maf_counted: ir.Table,
    reference_maf_ceiling: ir.Table,
    reference_maf_rule: ir.Table,
) -> ir.Table:
    """One row per insured person and year: household, own ceiling of a child, co-payments that count and those repaid.

    Co-payments of the year that count (`maf_counted`) are taken in the order of delivery. What is above the ceiling of
    a child, then of the social members of an income household, then of the household, is repaid, nothing twice
    (`maf_counter`). Ceilings follow from the category fields (`maf_ceilings`); a member with high co-payments in both
    years before or with the status of chronic affection lowers them.
    """
    lines = counted_lines(core_care_line_net, core_dispensing_net, reference_maf_counted)
    counted = counted_persons(lines)
    chronic = chronically_ill(counted, derived_person_year, reference_maf_ceiling)
    own = members(derived_population_year, reference_maf_rule, reference_maf_ceiling)
    persons = with_ceilings(own, chronic, reference_maf_ceiling)
    met = persons.left_join(counted, ["person_id", "year"])
    persons = met.select(
        *persons.columns,
        counted_cents=met.counted_cents.fill_null(0),
        positive_cents=met.positive_cents.fill_null(0),
    )
    repaid = repaid_persons(lines, persons)
    found = persons.left_join(repaid, ["person_id", "year"])
    return found.select(*persons.columns, "reached_day", repaid_cents=found.repaid_cents.fill_null(0))


@step
def derived_maf_household(
    *,
    derived_maf_person: ir.Table,
    derived_population_year: ir.Table,
    reference_maf_ceiling: ir.Table,
    reference_maf_rule: ir.Table,
) -> ir.Table:
    """One row per household and year: its kind and ceiling, its members, and what of the ceiling was reached.

    A household is social when all its members with a right have a social one, income when another member has a right
    by income, none when nobody has a right (nothing is repaid then, but to children). It is reached when anything is
    repaid to a member.
    """
    persons = derived_maf_person.filter(in_years(derived_maf_person.year))
    chronic = persons.filter(persons.has_chronic_right).select("person_id", "year")
    own = members(derived_population_year, reference_maf_rule, reference_maf_ceiling)
    told = with_ceilings(own, chronic, reference_maf_ceiling)
    kinds = told.group_by(*HOUSEHOLD).agg(
        maf_type=told.maf_type.max(),
        ceiling_cents=told.ceiling_cents.max(),
        social_ceiling_cents=told.social_ceiling_cents.max(),
        has_chronic_reduction=told.has_chronic_reduction.max(),
    )
    sums = persons.group_by(*HOUSEHOLD).agg(
        members=persons.count(),
        counted_cents=total(persons.counted_cents),
        repaid_cents=total(persons.repaid_cents),
        reached_day=persons.reached_day.min(),
    )
    met = sums.join(kinds, list(HOUSEHOLD))
    return met.mutate(is_reached=met.reached_day.notnull())


STEPS = (derived_maf_person, derived_maf_household)
