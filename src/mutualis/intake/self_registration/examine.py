"""A self-registration, examined: its name, its sender, its XML, its numbers; and what is odd but kept.

The gate has one order: file name, sender = hospital of the name, known hospital, size, schema, hospital and year inside
= those of the name. What blocks refuses the file whole; nothing is repaired. Source: linkage 2.5.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pyarrow as pa

from mutualis import reference
from mutualis.intake.findings import Finding, whole_file
from mutualis.model import Severity
from mutualis.parcel.problem_table import ordered, part
from mutualis.parcel.registration_name import MAX_BYTES, RegistrationName
from mutualis.parcel.self_registration import LINE, NotARegistration, Registration, parse_registration
from mutualis.reference.self_registration import self_registration_numbers, self_registration_rules

FILE = "self-registration"


@dataclass(frozen=True)
class Examined:
    """What came of a file: what its name says, its rows (none where it is refused), and the findings."""

    name: RegistrationName | None
    rows: pl.DataFrame | None
    findings: tuple[Finding, ...]

    @property
    def is_refused(self) -> bool:
        """Whether something blocks the file."""
        return bool(self.reasons)

    @property
    def reasons(self) -> tuple[str, ...]:
        """The rules that block it, each once."""
        rules = self_registration_rules()
        return tuple(dict.fromkeys(each.rule for each in self.findings if rules[each.rule].severity == Severity.BLOCK))

    @property
    def problems(self) -> pa.Table:
        """The findings as the table of problems: rule, severity, file, line and field."""
        rules = self_registration_rules()
        return ordered(
            part(each.lines, rule=each.rule, severity=str(rules[each.rule].severity), file=each.file, field=each.field)
            for each in self.findings
        )

    def told(self, *rules: str) -> "Examined":
        """The same with further findings on the file as a whole; refused where one of them blocks."""
        findings = (*self.findings, *(whole_file(each, FILE) for each in rules))
        made = Examined(self.name, self.rows, findings)
        return Examined(self.name, None, findings) if made.is_refused else made


def examine(path: Path, sender: str) -> Examined:
    """Examine a file that a party sent. A file that is too large is not read."""
    if path.stat().st_size > MAX_BYTES:
        return Examined(RegistrationName.parse(path.name), None, (whole_file("selfreg.size", FILE),))
    with path.open("rb") as file:
        return examine_content(path.name, file.read(MAX_BYTES + 1), sender)


def examine_content(file: str, content: bytes, sender: str) -> Examined:
    """Examine a file of this name and content that a party sent."""
    name = RegistrationName.parse(file)
    if wrong := _gate(name, sender):
        return Examined(name, None, (whole_file(wrong, FILE),))
    assert name is not None
    try:
        found = parse_registration(content)
    except NotARegistration as error:
        return Examined(name, None, tuple(Finding(rule, FILE, field, lines) for rule, field, lines in error.found))
    findings = tuple(_broken(name, found))
    made = Examined(name, found.rows, findings)
    return Examined(name, None, findings) if made.is_refused else made


def _gate(name: RegistrationName | None, sender: str) -> str:
    """The rule that the name or the sender breaks; empty where both are right."""
    if name is None:
        return "selfreg.name"
    if name.sender != sender:
        return "selfreg.sender"
    is_known = any(row["agr_code"] == name.hospital for row in reference.codelist("hospital").rows)
    return "" if is_known else "selfreg.hospital"


def _broken(name: RegistrationName, found: Registration) -> Iterator[Finding]:
    if (found.hospital, found.year) != (name.hospital, name.year):
        yield whole_file("selfreg.content", FILE)
    if found.rows.is_empty():
        yield whole_file("selfreg.empty", FILE)
    numbers = self_registration_numbers()
    time = pl.col("door_to_needle_minutes")
    for rule, field, condition in (
        ("selfreg.volgnr", "Verblijf", pl.col("number").is_duplicated()),
        ("selfreg.door_to_needle", "DeurNaaldTijd", ~time.is_between(numbers.flagged_below, numbers.flagged_above)),
        ("selfreg.onset", "BeroerteTijd", (pl.col("onset_minutes") < 0) & ~pl.col("is_in_hospital")),
    ):
        lines = found.rows.filter(condition.fill_null(False)).get_column(LINE)
        if len(lines):
            yield Finding(rule, FILE, field, lines.sort().to_numpy())
