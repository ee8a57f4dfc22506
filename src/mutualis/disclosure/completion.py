"""Exact completion: hide the cheapest shown cells that let a sensitive cell move as far as it must.

For one sensitive cell at a time, a linear program looks for the cheapest change of the table that moves the cell
while all relations still hold; every shown cell that takes part in the change is hidden (Kelly, Golden and Assad
1992; Castro 2002). What is hidden stays hidden, so a cell once safe stays safe and the repetition ends.
"""

import numpy as np

from mutualis.disclosure.attack import attack
from mutualis.disclosure.hierarchy import Ints
from mutualis.disclosure.model import Floats, Program, reach
from mutualis.disclosure.primary import Sensitive
from mutualis.disclosure.system import COMPLEMENT, DENOMINATOR, Bools, System, close

ROUNDS = 8


def complete(system: System, hidden: Bools, cells: Sensitive) -> Bools:
    """The hidden cells plus those needed so that the attack on the sensitive `cells` fails (when that is possible)."""
    hidden = close(system, hidden)
    for strength in range(1, ROUNDS + 1):
        breached = attack(system, hidden, cells).breached
        if not breached.any():
            return hidden
        cells = cells.take(breached)
        hidden = close(system, _Completion(system, hidden, strength).open(cells))
    return hidden


class _Completion:
    """The program of all cells: column c moves cell c up, column n + c moves it down; shown cells cost their weight."""

    def __init__(self, system: System, hidden: Bools, strength: int) -> None:
        self.system, self.hidden, self.strength = system, hidden.copy(), strength
        self.count = len(system.true)
        up = reach(system).astype(float)
        self.up, self.down = up, np.minimum((system.true - system.floor).astype(float), up)
        self.weight = weights(system)
        relations = system.relations
        both = (
            np.tile(relations.row, 2),
            np.concatenate([relations.cell, relations.cell + self.count]),
            np.concatenate([relations.coefficient, -relations.coefficient]),
        )
        bounds = np.concatenate([self.up, self.down])
        self.program = Program.of(both, relations.rows, np.zeros(2 * self.count), bounds, self._cost())

    def open(self, cells: Sensitive) -> Bools:
        """Hide what opens each of the cells; returns the hidden cells."""
        value = self.system.true[cells.cell]
        smallest_first = np.argsort(value, kind="stable")
        for position in smallest_first:
            for move in _moves(int(value[position]), cells, int(position), self.strength):
                self._move(int(cells.cell[position]), move)
        return self.hidden

    def _cost(self) -> Floats:
        return np.tile(np.where(self.hidden, 0.0, self.weight), 2)

    def _move(self, cell: int, amount: int) -> None:
        up, down = cell, self.count + cell
        self.program.bound(up, max(amount, 0), max(amount, 0))
        self.program.bound(down, max(-amount, 0), max(-amount, 0))
        answer = self.program.solve()
        self.program.bound(up, 0.0, self.up[cell])
        self.program.bound(down, 0.0, self.down[cell])
        if answer is None:
            return
        change = np.abs(answer[: self.count] - answer[self.count :])
        self.hidden = close(self.system, self.hidden | (change > 1e-3))
        self.program.costs(self._cost())


def _moves(value: int, cells: Sensitive, position: int, strength: int) -> list[int]:
    """How far a cell must be able to move: a count to nothing and up to its width, an amount to its low and high."""
    width, low, high = int(cells.width[position]), int(cells.low[position]), int(cells.high[position])
    if not width:
        return [high - value, low - value]
    return [width - value, -value] if strength == 1 else [width + strength - 2]


def weights(system: System) -> Floats:
    """What it costs to hide a cell: more for areas with more people and for denominators, which are shared."""
    weight = np.zeros(len(system.true))
    for table in system.tables:
        if table.role == COMPLEMENT:
            continue
        people = system.tables[table.denominator] if table.role != DENOMINATOR else table
        persons: Ints = np.maximum(system.true[people.cells], 0)
        weight[table.cells] = (1 + np.log2(1.0 + persons)) * (1 + len(table.indicators))
    return weight
