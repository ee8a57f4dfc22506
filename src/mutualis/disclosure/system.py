"""Everything one year's release says, as integer tables and the relations between their cells.

A system holds one table per distinct denominator, one per numerator and, for counts, one of the complement
(denominator minus numerator). Every table has a cell per node of the geography. Indicators with equal denominators
share the table, and an indicator whose numerator is its denominator has no table of its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from mutualis.disclosure.hierarchy import Hierarchy, Ints

Bools = npt.NDArray[np.bool_]
DENOMINATOR, NUMERATOR, COMPLEMENT = "denominator", "numerator", "complement"


@dataclass(frozen=True)
class Counts:
    """One indicator's year on the nodes: numerator, denominator, contributors and the two largest parts, per node."""

    indicator: str
    kind: str
    numerator: Ints
    denominator: Ints
    contributors: Ints
    largest: Ints
    second_largest: Ints


@dataclass(frozen=True)
class Table:
    """One table of a system: its cells are `start` to `start + size`; `indicators` are those that publish it."""

    role: str
    kind: str
    start: int
    size: int
    indicators: tuple[str, ...]
    denominator: int = -1
    complement: int = -1

    @property
    def cells(self) -> slice:
        return slice(self.start, self.start + self.size)


@dataclass(frozen=True)
class Relations:
    """Sparse rows: each row's sum of coefficient x cell is zero in every table that agrees with the release."""

    row: Ints
    cell: Ints
    coefficient: Ints
    rows: int

    def residual(self, values: Ints) -> Ints:
        """The exact value of each row for integer cell values."""
        total = np.zeros(self.rows, dtype=np.int64)
        np.add.at(total, self.row, self.coefficient * values[self.cell])
        return total


@dataclass(frozen=True)
class System:
    """The tables of one year. `true` holds all cells; `floor` is the lowest value a reader can assume for each cell."""

    year: int
    hierarchy: Hierarchy
    counts: tuple[Counts, ...]
    tables: tuple[Table, ...]
    true: Ints
    floor: Ints
    relations: Relations

    def tables_of(self, indicator: str) -> tuple[int, int]:
        """The positions of the numerator's and the denominator's table of an indicator (equal when they are one)."""
        own = [p for p, table in enumerate(self.tables) if indicator in table.indicators and table.role == NUMERATOR]
        shared = [
            p for p, table in enumerate(self.tables) if indicator in table.indicators and table.role == DENOMINATOR
        ]
        return (own or shared)[0], shared[0]


def system(year: int, hierarchy: Hierarchy, counts: Sequence[Counts]) -> System:
    """The system of one year from the figures of its indicators on the nodes of the geography."""
    tables, values = _tables(hierarchy.size, counts)
    true = np.concatenate(values)
    floor = np.concatenate(
        [np.full(hierarchy.size, 0 if (part >= 0).all() else _LOWEST, dtype=np.int64) for part in values]
    )
    return System(year, hierarchy, tuple(counts), tables, true, floor, _relations(hierarchy, tables))


_LOWEST = -(2**53)


def _tables(size: int, counts: Sequence[Counts]) -> tuple[tuple[Table, ...], list[Ints]]:
    """The tables and their values: first the denominators, then each numerator with, for counts, its complement."""
    tables: list[Table] = []
    values: list[Ints] = []
    for denominator in _distinct([each.denominator for each in counts]):
        users = tuple(each.indicator for each in counts if np.array_equal(each.denominator, denominator))
        tables.append(Table(DENOMINATOR, "count", len(tables) * size, size, users))
        values.append(denominator)
    shared = tuple(tables)
    for each in counts:
        is_count = each.kind == "count"
        if is_count and np.array_equal(each.numerator, each.denominator):
            continue
        name, here = (each.indicator,), len(tables)
        base = next(place for place, table in enumerate(shared) if each.indicator in table.indicators)
        tables.append(Table(NUMERATOR, each.kind, here * size, size, name, base, here + 1 if is_count else -1))
        values.append(each.numerator)
        if is_count:
            tables.append(Table(COMPLEMENT, each.kind, (here + 1) * size, size, name, base))
            values.append(each.denominator - each.numerator)
    return tuple(tables), values


def _distinct(parts: Sequence[Ints]) -> list[Ints]:
    return list({part.tobytes(): part for part in parts}.values())


def _relations(hierarchy: Hierarchy, tables: Sequence[Table]) -> Relations:
    nodes, inner = np.arange(hierarchy.size), np.flatnonzero(hierarchy.is_inner)
    rank = np.full(hierarchy.size, -1, dtype=np.int64)
    rank[inner] = np.arange(len(inner))
    child = nodes[hierarchy.parent >= 0]
    row, cell, coefficient, rows = [], [], [], 0
    for table in tables:
        if table.role == COMPLEMENT:
            continue
        row += [rows + rank[inner], rows + rank[hierarchy.parent[child]]]
        cell += [table.start + inner, table.start + child]
        coefficient += [np.ones(len(inner)), -np.ones(len(child))]
        rows += len(inner)
        if table.complement >= 0:
            three = (tables[table.denominator].start, table.start, tables[table.complement].start)
            row += [rows + nodes] * 3
            cell += [start + nodes for start in three]
            coefficient += [sign * np.ones(hierarchy.size) for sign in (1, -1, -1)]
            rows += hierarchy.size
    join = np.concatenate
    return Relations(join(row).astype(np.int64), join(cell).astype(np.int64), join(coefficient).astype(np.int64), rows)


def close(system: System, hidden: Bools) -> Bools:
    """Cells hidden because others are: a hidden denominator hides its numerators, a numerator its complement."""
    hidden = hidden.copy()
    for table in system.tables:
        if table.role == NUMERATOR:
            hidden[table.cells] |= hidden[system.tables[table.denominator].cells]
            if table.complement >= 0:
                hidden[table.cells] |= hidden[system.tables[table.complement].cells]
                hidden[system.tables[table.complement].cells] = hidden[table.cells]
    return hidden
