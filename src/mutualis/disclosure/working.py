"""One year under protection: what is hidden so far, the steps that hide more, and the last attack."""

import time

import numpy as np
import pyarrow as pa

from mutualis.disclosure import changes
from mutualis.disclosure.attack import Bounds, attack
from mutualis.disclosure.binding import binding
from mutualis.disclosure.completion import complete
from mutualis.disclosure.figures import Outcome, figures, seen
from mutualis.disclosure.primary import Sensitive
from mutualis.disclosure.protected import Key, TooLarge
from mutualis.disclosure.rates import showable
from mutualis.disclosure.system import System, close


class Clock:
    """The time allowed for protection, in seconds."""

    def __init__(self, seconds: float) -> None:
        self.seconds, self.end = seconds, time.monotonic() + seconds

    def left(self) -> float:
        return self.end - time.monotonic()


class Work:
    """A system with its sensitive cells (`targets`), the hidden cells, and the standardised figures shown (`rates`).

    `programs` and `took` (seconds) count the last attack.
    """

    def __init__(self, system: System, targets: Sensitive, k: int = 5) -> None:
        self.system, self.targets, self.k = system, targets, k
        hidden = changes.kept_hidden(system)
        hidden[targets.cell] = True
        hidden |= changes.today(system, targets, k)[1]
        self.hidden = close(system, hidden)
        self.rates = np.zeros(len(system.rates), dtype=bool)
        self.told = np.array([rate.told for rate in system.rates], dtype=bool)
        self.programs, self.took = 0, 0.0

    def repair(self, clock: Clock) -> None:
        """Hide more until the attacker fails without standardised figures."""
        self.hidden = complete(self.system, self.hidden, self.targets, self.k, lambda: self.must_be_on_time(clock))

    def settle(self, clock: Clock, *, repair: bool) -> tuple[pa.Table, Sensitive]:
        """The figures as they will be released, and the sensitive cells that a reader of them narrows too far.

        What is hidden is read back from the blanks of the figures. Standardised figures that hold a breached cell are
        left out until the attacker fails: tables that were possible with them stay possible, so only the breached cells
        are attacked again.
        """
        self.rates = showable(self.system, self.hidden)
        left = self.targets
        while True:
            self.must_be_on_time(clock)
            released = figures(self.system, Outcome(self.hidden, self.rates))
            bounds = self.judge(released, left)
            left = left.take(bounds.breached)
            if not len(left) or not repair or not self.rates.any():
                return released, left
            leaning = binding(self.system, self.hidden, left.cell, self.rates | self.told) & self.rates
            self.rates &= ~leaning & leaning.any()

    def judge(self, released: pa.Table, cells: Sensitive) -> Bounds:
        """Attack the figures as a reader gets them, with the standardised figures that he had before."""
        found = self.read(released)
        bounds = attack(self.system, found.hidden, cells, found.rates)
        self.programs, self.took = self.programs + bounds.programs, self.took + bounds.seconds
        return bounds

    def read(self, released: pa.Table) -> Outcome:
        """What a reader of the figures does not see, and the standardised figures that he has seen by now."""
        found = seen(self.system, released)
        return Outcome(found.hidden, found.rates | self.told)

    def key(self, cell: int) -> Key:
        """The key of a cell: indicator, year, level, area code, split, category, role."""
        table, frame = self.system.table_at(cell), self.system.frame
        place = int(frame.first[self.system.node_at(cell)])
        return (table.indicators[0], self.system.year, *frame.keys[place], table.role)

    def must_be_on_time(self, clock: Clock) -> None:
        """Raises `TooLarge` when the time is up."""
        if clock.left() > 0:
            return
        hidden = self.hidden & self.system.published
        table = max(self.system.tables, key=lambda each: int(hidden[each.cells].sum()))
        raise TooLarge(table.indicators[0], self.system.year, table.size, clock.seconds)
