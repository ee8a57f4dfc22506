"""A delivery of a hospital, examined: names, bytes, fields, values, keys, references, days; then what may be kept.

What blocks refuses the delivery whole. A row that breaks another rule is set aside, and every row that refers to it: no
diagnosis stays behind without its stay. Nothing is repaired.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import polars as pl
import pyarrow as pa

from mutualis import reference
from mutualis.intake.findings import Finding, whole_file
from mutualis.intake.hospital import days, values
from mutualis.intake.hospital.references import dangling, repeated
from mutualis.model import Severity
from mutualis.parcel.mzg import LINE, MzgName, NotText, has_fields, read_lines, split_fields
from mutualis.parcel.problem_table import ordered, part

NEEDED = ("PATHOSPI", "STAYHOSP", "STAYSPEC", "STAYINDX", "DIAGNOSE")
SET_ASIDE = (Severity.REFUSE, Severity.BLOCK)


@dataclass(frozen=True)
class HospitalDelivery:
    """What came of a delivery: rows by table (all values text; none where it is refused), findings, unknown codes.

    `unknown_codes`: table, field, value and count of values that no code list has, so that somebody can mend the list.
    """

    hospital: str
    tables: Mapping[str, pl.DataFrame]
    findings: tuple[Finding, ...]
    unknown_codes: tuple[tuple[str, str, str, int], ...] = ()
    rows_read: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_refused(self) -> bool:
        """Whether something blocks the delivery as a whole."""
        return any(reference.mzg_rules()[each.rule].severity == Severity.BLOCK for each in self.findings)

    @property
    def problems(self) -> pa.Table:
        """The findings as the table of problems: rule, severity, file, line and field."""
        severities = {rule: str(each.severity) for rule, each in reference.mzg_rules().items()}
        return ordered(
            part(each.lines, rule=each.rule, severity=severities[each.rule], file=each.file, field=each.field)
            for each in self.findings
        )


def examine(files: Iterable[Path], sender: str) -> HospitalDelivery:
    """Examine the files that the hospital with this recognition number sent."""
    named, findings = _named(sorted(files), sender)
    found: dict[str, pl.DataFrame] = {}
    for name, path in named.items():
        rows, problems = _read(path, name)
        findings += problems
        if rows is not None:
            found[name.table] = rows
    if _blocks(findings):
        return HospitalDelivery(sender, {}, tuple(findings))
    return _judged(sender, found, findings)


def _judged(sender: str, found: dict[str, pl.DataFrame], findings: list[Finding]) -> HospitalDelivery:
    unknown: list[tuple[str, str, str, int]] = []
    for table, rows in found.items():
        findings += [*repeated(table, rows), *values.broken(table, rows)]
        unknown += values.unknown_codes(table, rows)
    findings += days.broken(found)
    read = {table: rows.height for table, rows in found.items()}
    if _blocks(findings):
        return HospitalDelivery(sender, {}, tuple(findings), tuple(unknown), read)
    kept = {table: _without(rows, table, findings) for table, rows in found.items()}
    left, lost = dangling(kept)
    return HospitalDelivery(sender, left, (*findings, *lost), tuple(unknown), read)


def _named(files: Sequence[Path], sender: str) -> tuple[dict[MzgName, Path], list[Finding]]:
    """The files that are read, by what their name says, and what is wrong with names and with what is there."""
    findings, named = [], {}
    if not any(row["agr_code"] == sender for row in reference.codelist("hospital").rows):
        findings.append(whole_file("mzg.hospital", "delivery"))
    for path in files:
        name = MzgName.parse(path.name)
        if name is None:
            findings.append(whole_file("mzg.name", "delivery"))
        elif name.hospital != sender:
            findings.append(whole_file("mzg.sender", name.table))
        elif not reference.mzg_tables()[name.table].fields:
            findings.append(whole_file("mzg.tolerated", name.table))
        else:
            named[name] = path
    there = [each.table for each in named]
    findings += [whole_file("mzg.missing", each) for each in NEEDED if each not in there]
    findings += [whole_file("mzg.twice", each) for each in sorted(set(there)) if there.count(each) > 1]
    return named, findings


def _read(path: Path, name: MzgName) -> tuple[pl.DataFrame | None, list[Finding]]:
    fields = reference.mzg_tables()[name.table].fields
    try:
        lines = read_lines(path)
    except NotText:
        return None, [whole_file("mzg.encoding", name.table)]
    wrong = np.flatnonzero(~has_fields(lines, len(fields)).to_numpy()) + 1
    if len(wrong):
        return None, [Finding("mzg.fields", name.table, "", wrong)]
    rows = split_fields(lines, tuple(each.name for each in fields))
    told = (name.hospital, str(name.year), str(name.period))
    differs = pl.any_horizontal([pl.col(each.name) != value for each, value in zip(fields[:3], told, strict=True)])
    other = lines_where(rows, differs)
    return rows, [Finding("mzg.content", name.table, fields[0].name, other)] if len(other) else []


def lines_where(rows: pl.DataFrame, condition: pl.Expr) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    """The numbers of the lines for which a condition holds."""
    return rows.filter(condition).get_column(LINE).to_numpy()


def _without(rows: pl.DataFrame, table: str, findings: Iterable[Finding]) -> pl.DataFrame:
    broken = [
        each.lines for each in findings if each.file == table and reference.mzg_rules()[each.rule].severity in SET_ASIDE
    ]
    return rows.filter(~pl.Series(np.isin(rows[LINE].to_numpy(), np.concatenate(broken)))) if broken else rows


def _blocks(findings: Iterable[Finding]) -> bool:
    return any(reference.mzg_rules()[each.rule].severity == Severity.BLOCK for each in findings)
