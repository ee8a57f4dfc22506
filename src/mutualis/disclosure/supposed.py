"""Possible values for cells of an earlier release that nobody kept: whole numbers near today's that obey all rows."""

from dataclasses import replace

import numpy as np

from mutualis.disclosure.hierarchy import Bools, Ints
from mutualis.disclosure.model import Program, among, both_ways
from mutualis.disclosure.system import DIFFERENCE, EARLIER, System
from mutualis.model import MutualisError


def suppose(system: System, first: int) -> System:
    """The system with possible values in the hidden cells of tables from `first` on.

    Where no table without negative differences fits, differences may be negative. Raises when nothing fits: then the
    earlier figures contradict themselves.
    """
    later = np.zeros(len(system.true), dtype=bool)
    for table in system.tables[first:]:
        later[table.cells] = True
    unknown = later & ~system.published
    found = _fitting(system, unknown)
    if found is None:
        system = _with_any_difference(system, first)
        found = _fitting(system, unknown)
    true = system.true.copy()
    true[unknown] = 0 if found is None else found
    if found is None or system.relations.residual(true).any():
        raise MutualisError(
            f"The figures of an earlier release for {system.year} contradict themselves or this release's areas.",
            do="give the geography that the earlier release was made with",
        )
    return replace(system, true=true, ceiling=np.where(later, np.maximum(system.ceiling, true), system.ceiling))


def _with_any_difference(system: System, first: int) -> System:
    floor = system.floor.copy()
    for table in system.tables[first:]:
        if table.role == DIFFERENCE:
            floor[table.cells] = np.minimum(
                floor[table.cells], 2 * system.true[table.cells] - system.ceiling[table.cells]
            )
    return replace(system, floor=floor)


def _fitting(system: System, unknown: Bools) -> Ints | None:
    """Whole values of the unknown cells that obey all relations and floors, with the least change of old cells."""
    if not unknown.any():
        return np.zeros(0, dtype=np.int64)
    rows = among(system, unknown, np.zeros(len(system.rates), dtype=bool))
    low = (system.floor - system.true)[unknown].astype(float)
    high = (system.ceiling - system.true)[unknown].astype(float)
    old = np.zeros(len(system.true), dtype=bool)
    for table in system.tables:
        old[table.cells] |= table.role == EARLIER
    cost = np.where(old[unknown], 1.0, 0.0)
    least = np.concatenate([np.maximum(low, 0.0), np.maximum(-high, 0.0)])
    most = np.concatenate([np.maximum(high, 0.0), np.maximum(-low, 0.0)])
    program = Program.of(both_ways(rows, len(cost)), least, most, np.tile(cost, 2))
    answer = _whole_answer(program, len(cost))
    if answer is None:
        return None
    return np.asarray(system.true[unknown] + answer)


def _whole_answer(program: Program, size: int) -> Ints | None:
    answer = program.solve()
    if answer is None:
        return None
    if np.abs(answer - np.rint(answer)).max(initial=0.0) > 1e-6:
        program.whole(2_000)
        answer = program.solve()
        if answer is None:
            return None
    whole = np.rint(answer).astype(np.int64)
    return np.asarray(whole[:size] - whole[size:])
