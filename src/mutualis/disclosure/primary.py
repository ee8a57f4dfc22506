"""Primary suppression: the cells that are sensitive by themselves, and how much a reader may not learn about each."""

from dataclasses import dataclass

import numpy as np

from mutualis.disclosure.hierarchy import Ints
from mutualis.disclosure.rules import Rules
from mutualis.disclosure.system import NUMERATOR, Bools, Counts, System


@dataclass(frozen=True)
class Sensitive:
    """Sensitive cells and what protects each.

    The feasible interval of `cell` must be at least `width` wide and reach from `low` or less to `high` or more.
    """

    cell: Ints
    width: Ints
    low: Ints
    high: Ints

    def __len__(self) -> int:
        return len(self.cell)

    def take(self, chosen: Bools) -> "Sensitive":
        """The chosen ones of these cells."""
        return Sensitive(self.cell[chosen], self.width[chosen], self.low[chosen], self.high[chosen])


def small(values: Ints, k: int) -> Bools:
    """Whether a count is a small number: at least one person and fewer than k."""
    return (values > 0) & (values < k)


def breaks_amount_rules(counts: Counts, rules: Rules) -> Bools:
    """Whether an amount rests on too few persons or one or two persons make too much of it (contributors > 0)."""
    total, first, second = counts.numerator, counts.largest, counts.second_largest
    parts = {1: first, 2: first + second}
    broken = small(counts.contributors, rules.k)
    for number, share in rules.dominance:
        broken |= 100 * parts[number] > share * total
    broken |= 100 * (total - first - second) < rules.p_percent * first
    return broken & (counts.contributors > 0)


def sensitive(system: System, rules: Rules) -> Sensitive:
    """All sensitive cells of a system: small counts (also of the complement) and amounts that break a rule."""
    marked = np.zeros(len(system.true), dtype=bool)
    amounts = np.zeros(len(system.true), dtype=bool)
    by_name = {each.indicator: each for each in system.counts}
    for table in system.tables:
        if table.kind == "count":
            marked[table.cells] = small(system.true[table.cells], rules.k)
        elif table.role == NUMERATOR:
            amounts[table.cells] = breaks_amount_rules(by_name[table.indicators[0]], rules)
    cell = np.flatnonzero(marked | amounts)
    value, is_amount = system.true[cell], amounts[cell]
    room = np.where(is_amount, np.maximum(1, -(-np.abs(value) * rules.amount_percent // 100)), 0)
    width = np.where(is_amount, 0, rules.k)
    low = np.where(is_amount, np.maximum(value - room, system.floor[cell]), value)
    return Sensitive(cell, width, low, value + room)
