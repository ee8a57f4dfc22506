"""The files of hospitals (MZG, RHM): their tables with the fields in order, and the rules they are checked by.

Source: linkage 1.2 and 1.3 (names, order, lengths: seen; keys: inferred).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from mutualis.model import Severity
from mutualis.reference.files import ROOT, Row, read_rows


@dataclass(frozen=True)
class MzgField:
    """A field: `code` is its official name, `type` C (text), N (whole number); `references` the table it points to."""

    table: str
    code: str
    name: str
    type: str
    shortest: int
    longest: int
    required: bool
    is_key: bool
    references: str
    codelist: str
    nl: str
    fr: str
    en: str


@dataclass(frozen=True)
class MzgTable:
    """A table of the hospital files. `fields` are empty where it is tolerated and not read."""

    name: str
    domain: str
    fields: tuple[MzgField, ...]

    @property
    def key(self) -> tuple[str, ...]:
        """The columns that tell its rows apart."""
        return tuple(each.name for each in self.fields if each.is_key)


@dataclass(frozen=True)
class MzgRule:
    """What is checked of a file of a hospital, how severe it is, and in words."""

    id: str
    severity: Severity
    nl: str
    fr: str
    en: str


@cache
def mzg_tables() -> Mapping[str, MzgTable]:
    """The tables by name, those that are read and those that are tolerated."""
    fields = [_field(row) for row in read_rows(ROOT / "mzg_fields.csv")[1]]
    rows = read_rows(ROOT / "mzg_tables.csv")[1]
    return MappingProxyType({
        row["table"]: MzgTable(row["table"], row["domain"], tuple(f for f in fields if f.table == row["table"]))
        for row in rows
    })  # fmt: skip


@cache
def mzg_rules() -> Mapping[str, MzgRule]:
    """The rules by id."""
    return read_rules(ROOT / "mzg_rules.csv")


def read_rules(path: Path) -> Mapping[str, MzgRule]:
    """The rules in a file by id: severity, and what is checked in three languages."""
    return MappingProxyType({
        row["id"]: MzgRule(row["id"], Severity(row["severity"]), row["nl"], row["fr"], row["en"])
        for row in read_rows(path)[1]
    })  # fmt: skip


def _field(row: Row) -> MzgField:
    shortest, longest = int(row["shortest"]), int(row["longest"])
    is_required, is_key = row["required"] == "1", row["is_key"] == "1"
    words = row["references"], row["codelist"], row["nl"], row["fr"], row["en"]
    return MzgField(row["table"], row["code"], row["name"], row["type"], shortest, longest, is_required, is_key, *words)
