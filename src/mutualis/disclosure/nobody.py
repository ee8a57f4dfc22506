"""Where everybody knows that there is nobody: categories that are empty for the whole country.

An indicator of persons of 40 and older counts nobody of 15 to 24, and all insured persons of 65 to 74. Its definition
is public and so are the figures of the country, so a reader knows both of every area, hidden or not.
"""

from dataclasses import replace

import numpy as np

from mutualis.disclosure.frame import Frame
from mutualis.disclosure.hierarchy import LEVELS, Bools, Ints
from mutualis.disclosure.system import DIFFERENCE, NUMERATOR, OUTSIDE, PART, System, Table


def limited(system: System, seen: Bools) -> System:
    """The system with a ceiling of 0 where a reader knows that nobody is; `seen`: the cells whose values he knows.

    Nobody of a part has a numerator either. What he knows of this release he knows of earlier ones and of what changed.
    """
    ceiling = system.ceiling.copy()
    for table in system.tables:
        if table.role in {PART, OUTSIDE}:
            is_empty = _empty(system.frame, table, seen[table.cells] & (system.true[table.cells] == 0))
            _lower(ceiling, system.true, table, is_empty)
        elif table.role == NUMERATOR and system.tables[table.denominator].role == PART:
            at = system.tables[table.denominator].place[table.nodes]
            _lower(ceiling, system.true, table, (at >= 0) & (ceiling[at] == 0))
    return inherited(replace(system, ceiling=ceiling))


def inherited(system: System) -> System:
    """The system with what is known to be nobody now as nobody in the earlier releases."""
    floor, ceiling = system.floor.copy(), system.ceiling.copy()
    for table in system.tables:
        if table.role == DIFFERENCE:
            new, old = system.tables[table.new], system.tables[table.old]
            known = (ceiling[new.place[table.nodes]] == 0) & (system.true[old.place[table.nodes]] == 0)
            known &= system.true[table.cells] == 0
            ceiling[old.place[table.nodes[known]]] = 0
            ceiling[table.place[table.nodes[known]]] = floor[table.place[table.nodes[known]]] = 0
    return replace(system, floor=floor, ceiling=ceiling)


def _lower(ceiling: Ints, true: Ints, table: Table, chosen: Bools) -> None:
    cells = table.start + np.flatnonzero(chosen)
    ceiling[cells[true[cells] == 0]] = 0


def _empty(frame: Frame, table: Table, is_zero: Bools) -> Bools:
    """The cells of a table whose category is zero in all areas of the largest level that has it."""
    rank = {level: number for number, level in enumerate(LEVELS)}
    cell = table.place[frame.node]
    found: dict[tuple[str, str], tuple[int, bool]] = {}
    for place in np.flatnonzero(cell >= 0).tolist():
        level, _, split, name = frame.keys[place]
        here = (rank.get(level, len(rank)), not is_zero[cell[place] - table.start])
        before = found.get((split, name))
        if before is None or here[0] < before[0] or (here[0] == before[0] and here[1]):
            found[split, name] = here
    empty = np.zeros(table.size, dtype=bool)
    for place in np.flatnonzero(cell >= 0).tolist():
        empty[cell[place] - table.start] |= not found[frame.keys[place][2:]][1]
    return empty
