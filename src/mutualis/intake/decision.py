"""What problems do: a block refuses the parcel, a refusal sets a line aside, too many of one rule refuse the parcel."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mutualis.intake.findings import Finding, Lines, declared
from mutualis.model import Severity

Tolerance = float | Mapping[str, float] | None


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
    blocks = problems.filter(pc.equal(problems["severity"], str(Severity.BLOCK)))
    refusals = problems.filter(pc.equal(problems["severity"], str(Severity.REFUSE)))
    excess = tuple(_excesses(refusals, rows, tolerance))
    aside = {file: _lines(refusals, file) for file in pc.unique(refusals["file"]).to_pylist()}
    blocking = tuple(sorted(pc.unique(blocks["rule"]).to_pylist()))
    return Decision(bool(blocking or excess), blocking, excess, aside, tuple(_places(blocks)))


def _places(blocks: pa.Table) -> list[str]:
    found = sorted({(each["rule"], each["file"], each["field"] or "") for each in blocks.to_pylist()})
    return [f"{declared(rule).en} ({' '.join(filter(None, (rule, 'in', file, name)))})" for rule, file, name in found]


def _excesses(refusals: pa.Table, rows: Mapping[str, int], tolerance: Tolerance) -> list[Excess]:
    counted = refusals.group_by(["rule", "file"]).aggregate([("line", "count_distinct")])
    found = []
    for each in counted.sort_by([("rule", "ascending"), ("file", "ascending")]).to_pylist():
        allowed = math.ceil(share_of(each["rule"], tolerance) * rows.get(each["file"], 0))
        if each["line_count_distinct"] > allowed:
            found.append(Excess(each["rule"], each["file"], each["line_count_distinct"], allowed))
    return found


def share_of(rule: str, tolerance: Tolerance = None) -> float:
    """The share of a file's lines that may break a rule; rounded up to whole lines where it is used."""
    if isinstance(tolerance, Mapping):
        return tolerance.get(rule, declared(rule).tolerance_share)
    return declared(rule).tolerance_share if tolerance is None else tolerance


def _lines(refusals: pa.Table, file: str) -> Lines:
    lines = refusals.filter(pc.equal(refusals["file"], file))["line"]
    return np.unique(lines.to_numpy())
