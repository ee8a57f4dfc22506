"""The attacker: what can a reader of the release work out about the hidden cells?

The attacker knows every shown cell, that areas and categories add up, that a numerator is at most its denominator,
that one denominator serves many indicators, that nothing is below zero, and every standardised figure to its
published decimals. He bounds every hidden cell with linear programs. Each optimum is a whole feasible table, so it
widens the bounds of all cells at once (witness narrowing); only cells that stay narrow get programs of their own, in
their own connected component. A cell is *breached* when its feasible interval is narrower than its rule asks.

Tables in which the denominators stay at the truth are feasible tables too, and leave many more and smaller components:
they come first.
"""

import os
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from mutualis.disclosure.component import Component, is_narrow
from mutualis.disclosure.hierarchy import Bools, Floats, Ints
from mutualis.disclosure.model import Rows, among, labels
from mutualis.disclosure.primary import Sensitive
from mutualis.disclosure.system import DENOMINATOR, DIFFERENCE, PART, System

BIN = 400


@dataclass(frozen=True)
class Bounds:
    """What the attacker could prove about the sensitive cells: lowest and highest value in a feasible table.

    A breached cell's bounds are the ends of its feasible interval; another cell's lie within it.
    """

    low: Floats
    high: Floats
    breached: Bools
    programs: int
    seconds: float


def attack(system: System, hidden: Bools, cells: Sensitive, rates: Bools | None = None) -> Bounds:
    """Attack the sensitive `cells` of a system of which the cells in `hidden` are not published.

    `rates` marks the standardised figures that are shown (default: none).
    """
    started = time.perf_counter()
    shown = np.zeros(len(system.rates), dtype=bool) if rates is None else rates
    state = _State(system, cells)
    programs = sum(state.run(part, shown, single=False) for part in _freed(system, hidden))
    programs += state.run(hidden, shown, single=True)
    value = system.true[cells.cell]
    low, high = value + state.low[cells.cell], value + state.high[cells.cell]
    breached = is_narrow(low, high, (cells.width, cells.low, cells.high))
    return Bounds(low, high, breached, programs, time.perf_counter() - started)


def _freed(system: System, hidden: Bools) -> list[Bools]:
    """What may move, from little to everything: the rest stays at the truth for a while.

    Denominators and differences with earlier releases tie the tables of a year together; without them there are many
    small components, and most cells need no more.
    """
    without = hidden.copy()
    for table in system.tables:
        if table.role in {DENOMINATOR, PART} and len(table.indicators) > 1:
            without[table.cells] = False
        if table.role == DIFFERENCE and not without[system.tables[table.new].cells].any():
            without[table.cells] = without[system.tables[table.old].cells] = False
    same = np.ones(len(hidden), dtype=bool)
    for table in system.tables:
        if table.role == DIFFERENCE:
            same[table.cells] = False
    return [without & same, hidden & same, without] if not same.all() else [without]


def components(system: System, hidden: Bools, rates: Bools, narrow: Bools | None = None) -> list[tuple[Ints, Rows]]:
    """The hidden cells in groups of connected components, each with its rows; only groups with a `narrow` cell."""
    chosen = np.flatnonzero(hidden)
    rows = among(system, hidden, rates)
    label = labels(rows, len(chosen))
    wanted = np.ones(len(chosen), dtype=bool) if narrow is None else narrow[chosen]
    return [(chosen[columns], own) for columns, own in _bins(rows, label, wanted)]


class _State:
    """How far every cell was seen to move from the truth, and how far it must."""

    def __init__(self, system: System, cells: Sensitive) -> None:
        self.system, count = system, len(system.true)
        self.low, self.high = np.zeros(count), np.zeros(count)
        self.width, self.need_low, self.need_high = (np.zeros(count, dtype=np.int64) for _ in range(3))
        value = system.true[cells.cell]
        np.maximum.at(self.width, cells.cell, cells.width)
        np.minimum.at(self.need_low, cells.cell, cells.low - value)
        np.maximum.at(self.need_high, cells.cell, cells.high - value)

    def run(self, hidden: Bools, rates: Bools, *, single: bool) -> int:
        """Attack with these hidden cells; returns the number of programs. `single`: cell by cell where needed."""
        narrow = self._narrow()
        if not narrow[hidden].any():
            return 0
        groups = components(self.system, hidden, rates, narrow)
        with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
            return sum(pool.map(lambda part: self._attack(part[0], part[1], single), groups))

    def _narrow(self) -> Bools:
        return is_narrow(self.low, self.high, (self.width, self.need_low, self.need_high))

    def _attack(self, cells: Ints, rows: Rows, single: bool) -> int:
        true = self.system.true[cells]
        part = Component(
            rows, (self.system.floor[cells] - true, self.system.ceiling[cells] - true),
            (self.width[cells], self.need_low[cells], self.need_high[cells]), (self.low[cells], self.high[cells]),
        )  # fmt: skip
        part.run(single=single)
        self.low[cells], self.high[cells] = part.low, part.high
        return part.programs


def _bins(rows: Rows, label: Ints, narrow: Bools) -> list[tuple[Ints, Rows]]:
    """Columns and rows of each bin: components with narrow columns in order, a new bin whenever one is full."""
    size, wanted = np.bincount(label), np.unique(label[narrow])
    found = np.full(len(size), -1, dtype=np.int64)
    found[wanted] = (np.cumsum(size[wanted]) - size[wanted] // 2) // BIN
    bin_of = found[label]
    row_bin = np.full(rows.count, -1, dtype=np.int64)
    row_bin[rows.row] = bin_of[rows.column]
    made = []
    for number in np.unique(found[wanted]).tolist():
        columns = np.flatnonzero(bin_of == number)
        place = np.full(len(label), -1, dtype=np.int64)
        place[columns] = np.arange(len(columns))
        made.append((columns, rows.take(row_bin == number, place)))
    return made
