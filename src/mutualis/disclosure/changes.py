"""What earlier releases make sensitive: small visible differences, and old cells that were protected until now."""

from collections.abc import Sequence

import numpy as np

from mutualis.disclosure.attack import attack
from mutualis.disclosure.hierarchy import Bools, Ints
from mutualis.disclosure.primary import CHANGE, Sensitive, small
from mutualis.disclosure.rules import Rules
from mutualis.disclosure.system import DENOMINATOR, DIFFERENCE, EARLIER, System, Table


def kept_hidden(system: System) -> Bools:
    """The cells of this release that an earlier one hides."""
    hidden = np.zeros(len(system.true), dtype=bool)
    for table in _differences(system):
        old = system.tables[table.old]
        at = system.tables[table.new].place[table.nodes]
        hidden[at] |= ~old.published[old.place[table.nodes] - old.start]
    return hidden


def sensitive(system: System, rules: Rules) -> Sensitive:
    """Small differences (1..k-1) between counts shown before and now, and old hidden counts that could be small.

    An old hidden count is as safe as it was in its own release: only those that were safe then are looked at.
    """
    cells = [
        table.start + np.flatnonzero(table.published & small(np.abs(system.true[table.cells]), rules.k))
        for table in _differences(system)
        if system.tables[table.new].kind == "count"
    ]
    return needing(system, _together(cells), rules.k).joined(_old(system, rules))


def today(system: System, cells: Sensitive, k: int) -> tuple[Sensitive, Bools]:
    """For sensitive differences and old cells the cells of this release that could protect them, to be hidden."""
    new = np.full(len(system.true), -1, dtype=np.int64)
    for table in _differences(system):
        at = system.tables[table.new].place[table.nodes]
        new[table.cells] = new[system.tables[table.old].place[table.nodes]] = at
    own = new[cells.cell] < 0
    later = np.unique(new[cells.cell[~own]])
    value = system.true[later]
    more = Sensitive(
        later, np.zeros_like(later), np.maximum(value - k, system.floor[later]), value + k, np.full(len(later), CHANGE)
    )
    hidden = np.zeros(len(system.true), dtype=bool)
    hidden[later] = True
    return cells.take(own).joined(more), hidden


def _differences(system: System) -> list[Table]:
    return [table for table in system.tables if table.role == DIFFERENCE]


def _together(cells: Sequence[Ints]) -> Ints:
    return np.concatenate([np.zeros(0, dtype=np.int64), *cells])


def needing(system: System, cell: Ints, k: int) -> Sensitive:
    """Differences and old cells as sensitive ones, of which a reader may know no interval narrower than k."""
    value = system.true[cell]
    return Sensitive(cell, np.full(len(cell), k), value, value, np.full(len(cell), CHANGE))


def _old(system: System, rules: Rules) -> Sensitive:
    cells = []
    for table in _differences(system):
        new, old = system.tables[table.new], system.tables[table.old]
        if new.kind == "count" or new.role == DENOMINATOR:
            could_be_small = system.true[old.cells] < 2 * rules.k
            cells.append(old.start + np.flatnonzero(~old.published & could_be_small))
    targets = needing(system, _together(cells), rules.k)
    alone = np.zeros(len(system.true), dtype=bool)
    for table in system.tables:
        if table.role == EARLIER:
            alone[table.cells] = ~table.published
    return targets.take(~attack(system, alone, targets).breached)
