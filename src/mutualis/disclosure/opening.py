"""Opening the cells of one table: programs for the cheapest change that moves a cell.

Denominators and those that are a part of them hang together (part + outside = denominator): they are opened as one.
"""

from collections.abc import Callable, Sequence

import numpy as np

from mutualis.disclosure.frame import CROSS, split_members
from mutualis.disclosure.hierarchy import LEVELS, Bools, Floats, Ints
from mutualis.disclosure.model import Program, Rows, both_ways
from mutualis.disclosure.system import DENOMINATOR, DIFFERENCE, NUMERATOR, OUTSIDE, PART, System, Table

FAR = 1e-3
FREE = 1e-3
DEPTH = {level: depth for depth, level in enumerate(LEVELS)}
OnTime = Callable[[], None]
Target = tuple[int, int, int]


class Opening:
    """One table, or denominators with their parts: what is hidden of it, what hiding costs, how far its cells may move,
    and how far they were seen to.
    """

    def __init__(self, system: System, hidden: Bools, number: int, strength: int, on_time: OnTime) -> None:
        self.system, self.number, self.strength, self.on_time = system, number, strength, on_time
        family = system.family(number)
        tables = [system.tables[each] for each in family]
        self.start, self.size = tables[0].start, sum(table.size for table in tables)
        self.hidden = hidden[self.start : self.start + self.size].copy()
        self.weight = np.concatenate([weights(system, each) for each in family])
        rooms = [room(system, hidden, each, is_strict=strength % 2 == 1) for each in family]
        self.up, self.down = (np.concatenate(part) for part in zip(*rooms, strict=True))
        self.rows = _rows(system, self.start, self.size)
        self.low, self.high = np.zeros(self.size), np.zeros(self.size)
        nodes = np.concatenate([table.nodes for table in tables])
        keys = [system.frame.keys[place] for place in system.frame.first[nodes].tolist()]
        self.depth = np.array([DEPTH.get(key[0], len(DEPTH)) for key in keys])
        self.split = np.array([key[2] for key in keys])

    def open(self, targets: Sequence[Target]) -> Bools:
        """Hide what opens each of the cells (numbered from 0); returns the hidden cells."""
        for group in self._groups(targets):
            part = _Part(self, self._near(group[0][0]))
            for at, up, down in group:
                self.on_time()
                for move in self._moves(at, up, down):
                    if not part.move(at, move):
                        _Part(self, np.ones(self.size, dtype=bool)).move(at, move)
        return self.hidden

    def _groups(self, targets: Sequence[Target]) -> list[list[Target]]:
        """The targets by level and split, coarse ones first."""
        found: dict[tuple[int, int, str], list[Target]] = {}
        for target in targets:
            split = str(self.split[target[0]])
            found.setdefault((int(self.depth[target[0]]), split.count(CROSS), split), []).append(target)
        return [found[key] for key in sorted(found)]

    def _moves(self, at: int, up: int, down: int) -> list[int]:
        if self.high[at] - self.low[at] >= up + down + self.strength - 1:
            return []
        if self.strength == 1:
            return [move for move in (up, -down) if move]
        far = up + down + self.strength // 2 - 1
        return [far, -far]

    def _near(self, at: int) -> Bools:
        """The cells that a cheap change needs: same or finer areas and splits, and what is hidden already."""
        members = set(split_members(str(self.split[at])))
        finer = {split for split in set(self.split.tolist()) if members <= set(split_members(split))}
        return np.asarray(self.hidden | ((self.depth >= self.depth[at]) & np.isin(self.split, sorted(finer))))

    def saw(self, change: Floats) -> None:
        """Hide what takes part in a change, and remember how far every cell moved."""
        self.hidden |= np.abs(change) > FAR
        np.minimum(self.low, change, out=self.low)
        np.maximum(self.high, change, out=self.high)


class _Part:
    """The program of some cells: column c moves cell c up, column n + c down; shown cells cost their weight."""

    def __init__(self, opening: Opening, chosen: Bools) -> None:
        self.opening, self.cells = opening, np.flatnonzero(chosen)
        place = np.full(len(chosen), -1, dtype=np.int64)
        self.size = len(self.cells)
        place[self.cells] = np.arange(self.size)
        self.place = place
        used = np.zeros(opening.rows.count, dtype=bool)
        used[opening.rows.row[chosen[opening.rows.column]]] = True
        own = opening.rows.take(used, place)
        bounds = np.concatenate([opening.up[self.cells], opening.down[self.cells]])
        self.program = Program.of(both_ways(own, self.size), np.zeros(2 * self.size), bounds, self._cost())

    def _cost(self) -> Floats:
        return np.tile(np.where(self.opening.hidden, FREE, self.opening.weight)[self.cells], 2)

    def move(self, at: int, amount: int) -> bool:
        """Force one cell to move, as far as it can at most; says whether that is possible."""
        up, down = int(self.place[at]), self.size + int(self.place[at])
        most_up, most_down = self.opening.up[at], self.opening.down[at]
        far = min(amount, most_up) if amount > 0 else max(amount, -most_down)
        self.program.bound(up, max(far, 0), max(far, 0))
        self.program.bound(down, max(-far, 0), max(-far, 0))
        answer = self.program.solve()
        self.program.bound(up, 0.0, most_up)
        self.program.bound(down, 0.0, most_down)
        if answer is None:
            return False
        change = np.zeros(len(self.place))
        change[self.cells] = answer[: self.size] - answer[self.size :]
        self.opening.saw(change)
        self.program.costs(self._cost())
        return True


def _rows(system: System, start: int, size: int) -> Rows:
    """The rows that hold nothing but some consecutive cells, over these, numbered from 0."""
    every = system.relations
    outside = (every.cell < start) | (every.cell >= start + size)
    whole = np.bincount(every.row, weights=outside, minlength=every.rows) == 0
    keep, number = whole[every.row], np.cumsum(whole) - 1
    count = int(whole.sum())
    zero, none = np.zeros(count), np.full(count, -1, dtype=np.int64)
    column = every.cell[keep] - start
    return Rows(number[every.row[keep]], column, every.coefficient[keep].astype(float), count, zero, zero, none)


def room(system: System, hidden: Bools, number: int, *, is_strict: bool) -> tuple[Floats, Floats]:
    """How far each cell of a table may move up and down while the other tables stay as they are.

    A hidden denominator may give way too, unless `is_strict`.
    """
    table = system.tables[number]
    down = (system.true - system.floor)[table.cells].astype(float)
    up = (system.ceiling - system.true)[table.cells].astype(float)
    if table.role == NUMERATOR and table.complement >= 0:
        rest, base = system.tables[table.complement], system.tables[table.denominator]
        at = table.place[rest.nodes] - table.start
        fixed = is_strict | ~hidden[base.place[rest.nodes]]
        up[at] = np.where(fixed, np.minimum(up[at], system.true[rest.cells]), up[at])
    for each in system.tables:
        if each.role == DIFFERENCE and each.new == number:
            at = table.place[each.nodes] - table.start
            np.minimum.at(down, at, (system.true - system.floor)[each.cells].astype(float))
    if table.role in {DENOMINATOR, PART}:
        for user in system.tables:
            if user.role not in {PART, OUTSIDE} and user.denominator == number and user.kind == "count":
                _stay_above(system, number, user.nodes, system.true[user.cells], down)
    return up, down


def _base(system: System, table: Table) -> Table:
    return table if table.role in {DENOMINATOR, PART} else system.tables[table.denominator]


def _stay_above(system: System, number: int, nodes: Ints, least: Ints, down: Floats) -> None:
    """A denominator stays at least as large as a count of it."""
    table = system.tables[number]
    there = table.place[nodes] >= 0
    at = table.place[nodes[there]]
    left = (system.true[at] - least[there]).astype(float)
    np.minimum.at(down, at - table.start, left)


def weights(system: System, number: int) -> Floats:
    """What it costs to hide each cell of a table: persons ^ 0.75, between counting cells and counting persons.

    Larger areas and margins stay shown; a denominator costs for every indicator that shares it. The persons outside
    some denominators are no figure: they cost what is hidden with them.
    """
    table = system.tables[number]
    if table.role == OUTSIDE:
        return np.zeros(table.size)
    base = _base(system, table)
    at = base.place[table.nodes]
    persons = np.where(at >= 0, system.true[at], 0)
    return np.asarray((1 + np.maximum(persons, 0) ** 0.75) * (1 + len(table.indicators)))
