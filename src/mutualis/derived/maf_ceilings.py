"""Ceilings of the maximum billing (MAF): which hold for a person and a household in a year.

Source: methods 5.2 and databases 5.8. No income is delivered, so the ceiling follows from the category fields of the
population (PP3001-PP3014) by the list `maf_rule`; amounts are those of the list `maf_ceiling`.
"""

from typing import Any

import ibis
import ibis.expr.types as ir

from mutualis.derived.validity import dated, on_day
from mutualis.derived.window import in_years
from mutualis.portable import only_if

# What a right gives, in `maf_rule`: words and not facts.
SOCIAL, INCOME, MIXED, NONE = "social", "income", "mixed", "none"
CHILD, CHRONIC = "child", "chronic"
UNKNOWN_CATEGORY = "0"
DECEMBER = 12
HOUSEHOLD = ("household_head_id", "year")
# Grounds of a social right (PP3009-PP3014), which tell whose right it is in a household of which a part has one.
GROUNDS = (
    *("has_guaranteed_income", "has_elderly_income_guarantee", "has_subsistence_income"),
    *("has_disability_allowance", "has_long_unemployment", "has_social_welfare"),
)


def members(population: ir.Table, rules: ir.Table, ceilings: ir.Table) -> ir.Table:
    """The insured of the years, each with household, `right` (social, income, mixed or none), `is_social`,
    `category_cents` (ceiling of the category) and `child_cents` (of a child).
    """
    told = _with_amounts(_with_right(_of_years(population), rules), ceilings)
    is_child = (told.age < told.younger_than.cast("int32")).fill_null(False)
    return told.select(
        *("person_id", "year", "household_head_id", "reference_day", "right", "is_social"),
        is_child=is_child,
        category_cents=told.ceiling_cents,
        child_cents=only_if(is_child, told.child_cents),
    )


def _of_years(population: ir.Table) -> ir.Table:
    """The insured of the years in the household of 1 January (MAF-2): that of the state of 31 December before. Who has
    no such state (a birth, an arrival, the first year that is delivered) is in that of the state of the year.

    A person without a head is a household of one.
    """
    own = population.filter(in_years(population.year))
    before = population.filter(population.reference_day.month() == DECEMBER)
    before = before.select(
        "person_id",
        january_head_id=ibis.coalesce(before.household_head_id, before.person_id),
        year=(before.year.cast("int64") + 1).cast("int32"),
    )
    met = own.left_join(before, ["person_id", "year"]).select(*own.columns, "january_head_id")
    return met.mutate(
        household_head_id=ibis.coalesce(met.january_head_id, met.household_head_id, met.person_id),
        maf_household_category=met.maf_household_category.fill_null(UNKNOWN_CATEGORY),
    )


def _with_right(persons: ir.Table, rules: ir.Table) -> ir.Table:
    ruled = _ruled(_ruled(persons, rules, "right", "maf_household_right"), rules, "category", "maf_household_category")
    ruled = _ruled(ruled, rules, "individual", "maf_individual_right")
    right = ruled.right.fill_null(NONE)
    has_ground = ibis.or_(ruled.individual == SOCIAL, *(ruled[name] for name in GROUNDS))
    is_social = ((right == SOCIAL) | ((right == MIXED) & has_ground)).fill_null(False)
    return ruled.mutate(right=right, is_social=is_social)


def _with_amounts(persons: ir.Table, ceilings: ir.Table) -> ir.Table:
    """The persons with `ceiling_cents` of their category, `child_cents` and `younger_than`."""
    told = on_day(persons, dated(ceilings, "ceiling_cents"), "category", "reference_day")
    told = told.mutate(_child=ibis.literal(CHILD))
    child = dated(ceilings.mutate(child_cents=ceilings.ceiling_cents), "child_cents", "younger_than")
    return on_day(told, child, "_child", "reference_day")


def with_ceilings(persons: ir.Table, chronic: ir.Table, ceilings: ir.Table) -> ir.Table:
    """The members of `members` with `has_chronic_right` (of `chronic`: person_id, year) and what holds for them:
    `maf_type`, `has_chronic_reduction`, `ceiling_cents` of the household, `social_ceiling_cents` of its social members
    where it is an income household, `own_ceiling_cents` of a child.

    An income household has the highest ceiling of its members without a social right: it is one income, so they agree
    or are not known. A social household has the social ceiling, or that of its income where this is lower: the MAF by
    income stays open to it (methods 5.2). One chronically ill member lowers all ceilings.
    """
    met = persons.left_join(chronic.mutate(has_chronic_right=ibis.literal(True)), ["person_id", "year"])
    told = met.select(*persons.columns, has_chronic_right=met.has_chronic_right.fill_null(False))
    named = told.mutate(_social=ibis.literal(SOCIAL), _chronic=ibis.literal(CHRONIC))
    social = dated(ceilings.mutate(social_cents=ceilings.ceiling_cents), "social_cents")
    less = dated(ceilings.mutate(chronic_cents=ceilings.ceiling_cents), "chronic_cents")
    named = on_day(on_day(named, social, "_social", "reference_day"), less, "_chronic", "reference_day")
    return _of_households(named).select(
        *("person_id", "year", "household_head_id", "right", "is_social", "is_child", "has_chronic_right"),
        *("maf_type", "has_chronic_reduction", "ceiling_cents", "social_ceiling_cents", "own_ceiling_cents"),
    )


def _of_households(told: ir.Table) -> ir.Table:
    whole = ibis.window(group_by=list(HOUSEHOLD))
    both = told.mutate(
        _has_income=_has_income_right(told).max().over(whole),
        _has_social=told.is_social.max().over(whole),
        _is_chronic=told.has_chronic_right.max().over(whole),
        _income=only_if(_has_income_right(told), told.category_cents).max().over(whole),
        _highest=told.category_cents.max().over(whole),
    )
    reduction = only_if(both["_is_chronic"], both.chronic_cents).fill_null(0)
    maf_type = ibis.cases((both["_has_income"], INCOME), (both["_has_social"], SOCIAL), else_=NONE)
    typed = both.mutate(maf_type=maf_type, _reduction=reduction)
    is_lower = (typed["_highest"] < typed.social_cents).fill_null(False)
    of_social = ibis.cases((is_lower, typed["_highest"]), else_=typed.social_cents)
    of_type = typed.maf_type.cases((INCOME, typed["_income"]), (SOCIAL, of_social))
    is_split = (typed.maf_type == INCOME) & typed["_has_social"]
    return typed.mutate(
        has_chronic_reduction=(typed["_reduction"] > 0) & (typed.maf_type != NONE),
        ceiling_cents=_lowered(typed, of_type),
        social_ceiling_cents=_lowered(typed, only_if(is_split, typed.social_cents)),
        own_ceiling_cents=_lowered(typed, typed.child_cents),
    )


def _has_income_right(persons: ir.Table) -> ir.BooleanValue:
    return persons.right.isin([INCOME, MIXED]) & ~persons.is_social


def _lowered(typed: ir.Table, ceiling: ir.IntegerValue) -> Any:
    return only_if(ceiling.notnull(), ibis.greatest(ceiling - typed["_reduction"], ibis.literal(0, "int64")))


def _ruled(persons: ir.Table, rules: ir.Table, field: str, column: str) -> ir.Table:
    """The persons with what a rule gives for their value of a column, under the name of the field."""
    own = rules.filter(rules.field == field).select("valid_from", "valid_to", "gives", code="value")
    facts = dated(own.rename({field: "gives"}), field)
    return on_day(persons, facts, column, "reference_day")
