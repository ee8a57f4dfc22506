"""DuckDB as engine: SQL of our expressions over Parquet files, locked to the folders that it was given."""

import secrets
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import ibis
import sqlglot as sg

from mutualis import tables
from mutualis.engine import compile as seam
from mutualis.engine.files import key_of, make_durable, new_file, opened, schema_of
from mutualis.model import DiskFull, MutualisError
from mutualis.model.protocols import Saved

FULL_DISK = ("no space left", "could not write", "disk quota", "failed to offload", "out of disk")


class DuckEngine:
    """Runs expressions over Parquet files with DuckDB.

    The database lives in memory and holds nothing but views on files; it reads and writes only in the folders of the
    files it was given and its own temporary folder, loads no extension and accepts no change of settings. A new folder
    opens the database anew with the same views.
    """

    name = "duckdb"

    def __init__(self, memory_limit: str = "3GB", threads: int = 2, temporary: Path | None = None) -> None:
        self.memory_limit, self.threads = memory_limit, threads
        self.temporary = Path(temporary or tempfile.gettempdir()).resolve()
        # A folder of its own: DuckDB gives its files the same names in every process, and clears them all at the end.
        self._spilled = self.temporary / f"spilled-{secrets.token_hex(6)}"
        self._views: dict[str, tuple[str, list[Path]]] = {}
        self._waiting: dict[str, str] = {}
        self._folders: set[Path] = {self.temporary}
        self._connection: duckdb.DuckDBPyConnection | None = None

    def use(self, table: str, files: Sequence[Path], schema: Any = None) -> None:
        """Let the table of that name read these files; `schema` (Ibis) is needed where the table is not declared."""
        wanted = schema_of(schema) if schema is not None else tables.find(table).schema
        paths = [Path(file).resolve() for file in files]
        for path in paths:
            opened(path, wanted, in_order=False)
        self._allow({path.parent for path in paths})
        self._views[table] = _view(table, paths, wanted), paths
        self._waiting[table] = self._views[table][0]

    def forget(self, table: str) -> None:
        """Stop reading the files of a table."""
        self._waiting.pop(table, None)
        if self._views.pop(table, None) and self._connection is not None:
            self._run(f"DROP VIEW IF EXISTS {_quoted(table)}")

    def rows(self, expression: Any, parameters: Mapping[Any, Any] | None = None) -> list[dict[str, Any]]:
        """The rows of a small result, as dictionaries."""
        answer = self._run(seam.sql(expression, "duckdb", parameters))
        names = [column[0] for column in answer.description or ()]
        return [dict(zip(names, row, strict=True)) for row in self._fetch(answer.fetchall)]

    def arrow(self, expression: Any, parameters: Mapping[Any, Any] | None = None) -> Any:
        """The result as a pyarrow Table."""
        text = seam.sql(expression, "duckdb", parameters)
        return self._fetch(lambda: self._opened().sql(text).to_arrow_table())

    def save(
        self,
        expression: Any,
        target: Path,
        schema: Any,
        parameters: Mapping[Any, Any] | None = None,
        ordered: bool = True,
    ) -> Saved:
        """Write the result to one new Parquet file with exactly the declared types.

        `schema` is a declared table (rows are ordered by its key) or an Ibis schema (ordered by all columns). The file
        is flushed to disk, opened again and compared. An existing target is an error: names are never used twice.
        """
        wanted, target = schema_of(schema), new_file(target)
        text = seam.typed_sql(expression, wanted, key_of(schema) if ordered else (), "duckdb", parameters)
        self._allow({target.parent})
        self._run(f"COPY ({text}) TO {_text(target)} (FORMAT parquet, COMPRESSION zstd)")
        make_durable(target)
        return opened(target, wanted)

    def close(self) -> None:
        """Let go of the database; the files stay."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
            shutil.rmtree(self._spilled, ignore_errors=True)

    def _allow(self, folders: set[Path]) -> None:
        new = {folder for folder in folders if not any(folder.is_relative_to(known) for known in self._folders)}
        if new:
            self._folders |= new
            self.close()

    def _run(self, text: str) -> Any:
        return self._fetch(lambda: self._opened().execute(text))

    def _opened(self) -> duckdb.DuckDBPyConnection:
        if self._connection is None:
            self._connection = self._open()
        self._make_views(self._connection)
        return self._connection

    def _make_views(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Views are made when the next question is asked: several tables come into use before, in several folders."""
        while self._waiting:
            name = next(iter(self._waiting))
            if all(path.exists() for path in self._views[name][1]):
                connection.execute(self._waiting[name])
            else:  # Files that were deleted meanwhile take their table with them.
                connection.execute(f"DROP VIEW IF EXISTS {_quoted(name)}")
                del self._views[name]
            del self._waiting[name]

    def _open(self) -> duckdb.DuckDBPyConnection:
        self.temporary.mkdir(parents=True, exist_ok=True)
        connection = duckdb.connect(":memory:", config={"threads": self.threads, "memory_limit": self.memory_limit})
        for setting in self._settings():
            connection.execute(setting)
        self._waiting = {name: view for name, (view, _) in self._views.items()}
        return connection

    def _settings(self) -> tuple[str, ...]:
        allowed = ", ".join(_text(folder) for folder in sorted(self._folders))
        return (
            f"SET temp_directory = {_text(self._spilled)}",
            "SET preserve_insertion_order = false",
            "SET enable_progress_bar = false",
            "SET autoinstall_known_extensions = false",
            "SET autoload_known_extensions = false",
            f"SET allowed_directories = [{allowed}]",
            "SET enable_external_access = false",
            "SET lock_configuration = true",
        )

    def _fetch(self, action: Any) -> Any:
        try:
            return action()
        except duckdb.Error as error:
            raise _in_words(error, self) from None


def _in_words(error: duckdb.Error, engine: DuckEngine) -> MutualisError:
    """The engine's error without its text, which may quote a value of a row."""
    kind, text = type(error).__name__, str(error).lower()
    if any(mark in text for mark in FULL_DISK):
        return DiskFull("The disk is full.", there_is="nothing was kept of this step", do="make room and run it again")
    if isinstance(error, duckdb.OutOfMemoryException):
        return MutualisError(
            f"The engine needs more than its memory limit of {engine.memory_limit}.",
            do="raise the limit or use fewer threads",
        )
    if isinstance(error, duckdb.ConversionException | duckdb.OutOfRangeException):
        return MutualisError(
            "A value does not fit the declared type of its column.", there_is=kind, do="check the source"
        )
    if isinstance(error, duckdb.CatalogException | duckdb.BinderException):
        return MutualisError(
            f"The expression reads a table or column that the engine was not given ({kind}).",
            there_is="tables in use: " + (", ".join(sorted(engine._views)) or "none"),
            do="let the engine use its files first",
        )
    return MutualisError(f"The engine could not run the expression ({kind}).", do="see that all its files are there")


def _view(table: str, paths: Sequence[Path], schema: ibis.Schema) -> str:
    columns = ", ".join(_quoted(name) for name in schema.names)
    if paths:
        listed = ", ".join(_text(path) for path in paths)
        source = f"SELECT {columns} FROM read_parquet([{listed}], hive_partitioning = false)"  # noqa: S608 names and paths are quoted
    else:
        nothing = ", ".join(
            f"CAST(NULL AS {seam.SQL_TYPES[str(kind.copy(nullable=True))]}) AS {_quoted(name)}"
            for name, kind in schema.items()
        )
        source = f"SELECT {nothing} WHERE false"
    return f"CREATE OR REPLACE VIEW {_quoted(table)} AS {source}"


def _quoted(name: str) -> str:
    return sg.to_identifier(name, quoted=True).sql(dialect="duckdb")


def _text(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
