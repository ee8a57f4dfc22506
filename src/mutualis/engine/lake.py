"""The lake: Delta Lake tables on a local disk, one folder a table, committed by delta-rs without a JVM.

Traps that this module knows: an overwrite can lose another's append, so files are removed and added by name in one
commit; two stale appends both succeed, so a transaction name is checked on the handle that commits; a commit accepts a
file that is missing or of another type, so each file is flushed, opened and compared first; names are never used twice.
"""

import json
import os
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Literal

import ibis
from deltalake import CommitProperties, DeltaTable, PostCommitHookProperties, Schema
from deltalake.schema import Field, PrimitiveType
from deltalake.transaction import AddAction, RemoveAction, create_table_with_add_actions

from mutualis.engine import log
from mutualis.engine.files import make_durable, opened
from mutualis.engine.lock import WriterLock
from mutualis.model import MutualisError
from mutualis.model.protocols import Saved, Version

DELTA_TYPES = {"string": "string", "int32": "integer", "int64": "long", "date": "date", "boolean": "boolean"}
CONFIGURATION = {"delta.logRetentionDuration": "interval 36500 days", "delta.checkpointInterval": "20"}
KEEP_LOG = PostCommitHookProperties(create_checkpoint=True, cleanup_expired_logs=False)
STAGING = ".staging"


class DeltaLake:
    """Versioned tables of Parquet files under one folder. One writer at a time; readers never wait."""

    def __init__(self, folder: Path) -> None:
        self.folder = Path(folder).resolve()
        self._newest: dict[str, tuple[tuple[int, int], DeltaTable]] = {}
        self._lock = WriterLock(self.folder / ".lock", f"the warehouse in '{self.folder.name}'")

    @contextmanager
    def writing(self, patience_seconds: float = 0.0) -> Iterator[None]:
        """Be the only writer of this lake; another writer is an error after the patience. May be nested."""
        with self._lock.held(patience_seconds):
            yield

    def target(self, table: str) -> Path:
        """A new path where an engine may save a file that will be committed; `commit` moves it into the table."""
        return self.folder / STAGING / f"{table}-{uuid.uuid4().hex}.parquet"

    def version(self, table: str) -> int | None:
        """The newest version, or None where the table does not exist yet."""
        found = self._open(table)
        return None if found is None else int(found.version())

    def files(self, table: str, version: int | None = None) -> list[Path]:
        """The files of one version (the newest by default), by name; empty where the table does not exist."""
        found = self._open(table, version)
        return [] if found is None else sorted(self._path(table, uri) for uri in found.file_uris())

    def files_of(self, table: str, transaction: str, version: int | None = None) -> list[Path]:
        """The files of a version that were added under a transaction name."""
        start = log.file_prefix(transaction)
        return [path for path in self.files(table, version) if path.name.startswith(start)]

    def has(self, table: str, transaction: str) -> bool:
        """Whether a commit under this transaction name stands in the table (and was not taken back)."""
        found = self._open(table)
        return found is not None and log.stands(found, transaction)

    def commit(
        self,
        table: str,
        schema: Any,
        add: Sequence[Saved],
        *,
        transaction: str,
        metadata: Mapping[str, str],
        remove: Sequence[Path] = (),
        renew: bool = False,
    ) -> int:
        """Add files and remove files in one atomic version; a known transaction changes nothing. Returns the version.

        `schema` is a declared table or an Ibis schema. Files that lie elsewhere on the same disk are moved in. Another
        schema than the table has is an error, except with `renew`: all its files must leave then, and the version has
        the new schema. Older versions keep their own (`schema`).
        """
        wanted = schema if isinstance(schema, ibis.Schema) else schema.schema
        with self.writing(patience_seconds=30):
            found = self._open(table)
            if found is not None and log.stands(found, transaction):
                return int(found.version())
            leaving = self._leaving(table, remove)
            coming = [self._moved_in(table, saved, transaction, wanted) for saved in add]
            step, note = (log.next_transaction(found, transaction),), log.note(transaction, metadata)
            if renew and found is not None and log.differs(found, wanted):
                self._refuse_staying(table, remove)
                return self._commit(table, found, wanted, coming, steps=step, note=note, mode="overwrite")
            return self._commit(table, found, wanted, [*leaving, *coming], steps=step, note=note)

    def restore(self, table: str, version: int | None, reason: str) -> int | None:
        """Make the newest version hold the files of an earlier one again (None: no files); what came since is history.

        Transactions that are taken back by it may be committed again.
        """
        with self.writing(patience_seconds=30):
            found = self._open(table)
            if found is None:
                return None
            newest, wanted = set(self.files(table)), set(self.files(table, version) if version is not None else [])
            if newest == wanted:
                return int(found.version())
            schema = self.schema(table, version)
            steps = log.taken_back(found, -1 if version is None else version)
            note = log.note(f"restore:{uuid.uuid4().hex}", {"operation": "restore", "reason": reason})
            if log.differs(found, schema):
                whole = [_added(opened(path, schema)) for path in sorted(wanted)]
                return self._commit(table, found, schema, whole, steps=steps, note=note, mode="overwrite")
            actions = self._leaving(table, sorted(newest - wanted))
            actions += [_added(opened(path, schema)) for path in sorted(wanted - newest)]
            return self._commit(table, found, schema, actions, steps=steps, note=note)

    def schema(self, table: str, version: int | None = None) -> ibis.Schema:
        """The columns of a version (the newest by default), to read its files by; no such table is an error."""
        found = self._open(table, version)
        if found is None:
            raise MutualisError(f"There is no table '{table}'.", there_is=", ".join(self.tables()) or "none yet")
        return log.schema(found)

    def history(self, table: str) -> list[Version]:
        """All versions, newest first; empty where the table does not exist."""
        found = self._open(table)
        return [] if found is None else log.versions(found)

    def tables(self) -> list[str]:
        """The names of the tables that exist."""
        return sorted(path.parent.name for path in self.folder.glob("*/_delta_log"))

    def clean(self, table: str, keep_versions: Sequence[int] = ()) -> list[Path]:
        """Delete files that neither the newest nor a kept version needs, and what a crash left; returns their paths."""
        with self.writing(patience_seconds=30):
            found = self._open(table)
            newest = [] if found is None else [int(found.version())]
            needed = {path for version in {*newest, *keep_versions} for path in self.files(table, version)}
            gone = [path for path in sorted((self.folder / table).glob("*.parquet")) if path not in needed]
            for path in gone:
                path.unlink()
            return gone

    def sweep(self, table: str) -> list[Path]:
        """Delete files in the table's folder that no version ever named: a writer was killed before its commit."""
        with self.writing(patience_seconds=30):
            known = log.names_in_log(self.folder / table)
            lost = [path for path in sorted((self.folder / table).glob("*.parquet")) if path.name not in known]
            for path in lost:
                path.unlink()
            return lost

    def clean_staging(self) -> None:
        """Delete files that were saved but never committed; only a writer may, since another's would go too."""
        with self.writing():
            for path in (self.folder / STAGING).glob("*"):
                path.unlink()

    def _open(self, table: str, version: int | None = None) -> DeltaTable | None:
        folder = self.folder / table
        if not (folder / "_delta_log").is_dir() or not DeltaTable.is_deltatable(str(folder)):
            if version is not None:
                raise MutualisError(
                    f"There is no table '{table}'.",
                    there_is="the tables are " + (", ".join(self.tables()) or "none yet"),
                )
            return None
        known = self._known(table)
        if known is not None and version in (None, int(known.version())):
            return known
        found = self._read(table, version)
        if version is None:
            self._newest[table] = _identity(self._entry(table, int(found.version()))), found
        return found

    def _known(self, table: str) -> DeltaTable | None:
        """The newest version as it was read before, if it still is the newest: reading the log again costs more."""
        if table not in self._newest:
            return None
        identity, found = self._newest[table]
        number = int(found.version())
        with suppress(FileNotFoundError):
            if _identity(self._entry(table, number)) == identity and not self._entry(table, number + 1).exists():
                return found
        del self._newest[table]
        return None

    def _entry(self, table: str, version: int) -> Path:
        """The file of a version in the log of a table."""
        return self.folder / table / "_delta_log" / f"{version:020d}.json"

    def _read(self, table: str, version: int | None) -> DeltaTable:
        try:
            found = DeltaTable(self.folder / table, version=version)
        except Exception as error:
            raise MutualisError(
                f"Version {version} of the table '{table}' cannot be opened ({type(error).__name__}).",
                there_is="the newest version" if version is None else "other versions, listed by `mutualis history`",
            ) from None
        log.refuse_foreign_features(table, found)
        return found

    def _path(self, table: str, uri: str) -> Path:
        return self.folder / table / uri.rsplit("/", 1)[-1]

    def _refuse_staying(self, table: str, leaving: Sequence[Path]) -> None:
        """A table may get another schema only when none of its files stays."""
        if set(leaving) != set(self.files(table)):
            raise MutualisError(
                f"The table '{table}' would get another declaration while files of it stay.",
                do="replace all its files in one version",
            )

    def _leaving(self, table: str, paths: Sequence[Path]) -> list[Any]:
        known = set(self.files(table))
        if any(path not in known for path in paths):
            raise MutualisError(
                f"A file to remove is not in the newest version of '{table}'.",
                do="list the files again and decide anew",
            )
        now = log.milliseconds_now()
        return [RemoveAction(path.name, True, now, path.stat().st_size, {}) for path in paths]

    def _moved_in(self, table: str, saved: Saved, transaction: str, schema: ibis.Schema) -> AddAction:
        target = self.folder / table / f"{log.file_prefix(transaction)}{uuid.uuid4().hex}.parquet"
        target.parent.mkdir(parents=True, exist_ok=True)
        if not saved.path.is_file():
            raise MutualisError(f"A file for '{table}' is not there.", do="save it before it is committed")
        if saved.path.parent.resolve() == target.parent:
            target = saved.path
        else:
            os.rename(saved.path, target)
        make_durable(target)
        found = opened(target, schema)
        if found.rows != saved.rows:
            raise MutualisError(
                f"A file for '{table}' holds {found.rows} rows.", there_is=f"the engine wrote {saved.rows}"
            )
        return _added(found)

    def _commit(
        self,
        table: str,
        found: DeltaTable | None,
        schema: ibis.Schema,
        actions: list[Any],
        *,
        steps: Any,
        note: Any,
        mode: Literal["append", "overwrite"] = "append",
    ) -> int:
        """One version; `overwrite` removes all files, whatever the actions, and gives the table the schema."""
        properties = CommitProperties(custom_metadata=note, app_transactions=list(steps))
        hooks: dict[str, Any] = {"commit_properties": properties, "post_commithook_properties": KEEP_LOG}
        shape, folder = _delta_schema(schema), self.folder / table
        if found is None:
            folder.mkdir(parents=True, exist_ok=True)
            create_table_with_add_actions(
                str(folder), shape, actions, mode="error", partition_by=[], configuration=CONFIGURATION, **hooks
            )
        else:
            if mode == "append":
                log.refuse_other_schema(table, found, schema)
            found.create_write_transaction(actions, mode=mode, schema=shape, partition_by=[], **hooks)
        self._newest.pop(table, None)
        committed = self._open(table)
        assert committed is not None
        version = int(committed.version())
        make_durable(self._entry(table, version))
        make_durable(folder)
        return version


def _identity(entry: Path) -> tuple[int, int]:
    state = entry.stat()
    return state.st_ino, state.st_mtime_ns


def _added(saved: Saved) -> AddAction:
    state = saved.path.stat()
    stats = json.dumps({"numRecords": saved.rows})
    return AddAction(saved.path.name, state.st_size, {}, int(state.st_mtime * 1000), True, stats)


def _delta_schema(schema: ibis.Schema) -> Schema:
    kinds = {name: str(kind.copy(nullable=True)) for name, kind in schema.items()}
    odd = [f"{name} ({kind})" for name, kind in kinds.items() if kind not in DELTA_TYPES]
    if odd:
        raise MutualisError(
            f"The lake cannot hold {', '.join(odd)}.", there_is="the types are " + ", ".join(DELTA_TYPES)
        )
    return Schema([Field(name, PrimitiveType(DELTA_TYPES[kind]), nullable=True) for name, kind in kinds.items()])


def emptied(path: Path) -> None:
    """Delete every row of a Delta table, and the files of all its versions: nothing of it can be read any more."""
    table = DeltaTable(path)
    table.delete()
    table.vacuum(retention_hours=0, dry_run=False, enforce_retention_duration=False)
