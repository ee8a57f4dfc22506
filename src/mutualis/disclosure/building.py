"""From the counts of a year to its tables and the relations between their cells."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from mutualis.disclosure.frame import Frame, Relations
from mutualis.disclosure.hierarchy import Bools, Ints
from mutualis.disclosure.sharing import Base, bases
from mutualis.disclosure.sparse import Sparse, placed
from mutualis.disclosure.system import (
    COMPLEMENT,
    DENOMINATOR,
    NUMERATOR,
    OUTSIDE,
    PART,
    Counts,
    System,
    Table,
)  # fmt: skip


def system(year: int, frame: Frame, counts: Sequence[Counts]) -> System:
    """The system of one year from the figures of its indicators on the nodes of the frame."""
    tables, values = _tables(frame, counts)
    true = np.concatenate(values)
    reach = np.concatenate([np.full(len(part), 2 * int(np.abs(part).max(initial=0)) + 100) for part in values])
    return System(
        year,
        frame,
        tuple(counts),
        tables,
        true,
        np.where(_can_be_negative(tables, values), true - reach, 0),
        true + reach,
        np.concatenate([table.published for table in tables]),
        np.zeros(len(true), dtype=np.int64),
        _relations(frame, tables),
    )


def _can_be_negative(tables: Sequence[Table], values: Sequence[Ints]) -> Bools:
    """The cells of amounts of which one is negative: corrections; a number of persons never is."""
    pairs = zip(tables, values, strict=True)
    return np.concatenate(
        [np.full(len(part), table.kind != "count" and bool((part < 0).any())) for table, part in pairs]
    )


def _tables(frame: Frame, counts: Sequence[Counts]) -> tuple[tuple[Table, ...], list[Ints]]:
    """The tables and their values: first the denominators, those that are a part of others each with the insured
    outside, then each numerator with, for counts, its complement.
    """
    maker, of = _Maker(frame.size), dict[str, int]()
    shared, place = bases(frame, counts), list[int]()
    for base in shared:
        place.append(maker.base(base, shared, place))
        of |= dict.fromkeys(base.indicators, place[-1])
    for each in counts:
        if not each.has_own_table:
            continue
        at, name = of[each.indicator], (each.indicator,)
        number = maker.add(NUMERATOR, each.kind, each.counted, each.published, name, each.numerator, at)
        if each.kind == "count":
            rest, there = each.denominator - each.numerator, each.counted & ~each.detail
            maker.completed(number, maker.add(COMPLEMENT, each.kind, there, each.published, name, rest, at))
    return tuple(maker.tables), maker.values


class _Maker:
    def __init__(self, size: int) -> None:
        self.size, self.start = size, 0
        self.tables: list[Table] = []
        self.values: list[Ints] = []

    def base(self, base: Base, shared: Sequence[Base], place: Sequence[int]) -> int:
        """Denominators, with those outside where they are a part of others, whose tables have a place already."""
        if base.within < 0:
            return self.add(DENOMINATOR, "count", base.counted, base.published, base.indicators, base.value)
        above, at = shared[base.within], place[base.within]
        number = self.add(PART, "count", base.counted, base.published, base.indicators, base.value, at)
        both, told = base.counted & above.counted, base.published & above.published
        rest = above.value - base.value
        self.completed(number, self.add(OUTSIDE, "count", both, told, base.indicators, rest, at))
        return number

    def completed(self, number: int, rest: int) -> None:
        """Say which table holds the rest of one."""
        self.tables[number] = replace(self.tables[number], complement=rest)

    def add(
        self, role: str, kind: str, on: Bools, published: Bools, names: tuple[str, ...], value: Ints, base: int = -1
    ) -> int:
        nodes = np.flatnonzero(on)
        place = placed(self.size, nodes, self.start)
        self.tables.append(Table(role, kind, self.start, nodes, place, published[nodes], names, base))
        self.values.append(value[nodes])
        self.start += len(nodes)
        return len(self.tables) - 1


def _relations(frame: Frame, tables: Sequence[Table]) -> Relations:
    """The frame's rows within each table that has all their nodes, and table + its complement = denominator."""
    rows = Sparse()
    for table in tables:
        if table.role not in {COMPLEMENT, OUTSIDE}:
            rows.within(frame.relations, table.place)
        if table.complement >= 0:
            base, rest = tables[table.denominator], tables[table.complement]
            rows.three(base.place[rest.nodes], table.place[rest.nodes], rest.place[rest.nodes])
    return rows.relations()
