"""Declared tables: a documented class of columns becomes a frozen, unbound table."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import ibis
import ibis.expr.types as ir

from mutualis.model import Column, MutualisError

OWN = frozenset({"name", "doc", "grain", "key", "columns", "expr", "schema", "stage"})
STAGES = ("core", "derived", "result", "reference", "staged")


@dataclass(frozen=True)
class Table:
    """A declared table: what a row is, its key, its columns, and `expr`, the unbound Ibis table of the same name.

    Every other attribute (`filter`, `group_by`, a column) is looked up on `expr`, and `table[...]` indexes it. Where
    Ibis asks for a table as an argument (the right side of a join or union), give `.expr`.
    """

    name: str
    doc: str
    grain: str
    key: tuple[str, ...]
    columns: Mapping[str, Column]
    expr: ir.Table

    @property
    def schema(self) -> ibis.Schema:
        """Column names and types as an Ibis schema, in declared order."""
        return self.expr.schema()

    @property
    def stage(self) -> str:
        """The stage that the name repeats: core, derived, result or reference."""
        return self.name.partition("_")[0]

    def __getattr__(self, attribute: str) -> Any:
        if attribute.startswith("__"):
            raise AttributeError(attribute)
        if attribute not in self.columns and not hasattr(ir.Table, attribute):
            raise MissingColumn(self, attribute)
        return getattr(self.expr, attribute)

    def __getitem__(self, what: Any) -> Any:
        return self.expr[what]

    def __hash__(self) -> int:
        return hash(self.name)


class MissingColumn(MutualisError, AttributeError):
    """A column that a declared table does not have."""

    def __init__(self, table: Table, attribute: str) -> None:
        super().__init__(
            f"The table '{table.name}' has no column '{attribute}'.",
            there_is="the columns are " + ", ".join(table.columns),
        )


def declare(name: str, doc: str, grain: str, key: tuple[str, ...], columns: Mapping[str, Column]) -> Table:
    """A table from its parts; a missing grain, a key that is no column or a name that is taken is an error."""
    if not grain or not doc:
        raise MutualisError(
            f"The table '{name}' says no {'grain' if doc else 'meaning'}.", do="say in a sentence what a row is"
        )
    if name.partition("_")[0] not in STAGES:
        raise MutualisError(f"The name '{name}' repeats no stage.", there_is="the stages are " + ", ".join(STAGES))
    lost = [column for column in key if column not in columns]
    if lost or not key:
        raise MutualisError(
            f"The key of '{name}' names no column: {', '.join(lost) or 'it is empty'}.", there_is=", ".join(columns)
        )
    taken = [column for column in columns if column in OWN or hasattr(ir.Table, column)]
    if taken:
        raise MutualisError(
            f"The columns {', '.join(taken)} of '{name}' have names that tables already use.", do="choose another name"
        )
    expression = ibis.table({column: column_type(columns[column]) for column in columns}, name=name)
    return Table(name, doc, grain, key, MappingProxyType(dict(columns)), expression)


def column_type(column: Column) -> str:
    """The Ibis type of a declared column."""
    return {"bool": "boolean"}.get(column.type, column.type)


def as_table(declared: Any) -> Table:
    """The same value, typed: type checkers take a decorated class for a class still."""
    if not isinstance(declared, Table):
        raise MutualisError("This is no declared table.", do="decorate the class with @table")
    return declared


def table(declaration: type) -> Table:
    """Turn a class with a docstring, `grain`, `key` and Column attributes into a Table of the class's name."""
    members = vars(declaration)
    columns = {name: value for name, value in members.items() if isinstance(value, Column)}
    key = members.get("key", ())
    return declare(
        declaration.__name__,
        (declaration.__doc__ or "").strip(),
        members.get("grain", ""),
        (key,) if isinstance(key, str) else tuple(key),
        columns,
    )
