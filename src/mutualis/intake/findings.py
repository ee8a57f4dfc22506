"""What was found in a delivery: rule, field and lines by columns, never a value."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from mutualis import reference
from mutualis.model import MutualisError, Severity
from mutualis.parcel import problems_schema
from mutualis.parcel.problem_table import Part, ordered, part, parts_of

Lines = npt.NDArray[np.int64]

PROBLEM_SCHEMA = problems_schema()


@dataclass(frozen=True)
class Finding:
    """One rule broken in one field of one file, on these lines (from 1; 0 is the whole file)."""

    rule: str
    file: str
    field: str
    lines: Lines


def whole_file(rule: str, file: str, field: str = "") -> Finding:
    """A finding on a file as a whole."""
    return Finding(rule, file, field, np.zeros(1, np.int64))


@cache
def rule_by_id() -> Mapping[str, reference.IntakeRule]:
    """The declared rules by id."""
    return MappingProxyType({rule.id: rule for rule in reference.rules()})


def severity_of(rule: str) -> Severity:
    """The severity that the rule table gives; a rule without a row there is an error."""
    return declared(rule).severity


def declared(rule: str) -> reference.IntakeRule:
    """The row of a rule in the rule table: severity, tolerance, words and source."""
    found = rule_by_id().get(rule)
    if found is None:
        raise MutualisError(
            f"The rule '{rule}' is not declared.",
            there_is="the rules are in reference/intake_rules.csv",
            do="add a row",
        )
    return found


def as_table(findings: Iterable[Finding]) -> pa.Table:
    """The findings as the table of problems (rule, severity, file, line, field), ordered by file, line, rule, field."""
    return ordered(_part(finding) for finding in findings)


def _part(finding: Finding) -> Part:
    severity = str(severity_of(finding.rule))
    return part(finding.lines, rule=finding.rule, severity=severity, file=finding.file, field=finding.field)


def joined(tables: Iterable[pa.Table | Iterable[pa.RecordBatch]]) -> pa.Table:
    """Several tables of problems, or batches of them, as one, in order."""
    return ordered(each for table in tables for each in parts_of(table))
