"""Steps: a function whose parameter names are the tables it reads and whose name is the table it makes.

Order of work and lineage follow from the names. A step is checked when it is declared, and again whenever its
expression is made for other tables.
"""

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

import ibis.expr.types as ir

from mutualis import tables
from mutualis.derived.inputs import declared_domains, input_table
from mutualis.model import MutualisError
from mutualis.portable import check, check_output


@dataclass(frozen=True)
class Step:
    """How one derived table is made: its name, the names of the tables it reads, its declaration and its function."""

    name: str
    inputs: tuple[str, ...]
    doc: str
    output: tables.Table
    make: Callable[..., ir.Table]

    def expression(self, given: Mapping[str, ir.Table | tables.Table] | None = None) -> ir.Table:
        """The table as an expression with exactly the declared columns, in declared order.

        `given` replaces inputs by expressions (the net lines, a resolved version); others are the declared tables.
        Raises when a declared column is missing, two identifier domains meet or an identifier leaves under another one.
        """
        made = self.make(**{name: _table(name, given or {}) for name in self.inputs})
        missing = [name for name in self.output.columns if name not in made.columns]
        if missing:
            raise MutualisError(
                f"Step '{self.name}' does not make the column {', '.join(missing)}.",
                there_is="it makes " + ", ".join(made.columns),
                do="make it, or take it out of the table's declaration",
            )
        result = made.select(*self.output.columns)
        domains, where = declared_domains(), f"Step '{self.name}'"
        check(result, domains, where)
        check_output(result, domains, {name: column.domain for name, column in self.output.columns.items()}, where)
        return result


def _table(name: str, given: Mapping[str, ir.Table | tables.Table]) -> ir.Table:
    found = given[name] if name in given else input_table(name)
    return found.expr if isinstance(found, tables.Table) else found


def step(function: Callable[..., ir.Table]) -> Step:
    """Declare the step of a function and check it; the derived table of its name must be declared in `tables`."""
    name = function.__name__
    inputs = tuple(inspect.signature(function).parameters)
    declared = Step(name, inputs, inspect.getdoc(function) or "", tables.find(name), function)
    if not declared.doc:
        raise MutualisError(f"Step '{name}' has no docstring.", do="say in a sentence what a row of the table is")
    declared.expression()
    return declared


def order(steps: Sequence[Step]) -> tuple[Step, ...]:
    """The steps so that each comes after those it reads; equal in the order of their names. A circle is an error."""
    by_name = {each.name: each for each in steps}
    if len(by_name) != len(steps):
        raise MutualisError("Two steps make the same table.", there_is=", ".join(sorted(each.name for each in steps)))
    graph = {name: [each for each in by_name[name].inputs if each in by_name] for name in sorted(by_name)}
    try:
        return tuple(by_name[name] for name in TopologicalSorter(graph).static_order())
    except CycleError as circle:
        names = " <- ".join(circle.args[1])
        raise MutualisError(
            f"Steps read each other in a circle: {names}.", do="split the step that closes it"
        ) from None


def sources(steps: Sequence[Step], name: str) -> tuple[str, ...]:
    """The tables behind a derived table that no step makes (core and reference), in the order of their names."""
    by_name = {each.name: each for each in steps}
    found: set[str] = set()
    waiting = [name]
    while waiting:
        current = waiting.pop()
        if current in by_name:
            waiting.extend(by_name[current].inputs)
        else:
            found.add(current)
    return tuple(sorted(found))
