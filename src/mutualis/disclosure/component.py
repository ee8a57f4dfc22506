"""Some connected components of the hidden cells under attack: linear programs from the truth.

All values here are differences from the truth, so the true table is all zeros. Every optimum of a program is a feasible
table and widens the bounds of all its cells at once; with a common objective for all narrow cells a few programs open
most of them. A cell that stays narrow gets a program for each side that it lacks.
"""

import numpy as np

from mutualis.disclosure.hierarchy import Bools, Floats, Ints
from mutualis.disclosure.model import Program, Rows

BATCHES = 40
PATIENCE = 4
PARTS = (1.0, 1.0, 0.5, 0.2)


class Component:
    """Rows of one or more components with the bounds, needs (width, low, high) and a start of each column.

    `low` and `high` are the bounds found so far: each was reached in a feasible table.
    """

    def __init__(
        self,
        rows: Rows,
        bounds: tuple[Ints, Ints],
        needs: tuple[Ints, Ints, Ints],
        found: tuple[Floats, Floats],
    ) -> None:
        self.width, self.need_low, self.need_high = needs
        self.scale = np.maximum(1, np.maximum(self.width, self.need_high - self.need_low)).astype(float)
        self.low, self.high = found
        floor, ceiling = (bound.astype(float) for bound in bounds)
        self.program = Program.of(rows, floor, ceiling, np.zeros(len(floor)), primal=True)
        self.random = np.random.default_rng(len(floor))

    @property
    def programs(self) -> int:
        return self.program.solved

    def run(self, *, single: bool) -> None:
        """Narrow all at once; with `single`, then insist on every cell that stayed narrow."""
        self._guess()
        if single:
            for target in np.flatnonzero(self.narrow()).tolist():
                self._insist(target)

    def narrow(self) -> Bools:
        """The columns whose interval is not yet wide enough."""
        return is_narrow(self.low, self.high, (self.width, self.need_low, self.need_high))

    def _guess(self) -> None:
        """Push all or some narrow columns in random directions at once, until that opens nothing more."""
        idle = 0
        for batch in range(BATCHES):
            target = np.flatnonzero(self.narrow())
            if not target.size or idle >= PATIENCE:
                return
            chosen = target[self.random.random(target.size) < PARTS[batch % len(PARTS)]]
            if chosen.size:
                cost = np.zeros(self.program.columns)
                cost[chosen] = self.random.choice([-1.0, 1.0], chosen.size) / self.scale[chosen]
                self._solve(cost)
                idle = 0 if len(target) > int(self.narrow().sum()) else idle + 1

    def _insist(self, target: int) -> None:
        for direction in (1.0, -1.0):
            if self.narrow()[target]:
                cost = np.zeros(self.program.columns)
                cost[target] = direction
                self._solve(cost)

    def _solve(self, cost: Floats) -> None:
        self.program.costs(cost)
        answer = self.program.solve()
        if answer is not None:
            np.minimum(self.low, answer, out=self.low)
            np.maximum(self.high, answer, out=self.high)


def is_narrow(low: Floats, high: Floats, needs: tuple[Ints, Ints, Ints]) -> Bools:
    """Whether intervals are less wide than needed, or do not reach as far as needed; a millionth is forgiven."""
    width, need_low, need_high = needs
    wide = (high - low >= width - 1e-6) & (low <= need_low + 1e-6) & (high >= need_high - 1e-6)
    return np.asarray(~wide)
