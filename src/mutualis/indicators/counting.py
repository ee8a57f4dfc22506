"""Cells of an indicator: numerator, denominator and the two largest parts, for each area of each level.

Parts are per person first, then summed by municipality; higher levels are made of municipalities, so that levels add
up.
"""

from collections.abc import Sequence
from functools import reduce

import ibis
import ibis.expr.types as ir

from mutualis import tables
from mutualis.indicators.parts import PART
from mutualis.portable import total

LEVELS = ("country", "region", "province", "arrondissement", "municipality")
COUNTRY = "BE"


def area_column(level: str) -> str:
    """The column that holds the code of an area level."""
    return f"{level}_code"


def cells(name: str, population: ir.Table, numerator: ir.Table, levels: Sequence[str]) -> ir.Table:
    """One row per year, level and area with the columns of `result_indicator`."""
    smallest = _smallest_areas(_parts(population, numerator, levels), levels)
    made = [_level(smallest, level, name) for level in levels]
    return reduce(lambda above, below: above.union(below, distinct=False), made)


def _parts(population: ir.Table, numerator: ir.Table, levels: Sequence[str]) -> ir.Table:
    """One row per insured person living in Belgium: areas and part (0 where the numerator does not know the person)."""
    areas = [area_column(level) for level in levels if level != "country"]
    insured = population.select("person_id", "year", *areas)
    insured = insured.filter(*(insured[area].notnull() for area in areas)) if areas else insured
    brought = numerator.select(brought_by="person_id", part=numerator[PART].cast("int64"))
    joined = insured.left_join(brought, insured.person_id == brought.brought_by)
    return joined.select("person_id", "year", *areas, part=joined.part.fill_null(0))


def _smallest_areas(parts: ir.Table, levels: Sequence[str]) -> ir.Table:
    """Sums and the two largest parts of the smallest areas asked for, with the areas above each."""
    areas = [area_column(level) for level in levels if level != "country"]
    size = parts.part.abs()
    order = ibis.window(group_by=["year", *areas], order_by=[size.desc(), parts.person_id])
    ranked = parts.mutate(size=size, place=ibis.row_number().over(order))
    return ranked.group_by("year", *areas).agg(
        numerator=total(ranked.part),
        denominator=ranked.count(),
        contributors=ranked.count(where=ranked.part != 0),
        largest=ranked["size"].max(),
        second_largest=ranked["size"].max(where=ranked.place == 1).fill_null(0),
    )


def _level(smallest: ir.Table, level: str, name: str) -> ir.Table:
    """The cells of one level. The second largest of an area is the best second, or the best first but one."""
    area = ibis.literal(COUNTRY) if level == "country" else smallest[area_column(level)]
    placed = smallest.mutate(area_code=area)
    others = [placed[column].desc() for column in ("largest", "second_largest")]
    order = ibis.window(group_by=["year", "area_code"], order_by=others)
    placed = placed.mutate(place=ibis.row_number().over(order))
    next_best = ibis.cases((placed.place == 0, placed.second_largest), else_=placed.largest)
    placed = placed.mutate(next_best=next_best)
    summed = placed.group_by("year", "area_code").agg(
        numerator=total(placed.numerator),
        denominator=total(placed.denominator),
        contributors=total(placed.contributors),
        largest=placed.largest.max(),
        second_largest=placed.next_best.max(),
    )
    named = summed.mutate(indicator=ibis.literal(name), level=ibis.literal(level))
    return named.select(*tables.result_indicator.columns)
