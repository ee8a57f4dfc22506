"""Cells of an indicator: sums and the two largest parts, for each area and category of the plan.

Parts are per person first, then summed once to the smallest areas by sex, age class and increased reimbursement; all
cells are made of those sums, so that areas and categories add up exactly and each person is read once.
"""

from typing import Any

import ibis
import ibis.expr.types as ir

from mutualis import reference, tables
from mutualis.indicators.categories import members_of
from mutualis.indicators.parts import PART
from mutualis.indicators.rolling import Plan, area_column, rolled_up, summed
from mutualis.portable import only_if, total

SMALLEST = reference.LEVELS[-1]


def area_columns(levels: tuple[str, ...]) -> tuple[str, ...]:
    """The columns of the area levels that a population must have; the country needs none."""
    return tuple(area_column(level) for level in levels if level != "country")


def parts(population: ir.Table, numerator: ir.Table, levels: tuple[str, ...]) -> ir.Table:
    """One row per insured person living in Belgium: areas, categories and part (0 where the numerator lacks them)."""
    areas = area_columns(levels)
    insured = population.filter(*(population[area].notnull() for area in areas)) if areas else population
    insured = insured.select("person_id", "year", *areas, **members_of(insured))
    brought = numerator.select(brought_by="person_id", part=numerator[PART].cast("int64"))
    joined = insured.left_join(brought, insured.person_id == brought.brought_by)
    return joined.select("person_id", "year", *areas, *reference.MEMBERS, part=joined.part.fill_null(0))


def parts_of_row(row: ir.Table, among: Any, part: Any, base: Any, levels: tuple[str, ...]) -> ir.Table:
    """The same for an indicator over `person`: the persons of a row who are `among` its population (None: all), with
    what they add to the denominator (None: one person)."""
    areas = area_columns(levels)
    brought = {"part": part} if base is None else {"part": part, "base": base}
    given = row.select("person_id", "year", *areas, **members_of(row), among=_or_true(among), **brought)
    lives = [given[area].notnull() for area in areas]
    return given.filter(given.among, *lives).select("person_id", "year", *areas, *reference.MEMBERS, *brought)


def _or_true(among: Any) -> Any:
    return ibis.literal(True) if among is None else among


def cells(name: str, kind: str, found: ir.Table, plan: Plan) -> ir.Table:
    """The cells of `parts` for each level and its splits, with the columns of `result_indicator`.

    The smallest areas are rolled up on their own, all others from the sums of the level above the smallest. A cell
    whose base adds up to nothing has no figure and no row.
    """
    by = ("year", *area_columns(tuple(plan)), *reference.MEMBERS)
    groups = _counted(found, by) if kind == "count" else _added(found, by)
    made = _of_all_levels(groups, plan)
    return _described(made.filter(made.denominator > 0) if "base" in found.columns else made, name, kind)


def _of_all_levels(groups: ir.Table, plan: Plan) -> ir.Table:
    above = {level: splits for level, splits in plan.items() if level != SMALLEST}
    if len(above) in (0, len(plan)):
        return rolled_up(groups, plan)
    coarse = summed(groups, ("year", *area_columns(tuple(above)), *reference.MEMBERS))
    return rolled_up(coarse, above).union(rolled_up(groups, {SMALLEST: plan[SMALLEST]}), distinct=False)


def _counted(found: ir.Table, by: tuple[str, ...]) -> ir.Table:
    """Persons with a part, and all persons."""
    return found.group_by(*by).agg(numerator=found.count(where=found.part != 0), denominator=found.count())


def _added(found: ir.Table, by: tuple[str, ...]) -> ir.Table:
    """Sums of parts and of their squares, persons with a part, all persons, and the two largest parts."""
    size = found.part.abs()
    order = ibis.window(group_by=by, order_by=[size.desc(), found.person_id])
    ranked = found.mutate(size=size, place=ibis.row_number().over(order))
    return ranked.group_by(*by).agg(
        numerator=total(ranked.part),
        denominator=total(ranked.base) if "base" in ranked.columns else ranked.count(),
        contributors=ranked.count(where=ranked.part != 0),
        squares=total(ranked.part * ranked.part),
        largest=ranked["size"].max(),
        second_largest=ranked["size"].max(where=ranked.place == 1).fill_null(0),
    )


def _described(made: ir.Table, name: str, kind: str) -> ir.Table:
    """All columns of `result_indicator`: of a count each person's part is 1; squares are those of the country only."""
    if kind == "count":
        met = made.numerator
        made = made.mutate(
            contributors=met, largest=ibis.least(met, 1), second_largest=ibis.least(ibis.greatest(met - 1, 0), 1)
        )
        squares = ibis.null("int64")
    else:
        is_whole = (made.level == "country") & (made["split"] == reference.TOTAL)
        squares = only_if(is_whole, made.squares)
    named = made.mutate(indicator=ibis.literal(name), squares=squares)
    return named.select(*tables.result_indicator.columns)
