"""Which standardised figures hold a cell in too narrow an interval: those whose rows its linear programs lean on."""

import numpy as np

from mutualis.disclosure.attack import components
from mutualis.disclosure.hierarchy import Bools, Ints
from mutualis.disclosure.model import Program, Rows
from mutualis.disclosure.system import System

LEAN = 1e-9


def binding(system: System, hidden: Bools, cells: Ints, rates: Bools) -> Bools:
    """Of the shown standardised figures (`rates`) those with a shadow price in a program of one of the `cells`."""
    wanted, found = np.zeros(len(hidden), dtype=bool), np.zeros(len(rates), dtype=bool)
    wanted[cells] = True
    for columns, rows in components(system, hidden, rates, wanted):
        found[_leaning(system, columns, rows, np.flatnonzero(wanted[columns]))] = True
    return found


def _leaning(system: System, cells: Ints, rows: Rows, targets: Ints) -> Ints:
    true = system.true[cells]
    below, above = ((bound[cells] - true).astype(float) for bound in (system.floor, system.ceiling))
    program = Program.of(rows, below, above, np.zeros(len(cells)))
    leaning = np.zeros(rows.count, dtype=bool)
    for target in targets.tolist():
        for direction in (1.0, -1.0):
            cost = np.zeros(program.columns)
            cost[target] = direction
            program.costs(cost)
            if program.solve() is not None:
                leaning |= np.abs(program.prices()) > LEAN
    return rows.rate[leaning & (rows.rate >= 0)]
