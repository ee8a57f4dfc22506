"""Use of medicines for every ATC class of levels 1 to 5: one family, in one scan of what persons took.

Persons are counted once in each class that holds what they took. A level is summed by person from the level below it.
"""

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
CLASS = ("atc_class", "atc_level")
AMOUNTS = {"ddd": "ddd_thousandths", "packages": "packages"}
SUMS = ("users", *AMOUNTS, *(f"{name}_contributors" for name in AMOUNTS))


@cache
def medicine_use() -> ir.Table:
    """The rows of `result_medicine_use` for the year that it is run with. Identifier domains are checked here."""
    people = _people()
    taken = _taken(people)
    check(taken, declared_domains(), "Medicine use")
    by = (*GROUP, *CLASS)
    groups = _summed(taken, by, {name: taken[name].abs() for name in AMOUNTS}, is_of_persons=True)
    measures = (*SUMS, *(f"{what}_{name}" for name in AMOUNTS for what in ("largest", "second")))
    placed = placed_in_cells(groups, PLAN, (*CLASS, *measures))
    cells = _summed(placed, (*CELL, *CLASS), {name: placed[f"largest_{name}"] for name in AMOUNTS})
    insured = people.group_by(*GROUP).agg(insured=people.count())
    insured = placed_in_cells(insured, PLAN, ("insured",))
    return _described(cells, insured.group_by(*CELL).agg(insured=total(insured.insured)))


def _people() -> ir.Table:
    """The insured who live in Belgium: person, areas, sex and age class."""
    living = insured_of_year.filter(*(insured_of_year[area].notnull() for area in AREAS))
    members = members_of(living)
    return living.select("person_id", "year", *AREAS, sex=members["sex"], age_class=members["age_class"])


def _taken(people: ir.Table) -> ir.Table:
    """What each of them took of each class of each level."""
    used = derived_person_year_drug.filter(PERIOD.covers(derived_person_year_drug.year))
    brought = used.select(
        brought_by="person_id", atc_class="atc_code", ddd=used.ddd_thousandths, packages=used.packages
    )
    joined = people.inner_join(brought, people.person_id == brought.brought_by)
    below: Any = joined.select(*people.columns, "atc_class", *AMOUNTS)
    levels = []
    for level, length in LENGTHS.items():
        cut = below.filter(below.atc_class.length() >= length)
        cut = cut.mutate(atc_class=cut.atc_class.left(length))
        below = cut.group_by(*people.columns, "atc_class").agg(**{name: total(cut[name]) for name in AMOUNTS})
        levels.append(below.mutate(atc_level=ibis.literal(level, "int32")))
    return ibis.union(*levels, distinct=False)


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
    named = insured.rename({f"of_{key}": key for key in CELL})
    both = cells.inner_join(named, [cells[key] == named[f"of_{key}"] for key in CELL])
    made = {
        "ddd_thousandths": cells.ddd,
        **{f"{name}_largest": cells[f"largest_{name}"] for name in AMOUNTS},
        **{f"{name}_second_largest": cells[f"second_{name}"] for name in AMOUNTS},
    }
    wanted = tables.result_medicine_use.columns
    return both.select(*(name for name in wanted if name not in made), **made).select(*wanted)
