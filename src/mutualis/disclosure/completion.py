"""Exact completion: hide the cheapest shown cells that let a sensitive cell move as far as it must.

For one sensitive cell at a time, a linear program looks for the cheapest change of its table that moves the cell while
all relations still hold; every shown cell that takes part in the change is hidden (Kelly, Golden and Assad 1992;
Castro 2002). A numerator moves between 0 and its denominator, and its complement against it, so one table at a time is
enough and tables are worked on in parallel; denominators go with those that are a part of them. What is hidden stays
hidden, so a cell once safe stays safe and the repetition ends.
"""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from mutualis.disclosure.attack import attack
from mutualis.disclosure.changes import today
from mutualis.disclosure.hierarchy import Bools, Ints
from mutualis.disclosure.opening import OnTime, Opening, Target
from mutualis.disclosure.primary import REST, Sensitive
from mutualis.disclosure.system import DENOMINATOR, NUMERATOR, System, Table, close

ROUNDS = 8


def complete(system: System, hidden: Bools, cells: Sensitive, k: int = 5, on_time: OnTime = lambda: None) -> Bools:
    """The hidden cells plus those needed so that the attack on the sensitive `cells` fails, when that is possible.

    Differences with earlier releases are opened by `k`. `on_time` is called now and then and may raise.
    """
    hidden = close(system, hidden)
    for strength in range(1, ROUNDS + 1):
        on_time()
        cells = cells.take(attack(system, hidden, cells).breached)
        if not len(cells):
            break
        mine, more = today(system, cells, k)
        hidden = _opened(system, close(system, hidden | more), mine, strength, on_time)
    return hidden


def _opened(system: System, hidden: Bools, cells: Sensitive, strength: int, on_time: OnTime) -> Bools:
    """Denominators first, then numerators, each table by itself."""
    for role in (DENOMINATOR, NUMERATOR):
        now = hidden.copy()
        numbers = [number for number, table in enumerate(system.tables) if table.role == role]

        def work(number: int, before: Bools = hidden) -> Bools:
            targets = _targets(system, number, cells)
            return Opening(system, before, number, strength, on_time).open(targets)

        with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
            for number, part in zip(numbers, pool.map(work, numbers), strict=True):
                start = system.tables[number].start
                now[start : start + len(part)] |= part
        hidden = close(system, now)
    return hidden


def _targets(system: System, number: int, cells: Sensitive) -> list[Target]:
    """(cell, numbered from the first of the table; how far up, how far down it must be able to move), smallest first.

    A complement's needs are those of its numerator the other way round.
    """
    table = system.tables[number]
    family = [system.tables[each] for each in system.family(number)]
    size = sum(each.size for each in family)
    found: dict[int, tuple[int, int]] = {}
    own = cells.take(_inside(system, family, cells.cell))
    for cell, width, low, high, rule in zip(*(part.tolist() for part in own.parts()), strict=True):
        value, at = int(system.true[cell]), cell - table.start
        up, down = (width - value, value) if width else (high - value, value - low)
        if not 0 <= at < size:
            rest = system.tables[table.complement]
            at = int(table.place[rest.nodes[cell - rest.start]]) - table.start
            up, down = down, up
        elif rule == REST:
            up = int(system.known[cell]) - value
            down = width - up
        before = found.get(at, (0, 0))
        found[at] = (max(up, before[0]), max(down, before[1]))
    ordered = sorted(found, key=lambda at: (int(system.true[table.start + at]), at))
    return [(at, *found[at]) for at in ordered]


def _inside(system: System, family: Sequence[Table], cell: Ints) -> Bools:
    parts = [table.cells for table in family]
    parts += [system.tables[table.complement].cells for table in family if table.complement >= 0]
    return np.any([(cell >= part.start) & (cell < part.stop) for part in parts], axis=0)
