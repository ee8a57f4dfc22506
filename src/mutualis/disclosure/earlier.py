"""Earlier releases: what is published stays published, so old, new and difference are attacked together.

For every table of a year that an earlier release shows in part, the system gets a table of role `earlier`, whose hidden
cells a reader does not know, and one of role `difference` (new minus old), with new - old - difference = 0 in every
cell. Late corrections mostly add: where no difference that we know is negative, a reader may assume that none is. The
true values of old hidden cells are not kept anywhere; some possible ones, as near as may be to today's, take their
place (`supposed`): the attacker looks at how far apart possible tables lie, not at which is true.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mutualis.disclosure.figures import NONE
from mutualis.disclosure.frame import Frame
from mutualis.disclosure.hierarchy import Area, Bools, Ints
from mutualis.disclosure.nobody import inherited
from mutualis.disclosure.placing import joined_keys, row_keys
from mutualis.disclosure.rates import OVER, told
from mutualis.disclosure.sparse import Sparse, placed
from mutualis.disclosure.supposed import suppose
from mutualis.disclosure.system import (
    DENOMINATOR,
    DIFFERENCE,
    EARLIER,
    NUMERATOR,
    PART,
    Counts,
    Rate,
    System,
    Table,
)  # fmt: skip

COLUMNS = ("level", "area_code", "standardised")


@dataclass(frozen=True)
class Earlier:
    """Figures that were released before, and their geography where it is not that of today's release.

    `geography`: {year: {(level, code): code one level up}}.
    """

    figures: pa.Table
    geography: Mapping[int, Mapping[Area, str]] | None = None


@dataclass(frozen=True, eq=False)
class _Old:
    """Values of one table of an earlier release on the nodes of the frame: 0 absent, 1 hidden, 2 shown."""

    state: Ints
    value: Ints


def added(
    system: System, releases: Sequence[pa.Table], *, supposing: bool = True, known: Mapping[str, Any] | None = None
) -> System:
    """The system with the tables of earlier releases of the same year (their areas renamed to those of the frame).

    Without `supposing` nothing is put into their hidden cells. With `known` ({name: indicator}) the standardised
    figures that they show are rows over their own cells.
    """
    for release in releases:
        own = release.filter(pc.equal(release["year"], system.year))
        if own.num_rows:
            first = len(system.tables)
            system = _Joiner(system, own, known or {}).system()
            system = suppose(system, first) if supposing else system
    return system


class _Joiner:
    """Adds one earlier release to a system."""

    def __init__(self, system: System, release: pa.Table, indicators: Mapping[str, Any]) -> None:
        self.indicators, self.rates = indicators, list[Rate]()
        self.before, self.tables = system, list(system.tables)
        self.values: list[Ints] = [system.true]
        self.shown: list[Bools] = [system.published]
        self.sparse = Sparse()
        self.start = len(system.true)
        self.keys = joined_keys(system.frame)
        self.release = release

    def system(self) -> System:
        for number, table in enumerate(self.before.tables):
            if table.role == DENOMINATOR:
                self._family(number)
        true = np.concatenate(self.values)
        more = len(true) - len(self.before.true)
        relations = self.sparse.after(self.before.relations)
        found = replace(
            self.before, tables=tuple(self.tables), true=true, published=np.concatenate(self.shown),
            known=np.append(self.before.known, np.zeros(more, dtype=np.int64)),
            floor=np.append(self.before.floor, np.zeros(more, dtype=np.int64)),
            ceiling=np.append(self.before.ceiling, np.zeros(more, dtype=np.int64)), relations=relations,
            rates=(*self._told(), *self.rates),
        )  # fmt: skip
        return _bounded(found, len(self.before.tables))

    def _told(self) -> tuple[Rate, ...]:
        """The standardised figures, those marked that the earlier release shows."""
        own = self.release.filter(self.release["standardised"].is_valid())
        place = pc.index_in(row_keys(own), value_set=self.keys).to_pylist()
        names = own["indicator"].to_pylist()
        shown = {
            (name, int(self.before.frame.node[at])) for name, at in zip(names, place, strict=True) if at is not None
        }
        return tuple(
            replace(each, told=True) if (each.indicator, each.node) in shown else each for each in self.before.rates
        )

    def _family(self, number: int, above: int = -1) -> None:
        """A table of denominators with its numerators and complements, as the earlier release shows them.

        `above`: the position of the earlier denominators that they are a part of.
        """
        table = self.before.tables[number]
        users = [each for each in self.before.counts if each.indicator in table.indicators]
        old = self._denominators(users)
        if not old.state.any():
            return
        base = self._pair(number, old)
        if above >= 0:
            self._complement(table.complement, base, above)
        for position, own in enumerate(self.before.tables):
            if own.role == PART and own.denominator == number:
                self._family(position, base)
            if own.role == NUMERATOR and own.denominator == number:
                counts = next(each for each in users if each.indicator in own.indicators)
                top = self._pair(position, self._column(counts, "numerator"))
                if top >= 0 and own.complement >= 0:
                    self._complement(own.complement, top, base)
                if top >= 0 and counts.indicator in self.indicators:
                    self._rates(counts.indicator, top, base)

    def _rates(self, name: str, top: int, base: int) -> None:
        own = self.release.filter(
            pc.and_(pc.equal(self.release["indicator"], name), self.release["standardised"].is_valid())
        )
        values, tables = np.concatenate(self.values), (self.tables[top], self.tables[base])
        for level, code, shown in zip(*(own[each].to_pylist() for each in COLUMNS), strict=True):
            if ((level, code), OVER) in self.before.frame.start:
                found = told(self.before, tables, values, (level, code), self.indicators[name], shown)
                self.rates += [found] if found else []

    def _denominators(self, users: Sequence[Counts]) -> _Old:
        """What the release shows of denominators, and of numerators that are cells of the denominators."""
        size = self.before.frame.size
        found = _Old(np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.int64))
        for counts in users:
            _merge(found, self._column(counts, "denominator"), np.arange(size))
            if not counts.has_own_table:
                _merge(found, self._column(counts, "numerator"), counts.top)
        return _derived(found, self.before.frame)

    def _column(self, counts: Counts, measure: str) -> _Old:
        own = self.release.filter(pc.equal(self.release["indicator"], counts.indicator))
        place = pc.index_in(row_keys(own), value_set=self.keys)
        there = place.is_valid().to_numpy(zero_copy_only=False)
        node = self.before.frame.node[place.fill_null(0).to_numpy(zero_copy_only=False)][there]
        empty = pc.equal(own["status"], NONE).to_numpy(zero_copy_only=False)[there]
        column = own[measure].combine_chunks()
        visible = column.is_valid().to_numpy(zero_copy_only=False)[there] | empty
        found = _Old(*(np.zeros(self.before.frame.size, dtype=np.int64) for _ in range(2)))
        np.maximum.at(found.state, node, np.where(visible, 2, 1))
        found.value[node[visible]] = column.fill_null(0).to_numpy(zero_copy_only=False)[there][visible]
        return found

    def _pair(self, number: int, old: _Old) -> int:
        """The earlier table of a table, and their difference; returns the earlier one's position (-1: none)."""
        table = self.before.tables[number]
        nodes = np.flatnonzero(old.state)
        if not nodes.size:
            return -1
        value = np.where(old.state == 2, old.value, self._today(table))[nodes]
        position = self._table(EARLIER, nodes, old.state[nodes] == 2, table.indicators, value)
        self.sparse.within(self.before.frame.relations, self.tables[position].place)
        self._difference(number, position)
        return position

    def _complement(self, number: int, top: int, base: int) -> None:
        table, above, below = self.before.tables[number], self.tables[base], self.tables[top]
        nodes = below.nodes[above.place[below.nodes] >= 0]
        both = above.published[above.place[nodes] - above.start] & below.published[below.place[nodes] - below.start]
        value = self._value(above, nodes) - self._value(below, nodes)
        position = self._table(EARLIER, nodes, both, table.indicators, value)
        self.sparse.three(above.place[nodes], below.place[nodes], self.tables[position].place[nodes])
        self._difference(number, position)

    def _difference(self, new: int, old: int) -> None:
        table, before = self.before.tables[new], self.tables[old]
        nodes = before.nodes[table.place[before.nodes] >= 0]
        value = self.before.true[table.place[nodes]] - self._value(before, nodes)
        both = before.published[before.place[nodes] - before.start]
        position = self._table(DIFFERENCE, nodes, both, table.indicators, value, new, old)
        self.sparse.three(table.place[nodes], before.place[nodes], self.tables[position].place[nodes])

    def _table(
        self,
        role: str,
        nodes: Ints,
        published: Bools,
        names: tuple[str, ...],
        value: Ints,
        new: int = -1,
        old: int = -1,
    ) -> int:
        place = placed(self.before.frame.size, nodes, self.start)
        self.tables.append(Table(role, role, self.start, nodes, place, published, names, new=new, old=old))
        self.values.append(value)
        self.shown.append(published)
        self.start += len(nodes)
        return len(self.tables) - 1

    def _value(self, table: Table, nodes: Ints) -> Ints:
        return np.concatenate(self.values)[table.place[nodes]]

    def _today(self, table: Table) -> Ints:
        found = np.zeros(self.before.frame.size, dtype=np.int64)
        found[table.nodes] = self.before.true[table.cells]
        return found


def _merge(found: _Old, more: _Old, at: Ints) -> None:
    """Put the nodes of a column where they belong; what is shown wins."""
    nodes = np.flatnonzero(more.state)
    better = nodes[more.state[nodes] > found.state[at[nodes]]]
    found.state[at[better]] = more.state[better]
    found.value[at[better]] = more.value[better]


def _derived(found: _Old, frame: Frame) -> _Old:
    """Nodes that are a sum of nodes there (a merged municipality of its old ones) are there too, shown when all are."""
    relations = frame.relations
    part = relations.coefficient < 0
    row, cell = relations.row[part], relations.cell[part]
    least = np.full(relations.rows, 2, dtype=np.int64)
    np.minimum.at(least, row, found.state[cell])
    whole, of = relations.cell[~part], relations.row[~part]
    new = (found.state[whole] == 0) & (least[of] > 0)
    found.state[whole[new]] = least[of[new]]
    found.value[whole[new]] = np.bincount(row, weights=found.value[cell], minlength=relations.rows)[of[new]]
    return found


def _bounded(system: System, first: int) -> System:
    """Floors and ceilings of the tables of earlier releases and differences."""
    floor, ceiling = system.floor.copy(), system.ceiling.copy()
    for table in system.tables[first:]:
        value = system.true[table.cells]
        reach = 2 * int(np.abs(value).max(initial=0)) + 1000
        least = value[table.published].min(initial=0)
        floor[table.cells] = 0 if least >= 0 else value - reach
        ceiling[table.cells] = value + reach
    return inherited(replace(system, floor=floor, ceiling=ceiling))
