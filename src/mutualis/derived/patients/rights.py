"""Rights and situations of a person in a year, of the member state that the population-year took."""

import ibis.expr.types as ir

from mutualis.derived.validity import dated, on_day
from mutualis.derived.window import in_years

# Dependency situations of the chronic-illness lump sum, PP2001 to PP2011 in their order (databases 2.1 and 5.9).
DEPENDENCY = (
    *("has_nursing_b", "has_nursing_c", "has_physiotherapy_e", "has_increased_child_allowance"),
    *("has_integration_allowance", "has_elderly_allowance", "has_third_party_help_old_1"),
    *("has_third_party_help_old_2", "has_third_party_help", "has_120_hospital_days", "has_6_admissions"),
)
# Allowances that are given because a disability is recognised (databases 2.1: PP2004, PP2005, PP2006, PP3012).
ALLOWANCES = (
    *("has_increased_child_allowance", "has_integration_allowance", "has_elderly_allowance"),
    "has_disability_allowance",
)
DAYS = ("unemployment_days", "incapacity_days", "invalidity_days")
DISABLED = "disabled"
READ = (
    "person_id",
    "year",
    "reference_day",
    "cg1",
    "disability_origin",
    *dict.fromkeys(DEPENDENCY + ALLOWANCES),
    *DAYS,
)


def rights(population: ir.Table, cg1: ir.Table, disability_origin: ir.Table) -> ir.Table:
    """One row per person and year of Populatie: disability, dependency, days of unemployment, incapacity, invalidity.

    A disability is recognised by its origin (PP1009), by an allowance or by the holder code (status disabled in CG1).
    What the state does not tell counts as no, and as 0 days.
    """
    states = population.filter(in_years(population.year)).select(*READ)
    states = on_day(states, dated(cg1, "status", where=cg1.status == DISABLED), "cg1", "reference_day")
    origins = dated(disability_origin, "is_recognised", where=disability_origin.is_recognised)
    states = on_day(states, origins, "disability_origin", "reference_day")
    is_disabled = states.status.notnull() | states.is_recognised.fill_null(False) | _any(states, ALLOWANCES)
    return states.select(
        "person_id",
        "year",
        has_disability=is_disabled,
        has_dependency=_any(states, DEPENDENCY),
        **{name: states[name].fill_null(0).cast("int64") for name in DAYS},
    )


def _any(states: ir.Table, flags: tuple[str, ...]) -> ir.BooleanValue:
    """Whether one of the flags is set; an empty one is not."""
    first, *others = (states[name].fill_null(False) for name in flags)
    for other in others:
        first = first | other
    return first
