"""The small cell analysis of a set of records of another holder: the layout says what each of its fields is.

What every such set has besides (age and year of the anchor, deaths) is in the rules of the house.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import polars as pl

from mutualis.disclosure.small_cells import Analysis, Task, analyse
from mutualis.linkage.deaths import horizons
from mutualis.linkage.records import TABLE
from mutualis.model import MutualisError
from mutualis.reference import Remedy, Scenario, SensitiveColumn, SmallCellRules, small_cell_rules
from mutualis.reference.authorisations import HolderField, HolderLayout

CODE, DEATH, PROSECUTOR, BEGINNING = "record_code", "death_30", "prosecutor", "*"
OF_HOLDER = "holder_fields"
Tables = Mapping[str, pl.DataFrame]


def analysed_records(tables: Tables, task: Task, layout: HolderLayout) -> tuple[Analysis, Tables]:
    """The analysis of the records, and the set as it may go on: claims of dropped records go with them."""
    records = tables[TABLE]
    done = analyse(records, task, rules=rules_with(layout, records.columns, small_cell_rules(task.run_on)))
    kept = done.frame.select(CODE)
    others = {name: rows.join(kept, on=CODE, how="semi") for name, rows in tables.items() if name != TABLE}
    return done, {TABLE: done.frame.select(records.columns), **others}


def rules_with(layout: HolderLayout, columns: Iterable[str], rules: SmallCellRules) -> SmallCellRules:
    """The rules of the house with the fields of a layout, which come before what the house says of the same names."""
    own = {each.linked_name: each for each in layout.told}
    quasi = tuple(name for name, each in own.items() if each.role == "quasi")
    dead = next(each for each in rules.sensitive if each.column == DEATH)
    house = {each.column: each for each in rules.sensitive}
    house |= {name: replace(dead, column=name) for name in horizons(columns)}
    _must_be_known(layout, rules)
    return replace(
        rules,
        quasi=(*quasi, *(each for each in rules.quasi if each not in own)),
        blanked=(*reversed(quasi), *(each for each in rules.blanked if each not in own)),
        sensitive=(
            *(_sensitive(name, each) for name, each in own.items() if each.role == "sensitive"),
            *(each for name, each in house.items() if name not in own),
        ),
        scenarios=tuple(_scenario(each, own) for each in rules.scenarios),
        remedies=(
            *(_remedy(name, each) for name, each in own.items() if each.coarser),
            *(_without(each, own) for each in rules.remedies),
        ),
    )


def _sensitive(name: str, field: HolderField) -> SensitiveColumn:
    whole = tuple(each.lower() for each in field.harmful if not each.endswith(BEGINNING))
    begins = tuple(each.removesuffix(BEGINNING) for each in field.harmful if each.endswith(BEGINNING))
    return SensitiveColumn(name, whole, begins, 0)


def _scenario(given: Scenario, own: Mapping[str, HolderField]) -> Scenario:
    """The attacker with the fields that he knows; who knows that the person is in it knows those said of nobody."""
    known = [
        name
        for name, each in own.items()
        if each.role == "quasi" and given.id in (each.known_to or (PROSECUTOR,))
    ]  # fmt: skip
    return replace(given, columns=(*known, *(name for name in given.columns if name not in own)))


def _remedy(name: str, field: HolderField) -> Remedy:
    kind, *numbers = field.coarser
    parts = [int(each) for each in numbers]
    values: dict[str, Any] = {"starts": parts}
    if kind == "classes":
        values = {"width": parts[0], "top": parts[1]}
    elif kind == "prefix":
        values = {"characters": parts[0]}
    return Remedy(OF_HOLDER, kind, (name,), MappingProxyType(values))


def _without(remedy: Remedy, own: Mapping[str, HolderField]) -> Remedy:
    """A remedy of the house, but for fields whose layout gives one of its own."""
    kept = tuple(name for name in remedy.columns if name not in own or not own[name].coarser)
    return replace(remedy, columns=kept)


def _must_be_known(layout: HolderLayout, rules: SmallCellRules) -> None:
    attackers = [each.id for each in rules.scenarios]
    for field in layout.told:
        if strange := [each for each in field.known_to if each not in attackers]:
            raise MutualisError(
                f"The layout '{layout.name}' says that '{strange[0]}' knows {field.code}.",
                there_is=f"attackers are {', '.join(attackers)}",
            )
