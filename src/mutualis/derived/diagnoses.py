"""Pseudodiagnoses: conditions that the medicines of a year point to (methods 2.2 and 2.3).

The code list `pseudodiagnosis` says everything, a row a rule. Its `role` is one of

- condition: limits of age (reached in the year), sex, daily doses and packages; a limit that is empty does not count;
- atc, not_atc: beginnings of ATC codes whose medicines count, or do not count, for the condition;
- without: another condition that excludes this one;
- needs: conditions of which one in each `need_group` must be met; such a condition has no medicines of its own.
"""

from typing import Any

import ibis
import ibis.expr.types as ir

from mutualis.derived.steps import step
from mutualis.derived.validity import dated
from mutualis.derived.window import in_years
from mutualis.portable import total

KEY = ("person_id", "year")
MEASURES = ("ddd_thousandths", "packages")


def rules(pseudodiagnosis: ir.Table, role: str, *columns: str) -> ir.Table:
    """The rows of a role: list, condition, the columns, and the first and last year in which they hold."""
    found = dated(pseudodiagnosis, "list", "condition", *columns, where=pseudodiagnosis.role == role)
    return found.select(
        "list", "condition", *columns, first_year=found.first_day.year(), last_year=found.last_day.year()
    )


def doses(drugs: ir.Table, pseudodiagnosis: ir.Table) -> ir.Table:
    """Person, year, list and condition with the daily doses and packages of its medicines, whatever the limits."""
    counted = _substances(drugs, pseudodiagnosis)
    taken = drugs.join(
        counted,
        [drugs.atc_code == counted.substance, drugs.year >= counted.first_year, drugs.year <= counted.last_year],
    )
    return taken.group_by(*KEY, "list", "condition").agg(**{name: total(taken[name]) for name in MEASURES})


def _substances(drugs: ir.Table, pseudodiagnosis: ir.Table) -> ir.Table:
    """Every ATC code in use with the conditions for which it counts; a code counts once however many rows it fits."""
    codes = drugs.select(substance="atc_code").distinct()
    beginnings = rules(pseudodiagnosis, "atc", "atc_code")
    counted = codes.join(beginnings, codes.substance.startswith(beginnings.atc_code))
    counted = counted.select("substance", "list", "condition", "first_year", "last_year").distinct()
    others = rules(pseudodiagnosis, "not_atc", "atc_code").select("condition", beginning="atc_code")
    excluded = codes.join(others, codes.substance.startswith(others.beginning))
    excluded = excluded.select(excluded_substance="substance", excluded_condition="condition").distinct()
    return counted.anti_join(
        excluded,
        [counted.substance == excluded.excluded_substance, counted.condition == excluded.excluded_condition],
    )


def described(found: ir.Table, population: ir.Table, pseudodiagnosis: ir.Table) -> ir.Table:
    """The doses with the limits of their condition and age and sex of the person (null outside Populatie)."""
    columns = ("age_from", "age_to", "sex", "least_ddd_thousandths", "least_packages")
    limits = rules(pseudodiagnosis, "condition", *columns)
    limits = limits.select(
        limited="condition",
        wanted_sex="sex",
        least_ddd="least_ddd_thousandths",
        least_packages=limits.least_packages.cast("int64"),
        age_from=limits.age_from.cast("int32"),
        age_to=limits.age_to.cast("int32"),
        first_year="first_year",
        last_year="last_year",
    )
    met = found.join(
        limits, [found.condition == limits.limited, found.year >= limits.first_year, found.year <= limits.last_year]
    )
    flat = met.select(*found.columns, "wanted_sex", "least_ddd", "least_packages", "age_from", "age_to")
    persons = population.filter(in_years(population.year)).select("person_id", "year", "age", "sex")
    return flat.left_join(persons, list(KEY)).select(*flat.columns, "age", "sex")


def suits(rows: ir.Table) -> Any:
    """Whether age and sex are within the limits; unknown is outside of a limit that there is."""
    old = rows.age_from.isnull() | (rows.age >= rows.age_from).fill_null(False)
    young = rows.age_to.isnull() | (rows.age <= rows.age_to).fill_null(False)
    return old & young & (rows.wanted_sex.isnull() | (rows.sex == rows.wanted_sex).fill_null(False))


def _enough(rows: ir.Table) -> Any:
    doses_ = rows.least_ddd.isnull() | (rows.ddd_thousandths >= rows.least_ddd)
    return doses_ & (rows.least_packages.isnull() | (rows.packages >= rows.least_packages))


def allowed(found: ir.Table, pseudodiagnosis: ir.Table) -> ir.Table:
    """The cases that no other condition of the person and year excludes."""
    exclusions = rules(pseudodiagnosis, "without", "other")
    exclusions = exclusions.select(excluded="condition", excluding="other")
    others = found.select(other_person_id="person_id", other_year="year", other_condition="condition")
    against = others.join(exclusions, [others.other_condition == exclusions.excluding])
    return found.anti_join(
        against,
        [
            found.person_id == against.other_person_id,
            found.year == against.other_year,
            found.condition == against.excluded,
        ],
    )


def combined(found: ir.Table, pseudodiagnosis: ir.Table) -> ir.Table:
    """Cases of conditions that need others: of each group of needs, the condition with most; sums over the groups."""
    needs = rules(pseudodiagnosis, "needs", "other", "need_group")
    needs = needs.select(needing="condition", needed="other", need_group="need_group")
    wanted = needs.group_by("needing").agg(groups=needs.need_group.nunique())
    met = found.join(needs, [found.condition == needs.needed])
    best = met.group_by(*KEY, "list", "needing", "need_group").agg(**{name: met[name].max() for name in MEASURES})
    sums = best.group_by(*KEY, "list", "needing").agg(
        **{name: total(best[name]) for name in MEASURES}, found_groups=best.count()
    )
    complete = sums.join(wanted, ["needing", sums.found_groups == wanted.groups])
    return complete.select(*KEY, "list", *MEASURES, condition="needing")


def cases(rows: ir.Table, pseudodiagnosis: ir.Table, is_met: Any) -> ir.Table:
    """Person, year, list and condition of the described doses that are enough; also for conditions that need others."""
    kept = rows.filter(suits(rows), is_met).select(*KEY, "list", "condition", *MEASURES)
    simple = allowed(kept, pseudodiagnosis)
    columns = (*KEY, "list", "condition", *MEASURES)
    return ibis.union(simple.select(*columns), combined(simple, pseudodiagnosis).select(*columns), distinct=False)


@step
def derived_person_year_diagnosis(
    derived_person_year_drug: ir.Table, derived_population_year: ir.Table, reference_pseudodiagnosis: ir.Table
) -> ir.Table:
    """One row per person, year, list and condition that the medicines of the year point to (methods 2.2, 2.3).

    A condition is met when the daily doses and packages of its medicines in public pharmacies reach the limits of the
    list, age and sex fit, and no excluding condition is met. The doses behind a condition that needs others are those
    of the ones that met it. Limits are those of the year in the list `pseudodiagnosis`.
    """
    drugs = derived_person_year_drug.filter(in_years(derived_person_year_drug.year))
    rows = described(doses(drugs, reference_pseudodiagnosis), derived_population_year, reference_pseudodiagnosis)
    return cases(rows, reference_pseudodiagnosis, _enough(rows))


STEPS = (derived_person_year_diagnosis,)
