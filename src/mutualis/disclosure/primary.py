"""Primary suppression: the cells that are sensitive by themselves, and how much a reader may not learn about each."""

from dataclasses import dataclass

import numpy as np

from mutualis.disclosure.hierarchy import Bools, Ints
from mutualis.disclosure.rules import Rules
from mutualis.disclosure.system import COMPLEMENT, DENOMINATOR, NUMERATOR, OUTSIDE, PART, Counts, System, Table

NOTHING, SMALL, REST, FEW, DOMINANCE, P_PERCENT, BASE, CHANGE = range(8)
OF_ROLE = {DENOMINATOR: BASE, PART: BASE, OUTSIDE: BASE, COMPLEMENT: REST, NUMERATOR: SMALL}


@dataclass(frozen=True)
class Sensitive:
    """Sensitive cells and what protects each.

    The feasible interval of `cell` must be at least `width` wide and reach from `low` or less to `high` or more.
    `rule` is the number of the rule that makes it sensitive.
    """

    cell: Ints
    width: Ints
    low: Ints
    high: Ints
    rule: Ints

    def __len__(self) -> int:
        return len(self.cell)

    def take(self, chosen: Bools) -> "Sensitive":
        """The chosen ones of these cells."""
        return Sensitive(*(part[chosen] for part in self.parts()))

    def joined(self, other: "Sensitive") -> "Sensitive":
        """These cells and others."""
        pairs = zip(self.parts(), other.parts(), strict=True)
        return Sensitive(*(np.concatenate(pair) for pair in pairs))

    def parts(self) -> tuple[Ints, ...]:
        """The columns."""
        return (self.cell, self.width, self.low, self.high, self.rule)


def small(values: Ints, k: int) -> Bools:
    """Whether a count is a small number: at least one person and fewer than k."""
    return (values > 0) & (values < k)


def amount_rules(counts: Counts, rules: Rules) -> Ints:
    """The rule that an amount breaks (0: none): few contributors, one or two persons make too much of it, or the
    second largest could estimate the largest within p percent.
    """
    total, first, second = counts.numerator, counts.largest, counts.second_largest
    parts = {1: first, 2: first + second}
    broken = np.where(100 * (total - first - second) < rules.p_percent * first, P_PERCENT, NOTHING)
    for number, share in rules.dominance:
        broken = np.where(100 * parts[number] > share * total, DOMINANCE, broken)
    broken = np.where(small(counts.contributors, rules.k), FEW, broken)
    return np.where(counts.contributors > 0, broken, NOTHING)


def sensitive(system: System, rules: Rules) -> Sensitive:
    """All sensitive cells of a system: small counts (also of the complement, and of the insured outside the persons of
    an indicator) and amounts that break a rule.

    Cells that are counted and never published are sensitive in the same way: a reader must not work them out.
    """
    rule = np.zeros(len(system.true), dtype=np.int64)
    by_name = {each.indicator: each for each in system.counts}
    amounts = np.zeros(len(system.true), dtype=bool)
    for table in system.tables:
        if table.kind == "count":
            rule[table.cells] = _counts_rule(system, table, rules.k)
        elif table.role == NUMERATOR:
            amounts[table.cells] = True
            rule[table.cells] = amount_rules(by_name[table.indicators[0]], rules)[table.nodes]
    cell = np.flatnonzero(rule)
    value, is_amount = system.true[cell], amounts[cell]
    room = np.where(is_amount, np.maximum(1, -(-np.abs(value) * rules.amount_percent // 100)), 0)
    width = np.where(is_amount, 0, rules.k)
    low = np.where(is_amount, np.maximum(value - room, system.floor[cell]), value)
    return Sensitive(cell, width, low, value + room, rule[cell])


def _counts_rule(system: System, table: Table, k: int) -> Ints:
    """The rule of each cell; where a reader may know the denominator of a detail cell, its complement counts too."""
    value = system.true[table.cells]
    name = OF_ROLE[table.role]
    known = system.known[table.cells]
    found = np.where((known > 0) & small(known - value, k), REST, NOTHING)
    return np.where(small(value, k), name, found)
