"""The attacker: what can a reader of the release work out about the hidden cells?

The attacker knows every shown cell, that areas add up, that a numerator is at most its denominator, that one
denominator serves many indicators, and that nothing is below zero. He bounds every hidden cell with linear programs.
Each optimum is a whole feasible table, so it widens the bounds of all cells at once (witness narrowing); only the
cells that stay narrow get programs of their own. A cell is *breached* when no two feasible whole-number tables lie as
far apart as it needs.
"""

import time
from dataclasses import dataclass

import numpy as np

from mutualis.disclosure.hierarchy import Ints
from mutualis.disclosure.model import Program, among, reach
from mutualis.disclosure.primary import Sensitive
from mutualis.disclosure.system import Bools, System

BATCHES = 24
PATIENCE = 6


@dataclass(frozen=True)
class Bounds:
    """What the attacker could prove about the sensitive cells: lowest and highest value seen in a feasible table."""

    low: Ints
    high: Ints
    breached: Bools
    programs: int
    seconds: float


def attack(system: System, hidden: Bools, cells: Sensitive) -> Bounds:
    """Attack the sensitive `cells` of a system of which the cells in `hidden` are not published."""
    started = time.perf_counter()
    attacker = _Attacker(system, hidden, cells)
    if len(cells) and hidden.any():
        attacker.guess()
        attacker.insist()
    value = system.true[cells.cell]
    return Bounds(
        value + attacker.low, value + attacker.high, attacker.narrow(), attacker.programs, time.perf_counter() - started
    )


class _Attacker:
    """Holds the program and the bounds found so far, as differences from the true values of the sensitive cells."""

    def __init__(self, system: System, hidden: Bools, cells: Sensitive) -> None:
        self.cells, self.value = cells, system.true[cells.cell]
        self.low = np.zeros(len(cells), dtype=np.int64)
        self.high = np.zeros(len(cells), dtype=np.int64)
        self.reachable = hidden[cells.cell]
        self.column = (np.cumsum(hidden) - 1)[cells.cell]
        up = reach(system)[hidden]
        self.floor = np.maximum((system.floor - system.true)[hidden], -up)
        self.ceiling = up
        self.relations, self.rows = among(system, hidden)
        columns = int(hidden.sum())
        self.program = Program.of(
            self.relations, self.rows, self.floor.astype(float), up.astype(float), np.zeros(columns)
        )

    @property
    def programs(self) -> int:
        return self.program.solved

    def narrow(self) -> Bools:
        """The cells whose interval is not yet wide enough."""
        cells, low, high = self.cells, self.value + self.low, self.value + self.high
        wide = (high - low >= cells.width) & (low <= cells.low) & (high >= cells.high)
        return np.asarray(~wide)

    def guess(self) -> None:
        """Push all narrow cells in random directions at once, until that opens nothing more."""
        random, idle = np.random.default_rng(0), 0
        scale = np.maximum(1, np.maximum(self.cells.width, self.cells.high - self.value))
        for _ in range(BATCHES):
            target = np.flatnonzero(self.narrow() & self.reachable)
            if not target.size or idle >= PATIENCE:
                return
            cost = np.zeros(self.program.columns)
            np.add.at(cost, self.column[target], random.choice([-1.0, 1.0], target.size) / scale[target])
            self._witness(cost)
            idle = 0 if self.narrow()[target].sum() < target.size else idle + 1

    def insist(self) -> None:
        """Two programs of its own for every cell that is still narrow; whole numbers where fractions get in the way."""
        for whole in (False, True):
            target = np.flatnonzero(self.narrow() & self.reachable)
            if whole and target.size:
                self.program.whole(True)
            for position in target:
                for direction in (1.0, -1.0):
                    if self.narrow()[position]:
                        cost = np.zeros(self.program.columns)
                        cost[self.column[position]] = direction
                        self._witness(cost)

    def _witness(self, cost: np.typing.NDArray[np.float64]) -> None:
        self.program.costs(cost)
        answer = self.program.solve()
        if answer is None:
            return
        table = np.rint(answer).astype(np.int64)
        if self._is_feasible(table):
            found = table[self.column]
            np.minimum(self.low, np.where(self.reachable, found, 0), out=self.low)
            np.maximum(self.high, np.where(self.reachable, found, 0), out=self.high)

    def _is_feasible(self, table: Ints) -> bool:
        row, column, coefficient = self.relations
        total = np.zeros(self.rows, dtype=np.int64)
        np.add.at(total, row, coefficient * table[column])
        return bool((total == 0).all() and (table >= self.floor).all() and (table <= self.ceiling).all())
