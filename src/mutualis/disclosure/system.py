"""Everything one year's release says, as integer tables and the relations between their cells.

A system holds one table per distinct denominator, one per numerator and, for counts, one of the complement
(denominator minus numerator). A table has a cell for each node of the frame that its indicators count. Indicators with
equal denominators share the table, and an indicator whose numerator is its denominator has no table of its own.
Denominators that are a part of others have a table of the persons outside, and are one family with them.
"""

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from mutualis.disclosure.frame import Frame, Relations
from mutualis.disclosure.hierarchy import Bools, Floats, Ints
from mutualis.disclosure.sparse import Sparse

DENOMINATOR, NUMERATOR, COMPLEMENT = "denominator", "numerator", "complement"
PART, OUTSIDE = "part", "outside"
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

    A table of role `part` holds denominators that are a part of those in its `denominator`; its complement, of role
    `outside`, the others.
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
        bases = {DENOMINATOR, PART}
        shared = [p for p, table in enumerate(self.tables) if indicator in table.indicators and table.role in bases]
        return (own or shared)[0], shared[0]

    def family(self, number: int) -> tuple[int, ...]:
        """The positions of a table and, for denominators, of those that are a part of them and of those outside."""
        found = [number]
        for at, table in enumerate(self.tables):
            if table.role in {PART, OUTSIDE} and table.denominator in found:
                found.append(at)
        return tuple(found)

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


def rows_within(frame: Frame, table: Table) -> Relations:
    """The frame's rows that a table has all nodes of, over its own cells, numbered from 0."""
    rows = Sparse()
    rows.within(frame.relations, np.where(table.place < 0, -1, table.place - table.start))
    return rows.relations()


def close(system: System, hidden: Bools) -> Bools:
    """Cells hidden because others are, or because the plan does not publish them.

    A hidden denominator hides its numerators (also one that is a cell of the denominators), a numerator its complement,
    and each of two figures their difference. Denominators that are a part of hidden ones may be shown, unless everybody
    knows that they are all of them.
    """
    hidden = hidden | ~system.published
    for counts in system.counts:
        if not counts.has_own_table:
            place = system.tables[system.tables_of(counts.indicator)[1]].place
            node = np.flatnonzero(counts.published)
            hidden[place[counts.top[node[hidden[place[node]]]]]] = True
    for table in system.tables:
        if table.role == PART:
            _close_part(system, table, hidden)
        if table.role == NUMERATOR:
            base = system.tables[table.denominator].place[table.nodes]
            hidden[table.cells] |= (base >= 0) & hidden[base]
            if table.complement >= 0:
                rest = system.tables[table.complement]
                both = hidden[rest.cells] | hidden[table.place[rest.nodes]]
                hidden[table.place[rest.nodes]] = hidden[rest.cells] = both
    hide_differences(system, hidden)
    return hidden


def _close_part(system: System, part: Table, hidden: Bools) -> None:
    rest = system.tables[part.complement]
    whole, own = system.tables[part.denominator].place[rest.nodes], part.place[rest.nodes]
    is_whole = system.ceiling[rest.cells] == 0
    hidden[own] |= np.where(hidden[whole], is_whole, hidden[rest.cells] & ~is_whole)
    hidden[rest.cells] = hidden[own] | hidden[whole]


def hide_differences(system: System, hidden: Bools) -> None:
    """Set in `hidden` the differences of which one side is hidden, and only these."""
    for table in system.tables:
        if table.role == DIFFERENCE:
            new, old = system.tables[table.new], system.tables[table.old]
            hidden[table.cells] = hidden[new.place[table.nodes]] | hidden[old.place[table.nodes]]
