"""The population-year: one row per insured person and year."""

import ibis
import ibis.expr.types as ir

from mutualis.derived.steps import step
from mutualis.derived.validity import dated, on_day
from mutualis.derived.window import in_years
from mutualis.portable import only_if

OLDEST_AGE = 150
AREAS = ("arrondissement_code", "province_code", "region_code")
STATE = (
    *("reference_day", "state", "birth_year", "sex", "municipality_code", "cg1", "cg2", "social_state"),
    *("death_year", "household_head_id"),
    *("maf_household_right", "maf_household_category", "maf_individual_right"),
    *("has_maf_household_refund", "has_maf_individual_refund", "maf_start_day", "is_mixed_household", "household_type"),
    *("has_guaranteed_income", "has_elderly_income_guarantee", "has_subsistence_income", "has_disability_allowance"),
    *("has_long_unemployment", "has_social_welfare"),
    *("disability_origin", "has_nursing_b", "has_nursing_c", "has_physiotherapy_e", "has_increased_child_allowance"),
    *("has_integration_allowance", "has_elderly_allowance", "has_third_party_help_old_1"),
    *("has_third_party_help_old_2", "has_third_party_help", "has_120_hospital_days", "has_6_admissions"),
    *("unemployment_days", "incapacity_days", "invalidity_days"),
)


def _most_recent(states: ir.Table) -> ir.Table:
    by_content = [states[name].asc(nulls_first=True) for name in STATE[1:]]
    window = ibis.window(group_by=["person_id", "year"], order_by=[states.reference_day.desc(), *by_content])
    ranked = states.mutate(_rank=ibis.row_number().over(window))
    return ranked.filter(ranked["_rank"] == 0).select(*states.columns)


def _age(states: ir.Table) -> ir.IntegerValue:
    age = states.year - states.birth_year
    is_possible = age.between(0, OLDEST_AGE) & (states.birth_year > 0)
    return only_if(is_possible, age)


@step
def derived_population_year(core_member_state: ir.Table, reference_municipality: ir.Table) -> ir.Table:
    """One row per insured person per year: the state of 31 December or, without one, of 30 June.

    A person whom two insurers list keeps the most recent state; of two states of one day the first in the order of
    their contents, so that the answer does not depend on who delivered first. Age is the year minus the year of birth
    (the age reached on 31 December). The areas are those to which the municipality belonged on the day of the state; a
    place of living abroad has none. An odd CG1 is increased reimbursement. Sources: databases 1 (Pp merge), 4.1, 5.4
    (Q-POP-1) and 5.5.
    """
    states = core_member_state.select("person_id", *STATE, year=core_member_state.reference_day.year())
    one = _most_recent(states.filter(in_years(states.year)))
    areas = dated(reference_municipality, *AREAS)
    placed = on_day(one, areas, "municipality_code", "reference_day")
    return placed.mutate(
        age=_age(placed),
        is_increased_reimbursement=placed.cg1.right(1).isin(["1", "3", "5", "7", "9"]),
        is_deceased=placed.death_year.fill_null(0).between(1, placed.year),
    )


STEPS = (derived_population_year,)
