"""Running content rules through an engine: one scan for all rules of a line, a question for each rule across lines."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import pyarrow as pa

from mutualis.intake.columns import whole_numbers
from mutualis.intake.content import content_rules
from mutualis.intake.findings import Finding, as_table
from mutualis.intake.prepared import one_name_for_persons, prepare
from mutualis.intake.rule import CrossRule, Lookups, Rule, mask
from mutualis.model.protocols import Engine

PLANS = 64


def check(
    engine: Engine,
    database: str,
    table: Any,
    rules: Iterable[Rule | CrossRule] | None = None,
    lookups: Lookups | None = None,
) -> pa.Table:
    """The problems (rule, severity, file, line, field) of the lines of `table`, an Ibis table with the column `line`.

    `rules` are those of the database unless given; one whose columns or lookups are absent does not run.
    """
    return as_table(findings(engine, database, table, rules, lookups))


def findings(
    engine: Engine,
    database: str,
    table: Any,
    rules: Iterable[Rule | CrossRule] | None = None,
    lookups: Lookups | None = None,
) -> list[Finding]:
    """What the rules find, by columns."""
    within = lookups or Lookups()
    table = one_name_for_persons(getattr(table, "expr", table))
    chosen = tuple(content_rules(database) if rules is None else rules)
    plan = _plan(table.op(), chosen, _Keys.of(within))
    found = _scan(engine, plan) if plan.of_line else []
    for rule, lines in plan.across:
        found.append(_finding(rule, whole_numbers(engine.arrow(lines)["line"])))
    return [finding for finding in found if len(finding.lines)]


@dataclass(frozen=True)
class Plan:
    """The questions that a set of rules asks: one for all rules of a line, one for each rule across lines."""

    of_line: tuple[Rule, ...]
    scan: Any
    across: tuple[tuple[CrossRule, Any], ...]


@dataclass(frozen=True)
class _Keys:
    """Lookups by what they say: two tables made alike are one operation, but not one expression."""

    operations: tuple[tuple[str, Any], ...]

    @classmethod
    def of(cls, lookups: Lookups) -> "_Keys":
        return cls(tuple((name, _operation(value)) for name, value in vars(lookups).items()))

    def lookups(self) -> Lookups:
        return Lookups(
            **{name: value.to_expr() if hasattr(value, "to_expr") else value for name, value in self.operations}
        )


def _operation(value: Any) -> Any:
    return value.op() if hasattr(value, "op") else value


@lru_cache(maxsize=PLANS)
def _plan(operation: Any, rules: tuple[Rule | CrossRule, ...], keys: _Keys) -> Plan:
    """Expressions take a second to build, and the files of seven insurers ask the same."""
    table, lookups = operation.to_expr(), keys.lookups()
    ready = prepare(table, lookups)
    there = frozenset(ready.columns) | lookups.names()
    runnable = [rule for rule in rules if rule.needs <= there]
    of_line = tuple(rule for rule in runnable if isinstance(rule, Rule))
    across = tuple((rule, rule.lines(table, lookups)) for rule in runnable if isinstance(rule, CrossRule))
    return Plan(of_line, mask(ready, of_line, lookups) if of_line else None, across)


def _scan(engine: Engine, plan: Plan) -> list[Finding]:
    broken = engine.arrow(plan.scan)
    lines, bits = whole_numbers(broken["line"]), whole_numbers(broken["broken"])
    return [_finding(rule, lines[(bits >> place) & 1 == 1]) for place, rule in enumerate(plan.of_line)]


def _finding(rule: Rule | CrossRule, lines: Any) -> Finding:
    declared = rule.declared
    return Finding(rule.id, declared.database, declared.field, np.sort(lines.astype(np.int64, copy=False)))
