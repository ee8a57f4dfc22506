"""The person of a year as one row: the population, patient data (PATI) and the features of all event tables.

`person` is an unbound table of all these columns: conditions and amounts of indicators are written over it.
`person_row` makes the row with the columns that are used, so that only those tables are read.
"""

from collections.abc import Collection, Iterable
from typing import Any

import ibis
import ibis.expr.operations as ops
import ibis.expr.types as ir

from mutualis.indicators.features import EVENTS
from mutualis.indicators.period import PERIOD
from mutualis.model import MutualisError
from mutualis.tables import derived_person_year, derived_population_year
from mutualis.tables.declare import column_type

NAME = "person"
PATIENT = tuple(name for name in derived_person_year.columns if name not in derived_person_year.key)
POPULATION = tuple(  # what patient data repeat of the state (days of incapacity) is read there, without nulls
    name
    for name, column in derived_population_year.columns.items()
    if column.domain is None and not name.endswith(("_code", "_day")) and name != "year" and name not in PATIENT
)
FEATURES = tuple(name for events in EVENTS for name in events.features)


def _types() -> dict[str, str]:
    """The columns of `person`; a name that two sources give is an error."""
    names = (*POPULATION, *PATIENT, *FEATURES)
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise MutualisError(f"Two sources give a person the column '{twice[0]}'.", do="give the feature another name")
    declared = {name: column_type(derived_population_year.columns[name]) for name in POPULATION}
    declared |= {name: column_type(derived_person_year.columns[name]) for name in PATIENT}
    return declared | dict.fromkeys(FEATURES, "int64")


person = ibis.table(_types(), name=NAME)
insured_of_year = derived_population_year.filter(PERIOD.covers(derived_population_year.year))


def columns_used(values: Iterable[Any]) -> tuple[str, ...]:
    """The columns of `person` that values read, in the order of the table."""
    found = {field.name for value in values for field in value.op().find(ops.Field) if field.rel == person.op()}
    return tuple(name for name in person.columns if name in found)


def person_row(names: Collection[str]) -> ir.Table:
    """One row per insured person of the year: all columns of the population and those of `names`.

    Who has no row in a table has 0, false or, for a text, null.
    """
    row: Any = insured_of_year
    if patient := [name for name in PATIENT if name in names]:
        used = derived_person_year.filter(PERIOD.covers(derived_person_year.year))
        row = _beside(row, used.select("person_id", *patient))
    for events in EVENTS:
        if any(name in names for name in events.features):
            row = _beside(row, events.summed(names))
    return row


def on_row(value: Any, row: ir.Table) -> Any:
    """A value over `person` as the same value over a row that `person_row` made."""
    return value.op().replace({person.op(): row.op()}).to_expr()


def sources_of(names: Collection[str]) -> tuple[str, ...]:
    """The derived tables behind the row with these columns, in the order of their names."""
    found = {derived_population_year.name}
    if any(name in names for name in PATIENT):
        found.add(derived_person_year.name)
    for events in EVENTS:
        if any(name in names for name in events.features):
            found |= events.sources
    return tuple(sorted(found))


def _beside(row: ir.Table, brought: ir.Table) -> ir.Table:
    """The row with the columns of a table of the same persons, in place of those of the same name."""
    own = brought.rename(brought_by="person_id")
    joined = row.left_join(own, row.person_id == own.brought_by)
    given = {name: _filled(own[name]) for name in own.columns if name != "brought_by"}
    return joined.select(*(name for name in row.columns if name not in given), **given)


def _filled(column: Any) -> Any:
    if column.type().is_string():
        return column
    return column.fill_null(False if column.type().is_boolean() else 0)
