"""What the lake writes beside its files: transactions, notes in a commit, and the history read back from them.

A transaction name has a counter: odd while its commit stands, even after it was taken back. So a load that was undone
can be done again, and one that stands cannot be done twice.
"""

import datetime as dt
import hashlib
import json
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import ibis
from deltalake import DeltaTable, Transaction

from mutualis.model import MutualisError
from mutualis.model.protocols import Version

NOTE = "mutualis"
IBIS_TYPES = {"string": "string", "integer": "int32", "long": "int64", "date": "date", "boolean": "boolean"}
FOREIGN_FEATURES = frozenset({"deletionVectors", "columnMapping"})
FOREIGN_SETTINGS = {"delta.enableDeletionVectors": ("true",), "delta.columnMapping.mode": ("name", "id")}


def file_prefix(transaction: str) -> str:
    """The beginning of the name of a file that a transaction added."""
    return hashlib.sha256(transaction.encode()).hexdigest()[:16] + "-"


def milliseconds_now() -> int:
    """The time of day as Delta wants it."""
    return int(time.time() * 1000)


def stands(found: DeltaTable, transaction: str) -> bool:
    """Whether a transaction was committed and not taken back."""
    return (found.transaction_version(transaction) or 0) % 2 == 1


def next_transaction(found: DeltaTable | None, transaction: str) -> Transaction:
    """The next step of a transaction's counter: from absent or even to odd, from odd to even."""
    before = 0 if found is None else found.transaction_version(transaction) or 0
    return Transaction(transaction, before + 1)


def taken_back(found: DeltaTable, version: int) -> Sequence[Transaction]:
    """The transactions that stand and were committed after a version, each one step further: taken back."""
    since = {each.metadata.get("transaction", "") for each in versions(found) if each.number > version}
    return [next_transaction(found, name) for name in sorted(since) if name and stands(found, name)]


def names_in_log(folder: Path) -> frozenset[str]:
    """The names of all files that any commit of a table ever added."""
    lines = (line for path in sorted(folder.glob("_delta_log/*.json")) for line in path.read_text().splitlines())
    return frozenset(action["add"]["path"] for action in map(json.loads, lines) if "add" in action)


def note(transaction: str, metadata: Mapping[str, str]) -> dict[str, Any]:
    """The metadata of a commit as it is stored."""
    return {NOTE: {**metadata, "transaction": transaction}}


def versions(found: DeltaTable) -> list[Version]:
    """All versions of a table, newest first, with the metadata that was stored in the commit."""
    return list(_versions(found.history()))


def _versions(commits: Sequence[Mapping[str, Any]]) -> Iterator[Version]:
    for commit in commits:
        stored = commit.get(NOTE, {})
        kept = json.loads(stored) if isinstance(stored, str) else stored
        when = dt.datetime.fromtimestamp(commit["timestamp"] / 1000, dt.UTC).isoformat(timespec="seconds")
        operation = kept.get("operation", str(commit.get("operation", "")).lower())
        yield Version(int(commit["version"]), when, operation, {name: str(value) for name, value in kept.items()})


def schema(found: DeltaTable) -> ibis.Schema:
    """The columns of a table as an Ibis schema."""
    return ibis.schema({field.name: IBIS_TYPES.get(field.type.type, "binary") for field in found.schema().fields})


def differs(found: DeltaTable, wanted: ibis.Schema) -> bool:
    """Whether the columns of a table, their types or their order are not those of a schema."""
    return list(schema(found).items()) != [(name, kind.copy(nullable=True)) for name, kind in wanted.items()]


def refuse_other_schema(table: str, found: DeltaTable, wanted: ibis.Schema) -> None:
    """A table keeps its columns; files of another declaration are an error."""
    if differs(found, wanted):
        there = schema(found)
        changed = sorted(set(there.names) ^ set(wanted.names)) or ["types or order"]
        raise MutualisError(
            f"The table '{table}' was made with another declaration.",
            there_is="different: " + ", ".join(changed),
            do="load into a new warehouse, or declare the columns as they were",
        )


def refuse_foreign_features(table: str, found: DeltaTable) -> None:
    """Readers of plain Parquet would give wrong rows for deletion vectors and column mapping: refuse such a table."""
    protocol, settings = found.protocol(), found.metadata().configuration
    named = {*(protocol.reader_features or ()), *(protocol.writer_features or ())} & FOREIGN_FEATURES
    named |= {name for name, values in FOREIGN_SETTINGS.items() if str(settings.get(name, "")).lower() in values}
    if named:
        raise MutualisError(
            f"The table '{table}' uses {', '.join(sorted(named))}, which plain Parquet readers do not understand.",
            do="rewrite it without these features",
        )
