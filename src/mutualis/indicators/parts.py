"""Numerators: what each person brings to an indicator, one row per person with a whole number `part`."""

import ibis
import ibis.expr.types as ir

from mutualis import tables
from mutualis.model import MutualisError
from mutualis.portable import total

PART = "part"


def persons(expression: ir.Table | tables.Table, at_least: int = 1, distinct: str | None = None) -> ir.Table:
    """Persons with at least so many rows, or so many different values of the column `distinct`; each with part 1.

    `persons(dispensings, at_least=2, distinct="service_day")` are persons with two different days.
    """
    table = _with_persons(expression, distinct)
    found = table.count() if distinct is None else table[distinct].nunique()
    return _enough(table.group_by("person_id").agg(found=found), at_least)


def persons_reaching(expression: ir.Table | tables.Table, column: str, at_least: int) -> ir.Table:
    """Persons whose rows add up to at least so much of a whole-number column, in its own unit; each with part 1."""
    table = _summable(expression, column)
    return _enough(table.group_by("person_id").agg(found=total(table[column])), at_least)


def amounts(expression: ir.Table | tables.Table, column: str) -> ir.Table:
    """The sum of a whole-number column for each person, in its own unit (`_cents`, `_thousandths`, days)."""
    table = _summable(expression, column)
    return table.group_by("person_id").agg(part=total(table[column]))


def _enough(counted: ir.Table, at_least: int) -> ir.Table:
    return counted.filter(counted.found >= at_least).select("person_id", part=ibis.literal(1, "int64"))


def _summable(expression: ir.Table | tables.Table, column: str) -> ir.Table:
    table = _with_persons(expression, column)
    if not table[column].type().is_integer():
        raise MutualisError(
            f"The column '{column}' cannot be summed.",
            there_is=f"it is of type {table[column].type()}",
            do="sum whole numbers: cents, thousandths of a DDD, days",
        )
    return table


def _with_persons(expression: ir.Table | tables.Table, column: str | None) -> ir.Table:
    table = expression.expr if isinstance(expression, tables.Table) else expression
    lost = [name for name in ("person_id", column) if name is not None and name not in table.columns]
    if lost:
        raise MutualisError(
            f"The rows of the numerator have no column '{lost[0]}'.", there_is="they have " + ", ".join(table.columns)
        )
    return table
