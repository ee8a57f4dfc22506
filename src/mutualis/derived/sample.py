"""The permanent sample (EPS): the drawn persons of every year, and the members of their households."""

from collections.abc import Mapping
from typing import Any

import ibis
import ibis.expr.types as ir
from ibis import _

from mutualis.derived.steps import step
from mutualis.reference.permanent_sample import BASE, EXTRA, EXTRA_AGE, PARTS, STEP

BESIDE = ("year", "is_drawn", "is_member")
NOTHING = ibis.null("string")


def _drawn(population: ir.Table, numbers: ir.Table) -> ir.Table:
    """The population until the last year for which was drawn, each with the `part` in which his or her number is."""
    until = numbers.aggregate(drawn_until=numbers.year.max())
    parts = numbers.select(drawn_id=numbers.person_id, drawn=numbers.part).distinct()
    met = population.left_join(parts, population.person_id == parts.drawn_id)
    met = met.select(*population.columns, "drawn")
    covered = met.cross_join(until).filter(_.year <= _.drawn_until)
    is_extra = (covered.drawn == EXTRA) & (covered.age >= EXTRA_AGE)
    return covered.mutate(part=ibis.cases((covered.drawn == BASE, BASE), (is_extra, EXTRA), else_=NOTHING))


def _with_households(persons: ir.Table) -> ir.Table:
    """The drawn persons and, as part `household`, who shares a head of the MAF household with one of them."""
    heads = persons.filter(persons.part.notnull()).select(head_id="household_head_id", head_year="year").distinct()
    same = (persons.household_head_id == heads.head_id) & (persons.year == heads.head_year)
    met = persons.left_join(heads, same)
    part = ibis.coalesce(met.part, ibis.cases((met.head_id.notnull(), "household"), else_=NOTHING))
    return met.select(*(name for name in persons.columns if name != "part"), part=part)


def _around(rows: ir.Table) -> ir.Table:
    """Beside each year of a person: whether the year before and after has a row too, and of which kind it is."""
    is_drawn = rows.part.isin(PARTS).fill_null(False)
    told = rows.mutate(is_drawn=is_drawn, is_member=rows.part.notnull())
    window = ibis.window(group_by="person_id", order_by="year")
    before = {name: told[name].lag().over(window) for name in BESIDE}
    after = {name: told[name].lead().over(window) for name in BESIDE}
    return told.mutate(**_facts("before", before, told.year - 1), **_facts("after", after, told.year + 1))


def _facts(name: str, other: Mapping[str, Any], year: Any) -> dict[str, Any]:
    is_there = (other["year"] == year).fill_null(False)
    facts = {f"{what}_{name}": is_there & other[what].fill_null(False) for what in ("is_drawn", "is_member")}
    return {f"insured_{name}": is_there, **facts}


def _entered(rows: ir.Table) -> ir.Value:
    stays = ibis.cases((rows.is_drawn, rows.is_drawn_before), else_=rows.is_member_before & ~rows.is_drawn_before)
    return ibis.cases(
        (stays, NOTHING),
        (~rows.is_drawn, "household"),
        (rows.year == rows.first_year, "start"),
        (rows.birth_year == rows.year, "newborn"),
        (rows.insured_before, "turned_65"),
        else_="immigrant",
    )


def _left(rows: ir.Table) -> ir.Value:
    stays = ibis.cases((rows.is_drawn, rows.is_drawn_after), else_=rows.is_member_after & ~rows.is_drawn_after)
    return ibis.cases(
        (stays | (rows.year == rows.last_year), NOTHING),
        (rows.is_deceased, "death"),
        (~rows.insured_after, "emigration"),
        else_="household",
    )


@step
def derived_sample_member(core_sample: ir.Table, derived_population_year: ir.Table) -> ir.Table:
    """One row per person in the permanent sample per year: drawn, or a member of the household of who was drawn.

    The extra sample counts from the year in which somebody turns 65. A drawn person stands for 40 persons, from 65 on
    (base and extra together) for 20; with the base sample alone always for 40. `entered` and `left` give the reason in
    the first and the last year of a stay in the sample; nobody has left in the last year for which was drawn. Sources:
    deliberation 05/033, 2.3 and 3.1; methods.md 9; databases.md 2.10.
    """
    rows = _around(_with_households(_drawn(derived_population_year, core_sample)))
    bounds = rows.aggregate(first_year=rows.year.min(), last_year=rows.year.max())
    rows = rows.cross_join(bounds)
    weight = ibis.cases((~rows.is_drawn, ibis.null("int32")), (rows.age >= EXTRA_AGE, STEP // 2), else_=STEP)
    only_base = ibis.cases((rows.part == BASE, STEP), else_=ibis.null("int32"))
    found = rows.mutate(weight=weight, base_weight=only_base, entered=_entered(rows), left=_left(rows))
    return found.filter(found.is_member)


STEPS = (derived_sample_member,)
