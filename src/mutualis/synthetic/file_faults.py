"""Faults of a whole extract that its insurer signs unaware: encoding, record length, rows and totals."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import zstandard

from mutualis import reference


@dataclass(frozen=True)
class Extract:
    """One extract file of a delivery folder and what is declared about it."""

    folder: Path
    database: str

    def read(self) -> bytearray:
        with (self.folder / f"{self.database}.txt.zst").open("rb") as source:
            return bytearray(zstandard.ZstdDecompressor().stream_reader(source).read())

    def write(self, content: bytes | bytearray) -> None:
        (self.folder / f"{self.database}.txt.zst").write_bytes(
            zstandard.ZstdCompressor(level=1).compress(bytes(content))
        )

    def declared(self) -> dict[str, Any]:
        return dict(json.loads((self.folder / "declared.json").read_text("utf-8")))

    def declare(self, declared: dict[str, Any]) -> None:
        (self.folder / "declared.json").write_text(json.dumps(declared, indent=2) + "\n", "utf-8")


@dataclass(frozen=True)
class ExtractFault:
    """A fault of a file: how it is made, the line it is on (0: the whole file) and the rule that must find it."""

    kind: str
    database: str
    field: str
    rule: str
    alter: Callable[[Extract], int]


def _foreign_byte(extract: Extract) -> int:
    content = extract.read()
    content[30] = 0xE9
    extract.write(content)
    return 0


def _short_record(extract: Extract) -> int:
    content = extract.read()
    del content[20]
    extract.write(content)
    return 0


def _line_end_moved(extract: Extract) -> int:
    """As many bytes as declared, but the first record ends too early."""
    content, length = extract.read(), reference.layout(extract.database).record_length
    content[length - 1], content[length] = content[length], content[length - 1]
    extract.write(content)
    return 0


def _rows(extract: Extract) -> int:
    declared = extract.declared()
    declared[extract.database]["rows"] += 1
    extract.declare(declared)
    return 0


def _totals(extract: Extract) -> int:
    declared = extract.declared()
    code = reference.layout(extract.database).field("reimbursed_cents").code
    declared[extract.database]["totals"][code] += 100
    extract.declare(declared)
    return 0


EXTRACT_FAULTS = (
    ExtractFault("wrong_encoding", "gz", "", "file.encoding", _foreign_byte),
    ExtractFault("wrong_record_length", "fu", "", "file.record_length", _short_record),
    ExtractFault("record_ends_early", "pp", "", "file.record_length", _line_end_moved),
    ExtractFault("wrong_row_count", "fu", "", "parcel.rows", _rows),
    ExtractFault("wrong_totals", "gz", "SS00060", "parcel.totals", _totals),
)
