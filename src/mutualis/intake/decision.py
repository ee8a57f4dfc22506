"""What problems do: a block refuses the parcel, a refusal sets a line aside, too many of one rule refuse the parcel."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from mutualis.intake.findings import Finding, Lines, declared
from mutualis.model import Severity
from mutualis.parcel.problem_table import distinct_lines

Tolerance = float | Mapping[str, float] | None
KIND = ("rule", "severity", "file", "field")


@dataclass(frozen=True)
class Excess:
    """A rule with more set-aside lines in a file than its tolerance allows."""

    rule: str
    file: str
    lines: int
    allowed: int


@dataclass(frozen=True)
class Decision:
    """Refused whole or not, why (and `where`: each blocking rule in words with its file and field), and the lines to
    set aside by file (ascending, each once)."""

    refused: bool
    blocking: tuple[str, ...] = ()
    excess: tuple[Excess, ...] = ()
    set_aside: Mapping[str, Lines] = field(default_factory=dict)
    where: tuple[str, ...] = ()

    @property
    def reason(self) -> str:
        """Why the parcel is refused, in a sentence; "" where it is not."""
        if self.blocking:
            return f"{'; '.join(self.where)}. Correct it and send the delivery again; problems.csv has every finding."
        parts = [f"{each.rule} in {each.file}: {each.lines:,} lines, {each.allowed:,} allowed" for each in self.excess]
        return f"More lines set aside than tolerated: {'; '.join(parts)}." if parts else ""

    def findings(self) -> list[Finding]:
        """The excesses as problems of their own: rule `delivery.tolerance`, named by the rule that went too far."""
        return [Finding("delivery.tolerance", each.file, each.rule, np.zeros(1, np.int64)) for each in self.excess]


def decide(problems: pa.Table, rows: Mapping[str, int], tolerance: Tolerance = None) -> Decision:
    """The decision on the problems of a delivery whose files have so many `rows`.

    `tolerance` replaces the shares of the rule table: one share for all rules, or one for each rule named.
    """
    kinds = problems.group_by([*KIND]).aggregate([("line", "count")]).select([*KIND]).to_pylist()
    blocks = [each for each in kinds if each["severity"] == Severity.BLOCK]
    refusals = [each for each in kinds if each["severity"] == Severity.REFUSE]
    excess = tuple(_excesses(problems, refusals, rows, tolerance))
    aside = {file: _lines(problems, file=file) for file in sorted({each["file"] for each in refusals})}
    blocking = tuple(sorted({each["rule"] for each in blocks}))
    return Decision(bool(blocking or excess), blocking, excess, aside, tuple(_places(blocks)))


def _places(blocks: list[dict[str, str]]) -> list[str]:
    found = sorted({(each["rule"], each["file"], each["field"] or "") for each in blocks})
    return [f"{declared(rule).en} ({' '.join(filter(None, (rule, 'in', file, name)))})" for rule, file, name in found]


def _excesses(
    problems: pa.Table, refusals: list[dict[str, str]], rows: Mapping[str, int], tolerance: Tolerance
) -> list[Excess]:
    found = []
    for rule, file in sorted({(each["rule"], each["file"]) for each in refusals}):
        allowed = math.ceil(share_of(rule, tolerance) * rows.get(file, 0))
        lines = len(_lines(problems, rule=rule, file=file))
        if lines > allowed:
            found.append(Excess(rule, file, lines, allowed))
    return found


def share_of(rule: str, tolerance: Tolerance = None) -> float:
    """The share of a file's lines that may break a rule; rounded up to whole lines where it is used."""
    if isinstance(tolerance, Mapping):
        return tolerance.get(rule, declared(rule).tolerance_share)
    return declared(rule).tolerance_share if tolerance is None else tolerance


def _lines(problems: pa.Table, **words: str) -> Lines:
    """The refused lines with these words, ascending, each once."""
    return distinct_lines(problems, severity=str(Severity.REFUSE), **words)
