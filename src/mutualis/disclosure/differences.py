"""What a reader learns of the differences with an earlier release: those that follow, and what sums leave for others.

In a sum over differences of which some are hidden, the shown ones leave a remainder for the hidden ones together. A
remainder of zero says that none changed, where differences are not negative; a small one tells of few persons.
"""

from dataclasses import dataclass, field

import numpy as np

from mutualis.disclosure.attack import attack
from mutualis.disclosure.changes import needing
from mutualis.disclosure.figures import Outcome
from mutualis.disclosure.frame import Relations
from mutualis.disclosure.hierarchy import Bools, Ints
from mutualis.disclosure.primary import Sensitive
from mutualis.disclosure.rules import Rules
from mutualis.disclosure.system import DIFFERENCE, System, Table, rows_within

NEAR = 1e-6


def too_small(system: System, table: Table, hidden: Bools, rules: Rules) -> Ints:
    """The nodes of a table of differences that show, or share as a remainder, a change of fewer than k persons.

    For amounts a change is too small that so many of the largest amounts of one person would make up.
    """
    told = _told(system, table, hidden)
    enough = np.full(table.size, rules.k, dtype=np.int64)
    if system.tables[table.new].kind != "count":
        enough = rules.k * np.maximum(_largest(system, table), 1)
    change = np.abs(told.value)
    return table.nodes[(told.known & (change > 0) & (change < enough)) | told.sharing(enough)]


def narrow(system: System, outcome: Outcome, k: int) -> Sensitive:
    """The hidden differences of counts that a reader knows to be a small number, within fewer than k values."""
    open_ = np.zeros(len(system.true), dtype=bool)
    for table in system.tables:
        if table.role == DIFFERENCE and system.tables[table.new].kind == "count":
            open_[table.cells] = ~_told(system, table, outcome.hidden).known
    targets = needing(system, np.flatnonzero(open_), k)
    bounds = attack(system, outcome.hidden, targets, outcome.rates)
    is_zero = (bounds.low > -NEAR) & (bounds.high < NEAR)
    is_large = (bounds.low > k - NEAR) | (bounds.high < NEAR - k)
    return targets.take(bounds.breached & ~is_zero & ~is_large)


@dataclass
class _Told:
    """The known cells of a table, their values, and the rows between its cells (numbered from 0 in the table)."""

    known: Bools
    value: Ints
    grows: Bools
    rows: Relations
    rest: Ints = field(init=False)
    unknown: Ints = field(init=False)

    def follow(self) -> None:
        """Work out every cell that follows from the known ones, row by row, until there are no more."""
        while True:
            self._remainders()
            free = ~self.known[self.rows.cell]
            may_fall = free & ((self.rows.coefficient > 0) | ~self.grows[self.rows.cell])
            nothing = (self.rest == 0) & ~self._any(may_fall)
            new = free & (nothing | (self.unknown == 1))[self.rows.row]
            if not new.any():
                return
            cell, row = self.rows.cell[new], self.rows.row[new]
            self.value[cell] = np.where(nothing[row], 0, -self.rest[row] * self.rows.coefficient[new])
            self.known[cell] = True

    def sharing(self, enough: Ints) -> Bools:
        """The cells that share a small remainder: unknown parts of a known whole."""
        free = ~self.known[self.rows.cell]
        whole_is_known = ~self._any(free & (self.rows.coefficient > 0))
        most = np.zeros(self.rows.rows, dtype=np.int64)
        np.maximum.at(most, self.rows.row[free], enough[self.rows.cell[free]])
        small = whole_is_known & (self.rest != 0) & (np.abs(self.rest) < most)
        found = np.zeros(len(self.known), dtype=bool)
        found[self.rows.cell[free & small[self.rows.row]]] = True
        return found

    def _remainders(self) -> None:
        """What the known cells of each row come to, and how many cells of it are unknown."""
        known = self.known[self.rows.cell]
        self.rest = np.zeros(self.rows.rows, dtype=np.int64)
        np.add.at(self.rest, self.rows.row[known], (self.rows.coefficient * self.value[self.rows.cell])[known])
        self.unknown = np.bincount(self.rows.row[~known], minlength=self.rows.rows)

    def _any(self, chosen: Bools) -> Bools:
        return np.bincount(self.rows.row[chosen], minlength=self.rows.rows) > 0


def _told(system: System, table: Table, hidden: Bools) -> _Told:
    known = ~hidden[table.cells]
    value = np.where(known, system.true[table.cells], 0)
    found = _Told(known, value, system.floor[table.cells] >= 0, rows_within(system.frame, table))
    found.follow()
    return found


def _largest(system: System, table: Table) -> Ints:
    counts = next(each for each in system.counts if each.indicator in table.indicators)
    return counts.largest[table.nodes]
