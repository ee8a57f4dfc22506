"""Lineage: which declared columns a column, or an indicator, is made of. Read from the expressions themselves.

A value is followed through projections, joins, unions and aggregates to the columns of declared tables, with the
conditions that decide its value. Rows that are left out are followed for indicators only: there they say who counts.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

import ibis.expr.operations as ops
import ibis.expr.types as ir

from mutualis import derived
from mutualis.indicators import Indicator
from mutualis.indicators.features import EVENTS
from mutualis.indicators.parts import PART
from mutualis.indicators.person import PATIENT
from mutualis.tables import derived_person_year, derived_population_year

Column = tuple[str, str]  # table, column
NET = "_net"


@cache
def of_steps() -> Mapping[Column, tuple[Column, ...]]:
    """{column of a derived table: the columns of core, derived and reference tables that it is made of}."""
    found: dict[Column, tuple[Column, ...]] = {}
    for step in derived.STEPS:
        made = step.expression()
        tracer = _Tracer()
        for name in step.output.columns:
            found[step.name, name] = _ordered(tracer.trace(ops.Field(made.op(), name)))
    return found


def of_indicator(indicator: Indicator) -> tuple[Column, ...]:
    """The columns of derived tables that decide an indicator: who counts, what a person brings, and which rows."""
    if not indicator.is_of_person:
        return _ordered({*_decided(indicator.population, ()), *_decided(indicator.numerator, (PART,))})
    found: set[Column] = set()
    features: Mapping[str, frozenset[Column]] = _features()
    for name in indicator.columns:
        if name in PATIENT:
            found.add((derived_person_year.name, name))
        elif name in features:
            found |= features[name]
        else:
            found.add((derived_population_year.name, name))
    return _ordered(found)


@cache
def _features() -> dict[str, frozenset[Column]]:
    """{feature of a person: the columns behind it}."""
    found = {}
    for events in EVENTS:
        rows = _filters(events.rows)
        tracer = _Tracer()
        for name, value in events.features.items():
            found[name] = frozenset({*tracer.trace(value.op()), *rows})
    return found


def _decided(table: ir.Table, columns: Iterable[str]) -> set[Column]:
    tracer = _Tracer()
    traced = {each for name in columns for each in tracer.trace(ops.Field(table.op(), name))}
    return traced | _filters(table)


def _filters(table: ir.Table) -> set[Column]:
    """The columns that decide which rows of a table there are."""
    tracer = _Tracer()
    return {
        column
        for node in table.op().find(ops.Filter)
        for predicate in node.predicates
        for column in tracer.trace(predicate)
    }


def _ordered(columns: Iterable[Column]) -> tuple[Column, ...]:
    return tuple(sorted({(table.removesuffix(NET), name) for table, name in columns}))


class _Tracer:
    """Follows values to columns of physical tables; remembers what it has seen, as expressions share their parts."""

    def __init__(self) -> None:
        self._seen: dict[ops.Node, frozenset[Column]] = {}

    def trace(self, node: ops.Node) -> frozenset[Column]:
        if node not in self._seen:
            self._seen[node] = frozenset(self._trace(node))
        return self._seen[node]

    def _trace(self, node: Any) -> Iterator[Column]:
        if isinstance(node, ops.Field):
            yield from self._column(node.rel, node.name)
        elif isinstance(node, ops.WindowFunction):
            yield from self.trace(node.func)
        else:
            for child in node.__children__:
                if isinstance(child, ops.Value):
                    yield from self.trace(child)
                elif isinstance(child, ops.Relation):  # a table inside a value: membership, a single number
                    for name in child.schema:
                        yield from self.trace(ops.Field(child, name))

    def _column(self, relation: Any, name: str) -> Iterator[Column]:
        if isinstance(relation, ops.PhysicalTable):
            yield relation.name, name
        elif isinstance(relation, ops.Reference):
            yield from self._column(relation.parent, name)
        elif isinstance(relation, ops.Set):
            yield from self.trace(ops.Field(relation.left, name))
            yield from self.trace(ops.Field(relation.right, name))
        elif name in relation.values:
            yield from self.trace(relation.values[name])
