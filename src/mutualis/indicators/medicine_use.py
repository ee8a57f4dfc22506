"""Use of medicines for every ATC class of levels 1 to 5: one family, in one scan of what persons took.

Persons are counted once in each class that holds what they took. A level is summed by person from the level below it.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

import ibis
import ibis.expr.types as ir

from mutualis import tables
from mutualis.derived import declared_domains
from mutualis.indicators.categories import members_of
from mutualis.indicators.period import PERIOD
from mutualis.indicators.person import insured_of_year
from mutualis.indicators.rolling import CELL, area_column, placed_in_cells
from mutualis.indicators.top import with_second
from mutualis.portable import check, total
from mutualis.tables import derived_person_year_drug

LENGTHS = {5: 7, 4: 5, 3: 4, 2: 3, 1: 1}  # characters of the ATC code by level
SPLITS = ("total", "sex", "age_class", "sex*age_class")
PLAN = dict.fromkeys(("country", "region", "province"), SPLITS)
AREAS = tuple(area_column(level) for level in PLAN if level != "country")
GROUP = ("year", *AREAS, "sex", "age_class")
PLACE = "place"
CLASS = ("atc_class", "atc_level")
SUBSTANCE = 5  # the level of patient data: one row a person, year and substance
AMOUNTS = {"ddd": "ddd_thousandths", "packages": "packages", "reimbursed": "reimbursed_cents", "own": "own_cents"}
SUMS = ("users", *AMOUNTS, *(f"{name}_contributors" for name in AMOUNTS))


@cache
def medicine_use() -> ir.Table:
    """The rows of `result_medicine_use` for the year that it is run with. Identifier domains are checked here."""
    people = _people()
    places = _numbered(people.group_by(*GROUP).agg(insured=people.count()), PLACE, GROUP)
    taken = _taken(_placed(people, places))
    check(taken, declared_domains(), "Medicine use")
    groups = _summed(taken, (PLACE, *CLASS), {name: taken[name].abs() for name in AMOUNTS}, is_of_persons=True)
    holding = _numbered(placed_in_cells(places, PLAN, (PLACE, "insured")), "cell", CELL)
    held = _in_cells(groups, holding)
    cells = _summed(held, ("cell", *CLASS), {name: held[f"largest_{name}"] for name in AMOUNTS})
    return _described(cells, holding.group_by("cell", *CELL).agg(insured=total(holding.insured)))


def _people() -> ir.Table:
    """The insured who live in Belgium: person, areas, sex and age class."""
    living = insured_of_year.filter(*(insured_of_year[area].notnull() for area in AREAS))
    members = members_of(living)
    return living.select("person_id", "year", *AREAS, sex=members["sex"], age_class=members["age_class"])


def _numbered(rows: ir.Table, name: str, by: Sequence[str]) -> ir.Table:
    """Rows with a whole number for their group: what is added up millions of times is found by one number."""
    return rows.mutate(**{name: ibis.dense_rank().over(order_by=[rows[key] for key in by])})


def _placed(people: ir.Table, places: ir.Table) -> ir.Table:
    """The person and the number of his or her place: area, sex and age class."""
    own = places.select(PLACE, **{f"of_{key}": places[key] for key in GROUP})
    return people.inner_join(own, [people[key] == own[f"of_{key}"] for key in GROUP]).select("person_id", PLACE)


def _in_cells(groups: ir.Table, holding: ir.Table) -> ir.Table:
    """Every group once for each cell that holds its place. The cells come as a list: a plain join would tempt an engine
    to meet all groups of a class first."""
    cells = holding.group_by(of_place=PLACE).agg(cells=holding["cell"].collect())
    both = groups.inner_join(cells, [(PLACE, "of_place")])
    return both.select(*groups.columns, cell=both.cells.unnest())


def _taken(people: ir.Table) -> ir.Table:
    """What each of them took of each class of each level."""
    used = derived_person_year_drug.filter(PERIOD.covers(derived_person_year_drug.year))
    below: Any = used.select(
        brought_by="person_id", atc_class="atc_code", **{name: used[column] for name, column in AMOUNTS.items()}
    )
    levels = []
    for level, length in LENGTHS.items():
        if level < SUBSTANCE:
            cut = below.mutate(atc_class=below.atc_class.left(length))
            below = cut.group_by("brought_by", "atc_class").agg(**{name: total(cut[name]) for name in AMOUNTS})
        of_level = below.filter(below.atc_class.length() == length)
        levels.append(of_level.mutate(atc_level=ibis.literal(level, "int32")))
    brought = ibis.union(*levels, distinct=False)
    joined = people.inner_join(brought, people.person_id == brought.brought_by)
    return joined.select(PLACE, *CLASS, *AMOUNTS)


def _summed(rows: ir.Table, by: tuple[str, ...], sizes: Any, is_of_persons: bool = False) -> ir.Table:
    """Rows of persons or of groups added up, with the two largest parts of each amount."""
    if is_of_persons:
        sums = {"users": rows.count(where=rows.packages >= 1)}
        sums |= {f"{name}_contributors": rows.count(where=rows[name] != 0) for name in AMOUNTS}
        sums |= {name: total(rows[name]) for name in AMOUNTS}
    else:
        sums = {name: total(rows[name]) for name in SUMS}
    made = rows.group_by(*by).agg(**sums, **{f"largest_{name}": size.max() for name, size in sizes.items()})
    members = {f"size_{name}": size for name, size in sizes.items()}
    if not is_of_persons:
        members |= {f"next_{name}": rows[f"second_{name}"] for name in AMOUNTS}
    return with_second(made, rows.select(*by, **members), by, tuple(AMOUNTS))


def _described(cells: ir.Table, insured: ir.Table) -> ir.Table:
    both = cells.inner_join(insured.rename(of_cell="cell"), [("cell", "of_cell")])
    made = {
        **{column: cells[name] for name, column in AMOUNTS.items()},
        **{f"{name}_largest": cells[f"largest_{name}"] for name in AMOUNTS},
        **{f"{name}_second_largest": cells[f"second_{name}"] for name in AMOUNTS},
    }
    wanted = tables.result_medicine_use.columns
    return both.select(*(name for name in wanted if name not in made), **made).select(*wanted)
