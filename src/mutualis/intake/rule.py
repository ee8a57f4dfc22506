"""A rule on the content of a line, and the one scan that runs all rules of a database.

A rule is a frozen value: its condition says, as an Ibis expression over a prepared table, where it is *broken*. The
same rules run at the insurer on digits and at the centre on codes: a rule runs where the columns that it needs exist.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import ibis
import ibis.expr.types as ir

from mutualis.intake.findings import declared
from mutualis.model import DeliveryPeriod, MutualisError
from mutualis.reference import IntakeRule

MOST_RULES = 62


@dataclass(frozen=True)
class Lookups:
    """What rules look things up in: the period, and small tables that the engine reads.

    `codes` holds the codes of the long lists (codelist, code, is_current: valid on the reference day of the period);
    `nomenclature` and `cnk` are those lists with their validity; `member` has the persons of one insurer with their
    month of death (YYYYMM or null); `history` has the lines of the same database that were delivered before (of claims
    also these), `candidates` the lines that may be duplicates. None where there is no such table: the rules that need
    it do not run.
    """

    period: DeliveryPeriod | None = None
    codes: ir.Table | None = None
    nomenclature: ir.Table | None = None
    cnk: ir.Table | None = None
    member: ir.Table | None = None
    history: ir.Table | None = None
    candidates: ir.Table | None = None

    def names(self) -> frozenset[str]:
        """The tables that are there, as `@name`, as rules write them in `needs`."""
        return frozenset(f"@{name}" for name, value in vars(self).items() if value is not None)


@dataclass(frozen=True)
class Rule:
    """A rule of a line by itself. `needs` are columns, and lookups written `@name`.

    Database, field, severity, tolerance, place and words stand in `reference/intake_rules.csv` under the same id.
    """

    id: str
    condition: Callable[[ir.Table, Lookups], Any]
    needs: frozenset[str]

    @property
    def declared(self) -> IntakeRule:
        """The row of the rule table."""
        return declared(self.id)


@dataclass(frozen=True)
class CrossRule:
    """A rule that compares lines. `lines` gives a table with the column `line` of those that break it."""

    id: str
    lines: Callable[[ir.Table, Lookups], ir.Table]
    needs: frozenset[str]

    @property
    def declared(self) -> IntakeRule:
        """The row of the rule table."""
        return declared(self.id)


def mask(table: ir.Table, rules: tuple[Rule, ...], lookups: Lookups) -> ir.Table:
    """Lines that break a rule: `line` and `broken`, with bit i set where rule i is broken. One scan for all rules."""
    if len(rules) > MOST_RULES:
        raise MutualisError(f"{len(rules)} rules do not fit one scan.", there_is=f"at most {MOST_RULES}")
    bits = [_bit(rule.condition(table, lookups), place) for place, rule in enumerate(rules)]
    total = bits[0]
    for bit in bits[1:]:
        total = total + bit
    return table.select(line=table["line"], broken=total).filter(lambda found: found["broken"] != 0)


def _bit(is_broken: Any, place: int) -> Any:
    """2 to the power of `place` where the rule is broken, else 0; an unknown answer is not broken."""
    return ibis.ifelse(is_broken.fill_null(False), ibis.literal(1 << place, "int64"), ibis.literal(0, "int64"))
