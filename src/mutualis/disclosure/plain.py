"""The plain attack: two linear programs for every sensitive cell, over all hidden cells at once, and no tricks.

It judges the fast attack in tests and is the peer in the benchmark.
"""

import time

import numpy as np

from mutualis.disclosure.attack import Bounds
from mutualis.disclosure.component import is_narrow
from mutualis.disclosure.hierarchy import Bools, Floats
from mutualis.disclosure.model import Program, among
from mutualis.disclosure.primary import Sensitive
from mutualis.disclosure.system import System


def attack(system: System, hidden: Bools, cells: Sensitive, rates: Bools | None = None) -> Bounds:
    """Bound each sensitive cell by its own two programs: both ends of its feasible interval.

    A shown cell keeps its value; so does the end of an interval for which no program was solved.
    """
    started = time.perf_counter()
    shown = np.zeros(len(system.rates), dtype=bool) if rates is None else rates
    below, above = ((bound - system.true)[hidden].astype(float) for bound in (system.floor, system.ceiling))
    program = Program.of(among(system, hidden, shown), below, above, np.zeros(int(hidden.sum())), primal=True)
    column = np.cumsum(hidden) - 1
    low = system.true[cells.cell].astype(float)
    high = low.copy()
    for position in np.flatnonzero(hidden[cells.cell]).tolist():
        target = int(column[cells.cell[position]])
        low[position] += _least(program, target, 1.0)
        high[position] -= _least(program, target, -1.0)
    breached = is_narrow(low, high, (cells.width, cells.low, cells.high))
    return Bounds(low, high, breached, program.solved, time.perf_counter() - started)


def _least(program: Program, column: int, direction: float) -> float:
    """The least of direction x column; 0, where the true table lies, without an answer."""
    cost: Floats = np.zeros(program.columns)
    cost[column] = direction
    program.costs(cost)
    answer = program.solve()
    return 0.0 if answer is None else direction * float(answer[column])
