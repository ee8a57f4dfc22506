"""What was found in a delivery: rule, field and lines by columns, never a value."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from mutualis import reference
from mutualis.intake.columns import plain
from mutualis.model import MutualisError, Severity

Lines = npt.NDArray[np.int64]

PROBLEM_SCHEMA = pa.schema(
    [
        ("rule", pa.string()),
        ("severity", pa.string()),
        ("file", pa.string()),
        ("line", pa.int64()),
        ("field", pa.string()),
    ]
)


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
    parts = [_part(finding) for finding in findings if len(finding.lines)]
    return ordered(pa.concat_tables(parts) if parts else PROBLEM_SCHEMA.empty_table())


def _part(finding: Finding) -> pa.Table:
    rows = len(finding.lines)
    words = (finding.rule, str(severity_of(finding.rule)), finding.file)
    columns = [pa.repeat(pa.scalar(word, pa.string()), rows) for word in (*words, finding.field)]
    columns.insert(3, plain(finding.lines, pa.int64(), None))
    return pa.Table.from_arrays(columns, schema=PROBLEM_SCHEMA)


def ordered(problems: pa.Table) -> pa.Table:
    """The same problems in a total order, so that the same delivery gives the same bytes."""
    return problems.sort_by([(name, "ascending") for name in ("file", "line", "rule", "field", "severity")])


def joined(tables: Sequence[pa.Table]) -> pa.Table:
    """Several tables of problems as one, in order."""
    return ordered(pa.concat_tables([PROBLEM_SCHEMA.empty_table(), *tables]))
