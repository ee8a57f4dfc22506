"""Everything one year's release says, as integer tables and the relations between their cells.

A system holds one table per distinct denominator, one per numerator and, for counts, one of the complement
(denominator minus numerator). A table has a cell for each node of the frame that its indicators count. Indicators with
equal denominators share the table, and an indicator whose numerator is its denominator has no table of its own.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from mutualis.disclosure.frame import Frame, Relations
from mutualis.disclosure.hierarchy import Bools, Floats, Ints

DENOMINATOR, NUMERATOR, COMPLEMENT = "denominator", "numerator", "complement"
EARLIER, DIFFERENCE = "earlier", "difference"


@dataclass(frozen=True, eq=False)
class Counts:
    """One indicator's year on the nodes of the frame.

    `top`: for an indicator whose numerator is a category of the denominators (increased reimbursement: those with it),
    the node of the denominators where the numerator of each node is found; otherwise each node itself.

    `shown` marks the places that the plan publishes; `published` and `detail` (counted, never published, their
    denominators in no table) mark nodes; the measures hold one value a node, 0 where nothing is counted.
    """

    indicator: str
    kind: str
    shown: Bools
    published: Bools
    counted: Bools
    detail: Bools
    numerator: Ints
    denominator: Ints
    contributors: Ints
    largest: Ints
    second_largest: Ints
    top: Ints
    has_own_table: bool


@dataclass(frozen=True, eq=False)
class Table:
    """One table of a system: its cells are `start` to `start + size`, on `nodes` (ascending) of the frame.

    A table of role `earlier` was released before; `difference` is a table of this release (`new`) minus that (`old`).
    `place`: the cell of each node, -1 where there is none. `published`: the cells that some indicator publishes.
    """

    role: str
    kind: str
    start: int
    nodes: Ints
    place: Ints
    published: Bools
    indicators: tuple[str, ...]
    denominator: int = -1
    complement: int = -1
    new: int = -1
    old: int = -1

    @property
    def size(self) -> int:
        return len(self.nodes)

    @property
    def cells(self) -> slice:
        return slice(self.start, self.start + self.size)


@dataclass(frozen=True, eq=False)
class Rate:
    """A published standardised figure: the change of sum(coefficient x cell) from the truth lies in [low, high].

    `top`: the cell of the numerator of the total at `node`; `persons`: the cells of the strata's denominators (-1: in
    no table); `rounded`: the figure as published, in numerator per person; `told`: an earlier release showed it, so
    that a reader knows it whether it is shown now or not.
    """

    indicator: str
    node: int
    top: int
    cell: Ints
    persons: Ints
    coefficient: Floats
    low: float
    high: float
    rounded: float
    told: bool = False


@dataclass(frozen=True, eq=False)
class System:
    """The tables of one year.

    `true` holds all cells; `floor` and `ceiling` are the lowest and highest value that a reader can assume for each;
    `published` marks the cells that the plan publishes; `known` holds the denominator of a detail cell of a count
    where a reader is taken to know it (0 elsewhere).
    """

    year: int
    frame: Frame
    counts: tuple[Counts, ...]
    tables: tuple[Table, ...]
    true: Ints
    floor: Ints
    ceiling: Ints
    published: Bools
    known: Ints
    relations: Relations
    rates: tuple[Rate, ...] = ()

    def tables_of(self, indicator: str) -> tuple[int, int]:
        """The positions of the numerator's and the denominator's table of an indicator (equal when they are one)."""
        own = [p for p, table in enumerate(self.tables) if indicator in table.indicators and table.role == NUMERATOR]
        shared = [
            p for p, table in enumerate(self.tables) if indicator in table.indicators and table.role == DENOMINATOR
        ]
        return (own or shared)[0], shared[0]

    def table_at(self, cell: int) -> Table:
        """The table that holds a cell."""
        return self.tables[bisect_right(self._starts, cell) - 1]

    @cached_property
    def _starts(self) -> list[int]:
        """Of the tables; an empty one starts where the next does and comes before it."""
        return [each.start for each in self.tables]

    def node_at(self, cell: int) -> int:
        """The node of the frame that a cell is on."""
        table = self.table_at(cell)
        return int(table.nodes[cell - table.start])


def system(year: int, frame: Frame, counts: Sequence[Counts]) -> System:
    """The system of one year from the figures of its indicators on the nodes of the frame."""
    tables, values = _tables(frame.size, counts)
    true = np.concatenate(values)
    reach = np.concatenate([np.full(len(part), 2 * int(np.abs(part).max(initial=0)) + 100) for part in values])
    can_be_negative = np.concatenate([np.full(len(part), bool((part < 0).any())) for part in values])
    return System(
        year,
        frame,
        tuple(counts),
        tables,
        true,
        np.where(can_be_negative, true - reach, 0),
        true + reach,
        np.concatenate([table.published for table in tables]),
        np.zeros(len(true), dtype=np.int64),
        _relations(frame, tables),
    )


def _tables(size: int, counts: Sequence[Counts]) -> tuple[tuple[Table, ...], list[Ints]]:
    """The tables and their values: first the denominators, then each numerator with, for counts, its complement."""
    maker = _Maker(size)
    for shared in _sharing(counts):
        seen = np.any([each.counted & ~each.detail for each in shared], axis=0)
        value = np.max([np.where(each.counted, each.denominator, -1) for each in shared], axis=0)
        published = np.any([each.published for each in shared], axis=0)
        maker.add(DENOMINATOR, "count", seen, published, tuple(each.indicator for each in shared), value)
    bases = tuple(maker.tables)
    for each in counts:
        if not each.has_own_table:
            continue
        base = next(place for place, table in enumerate(bases) if each.indicator in table.indicators)
        name = (each.indicator,)
        number = maker.add(NUMERATOR, each.kind, each.counted, each.published, name, each.numerator, base)
        if each.kind == "count":
            rest = each.denominator - each.numerator
            there = each.counted & ~each.detail
            other = maker.add(COMPLEMENT, each.kind, there, each.published, name, rest, base)
            maker.tables[number] = replace(maker.tables[number], complement=other)
    return tuple(maker.tables), maker.values


class _Maker:
    def __init__(self, size: int) -> None:
        self.size, self.start = size, 0
        self.tables: list[Table] = []
        self.values: list[Ints] = []

    def add(
        self, role: str, kind: str, on: Bools, published: Bools, names: tuple[str, ...], value: Ints, base: int = -1
    ) -> int:
        nodes = np.flatnonzero(on)
        place = placed(self.size, nodes, self.start)
        self.tables.append(Table(role, kind, self.start, nodes, place, published[nodes], names, base))
        self.values.append(value[nodes])
        self.start += len(nodes)
        return len(self.tables) - 1


def placed(size: int, nodes: Ints, start: int) -> Ints:
    """The cell of each of so many nodes in a table of some of them that begins at `start`; -1: none."""
    place = np.full(size, -1, dtype=np.int64)
    place[nodes] = start + np.arange(len(nodes))
    return place


def _sharing(counts: Sequence[Counts]) -> list[list[Counts]]:
    """The indicators in groups with equal denominators wherever two of a group count the same cell."""
    groups: list[list[Counts]] = []
    for each in counts:
        for group in groups:
            if all(_agree(each, other) for other in group):
                group.append(each)
                break
        else:
            groups.append([each])
    return groups


def _agree(one: Counts, other: Counts) -> bool:
    both = one.counted & other.counted
    return bool((one.denominator[both] == other.denominator[both]).all())


def _relations(frame: Frame, tables: Sequence[Table]) -> Relations:
    """The frame's rows within each table that has all their nodes, and numerator + complement = denominator."""
    rows = Sparse()
    for table in tables:
        if table.role != COMPLEMENT:
            rows.within(frame.relations, table.place)
        if table.complement >= 0:
            base, rest = tables[table.denominator], tables[table.complement]
            rows.three(base.place[rest.nodes], table.place[rest.nodes], rest.place[rest.nodes])
    return rows.relations()


def rows_within(frame: Frame, table: Table) -> Relations:
    """The frame's rows that a table has all nodes of, over its own cells, numbered from 0."""
    rows = Sparse()
    rows.within(frame.relations, np.where(table.place < 0, -1, table.place - table.start))
    return rows.relations()


class Sparse:
    """Collects sparse rows over cells."""

    def __init__(self) -> None:
        self.parts: list[tuple[Ints, Ints, Ints]] = []
        self.count = 0

    def within(self, relations: Relations, place: Ints) -> None:
        """The rows whose nodes all have a place."""
        cell = place[relations.cell]
        missing = np.bincount(relations.row, weights=cell < 0, minlength=relations.rows) > 0
        number = np.cumsum(~missing) - 1
        keep = ~missing[relations.row]
        self._add(number[relations.row[keep]], cell[keep], relations.coefficient[keep], int((~missing).sum()))

    def three(self, whole: Ints, part: Ints, rest: Ints) -> None:
        """Rows whole - part - rest = 0."""
        row = np.tile(np.arange(len(whole)), 3)
        sign = np.repeat(np.array([1, -1, -1], dtype=np.int64), len(whole))
        self._add(row, np.concatenate([whole, part, rest]), sign, len(whole))

    def _add(self, row: Ints, cell: Ints, coefficient: Ints, rows: int) -> None:
        self.parts.append((row + self.count, cell, coefficient))
        self.count += rows

    def after(self, before: Relations) -> Relations:
        """These rows behind others."""
        self.parts = [(row + before.rows, cell, sign) for row, cell, sign in self.parts]
        self.parts.insert(0, (before.row, before.cell, before.coefficient))
        self.count += before.rows
        return self.relations()

    def relations(self) -> Relations:
        """All rows."""
        row, cell, coefficient = (np.concatenate(part) for part in zip(*self.parts, strict=True))
        return Relations(row.astype(np.int64), cell.astype(np.int64), coefficient.astype(np.int64), self.count)


def close(system: System, hidden: Bools) -> Bools:
    """Cells hidden because others are, or because the plan does not publish them.

    A hidden denominator hides its numerators (also one that is a cell of the denominators), a numerator its complement,
    and each of two figures their difference.
    """
    hidden = hidden | ~system.published
    for counts in system.counts:
        if not counts.has_own_table:
            place = system.tables[system.tables_of(counts.indicator)[1]].place
            node = np.flatnonzero(counts.published)
            hidden[place[counts.top[node[hidden[place[node]]]]]] = True
    for table in system.tables:
        if table.role == NUMERATOR:
            base = system.tables[table.denominator].place[table.nodes]
            hidden[table.cells] |= (base >= 0) & hidden[base]
            if table.complement >= 0:
                rest = system.tables[table.complement]
                both = hidden[rest.cells] | hidden[table.place[rest.nodes]]
                hidden[table.place[rest.nodes]] = hidden[rest.cells] = both
    hide_differences(system, hidden)
    return hidden


def hide_differences(system: System, hidden: Bools) -> None:
    """Set in `hidden` the differences of which one side is hidden, and only these."""
    for table in system.tables:
        if table.role == DIFFERENCE:
            new, old = system.tables[table.new], system.tables[table.old]
            hidden[table.cells] = hidden[new.place[table.nodes]] | hidden[old.place[table.nodes]]
