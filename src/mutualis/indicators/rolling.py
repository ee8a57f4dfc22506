"""Rolling up: from sums of small groups of persons to the cells of larger areas and of fewer splits."""

from collections.abc import Mapping, Sequence
from functools import reduce
from operator import or_
from typing import Any

import ibis
import ibis.expr.types as ir

from mutualis import reference
from mutualis.indicators.categories import category
from mutualis.portable import total

COUNTRY = "BE"
CELL = ("year", "level", "area_code", "split", "category")
SUMS = ("numerator", "denominator", "contributors", "squares")
LARGEST = ("largest", "second_largest")

Plan = Mapping[str, tuple[str, ...]]


def area_column(level: str) -> str:
    """The column that holds the code of an area level."""
    return f"{level}_code"


def summed(groups: ir.Table, by: tuple[str, ...]) -> ir.Table:
    """Groups of persons added up by some columns: each measure that they have, and the two largest parts.

    The second largest part of the whole is the best second of a group, or the best first but one.
    """
    if LARGEST[0] not in groups.columns:
        return groups.group_by(*by).agg(**_sums(groups))
    order = ibis.window(group_by=by, order_by=[groups[name].desc() for name in LARGEST])
    placed = groups.select(*by, *_measures(groups), place=ibis.row_number().over(order))
    next_best = ibis.cases((placed.place == 0, placed.second_largest), else_=placed.largest)
    return placed.group_by(*by).agg(**_sums(placed), largest=placed.largest.max(), second_largest=next_best.max())


def _measures(groups: ir.Table) -> list[str]:
    return [name for name in (*SUMS, *LARGEST) if name in groups.columns]


def _sums(groups: ir.Table) -> dict[str, Any]:
    return {name: total(groups[name]) for name in SUMS if name in groups.columns}


def rolled_up(groups: ir.Table, plan: Plan) -> ir.Table:
    """The cells of each level and its splits: year, level, area_code, split, category and the measures of the groups.

    `groups` have year, the columns of the levels' areas, the single splits and measures. Every group is given once to
    each cell that holds it, and the cells are added up in one go.
    """
    return summed(placed_in_cells(groups, plan, _measures(groups)), CELL)


def placed_in_cells(groups: ir.Table, plan: Plan, measures: Sequence[str]) -> ir.Table:
    """Every group with its measures, once for each cell of the plan that holds it."""
    split_names = tuple(split for split in reference.SPLITS if any(split in splits for splits in plan.values()))
    placed = groups.mutate(level=_each_of(tuple(plan)))
    placed = placed.mutate(split=_each_of(split_names))
    if any(set(splits) != set(split_names) for splits in plan.values()):
        placed = placed.filter(_of_plan(placed, plan))
    areas = [(level, ibis.literal(COUNTRY) if level == "country" else placed[area_column(level)]) for level in plan]
    categories = [(split, category(placed, split)) for split in split_names]
    area_code, named = placed.level.cases(*areas), placed["split"].cases(*categories)
    return placed.select("year", "level", "split", *measures, area_code=area_code, category=named)


def _each_of(words: tuple[str, ...]) -> Any:
    """A row for each word."""
    return ibis.array([ibis.literal(word) for word in words]).unnest()


def _of_plan(placed: ir.Table, plan: Plan) -> Any:
    """Whether the split of a row belongs to the plan of its level."""
    levels_of: dict[tuple[str, ...], list[str]] = {}
    for level, splits in plan.items():
        levels_of.setdefault(tuple(splits), []).append(level)
    met = [placed.level.isin(levels) & placed["split"].isin(splits) for splits, levels in levels_of.items()]
    return reduce(or_, met)
