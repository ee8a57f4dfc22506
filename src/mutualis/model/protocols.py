"""What a room may ask of an engine and of a lake. Only `engine/` implements these.

Expressions are Ibis tables or values over declared tables; they are typed `Any` here so that this room needs nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol


@dataclass(frozen=True)
class Saved:
    """A Parquet file that an engine wrote: rows, bytes and the statistics of chosen columns."""

    path: Path
    rows: int
    size: int


@dataclass(frozen=True)
class Version:
    """One version of a lake table: when it was committed, the operation, and the parcels or steps behind it."""

    number: int
    committed: str
    operation: str
    metadata: Mapping[str, str] = field(default_factory=dict)


class Engine(Protocol):
    """Runs expressions over Parquet files. The same expression gives the same answer on every engine."""

    name: str

    def use(self, table: str, files: Sequence[Path], schema: Any = None) -> None:
        """Let the table of that name read these files (none: an empty table); `schema` (Ibis) where not declared."""

    def forget(self, table: str) -> None:
        """Stop reading the files of a table."""

    def rows(self, expression: Any, parameters: Mapping[Any, Any] | None = None) -> list[dict[str, Any]]:
        """The rows of a small result, as dictionaries."""

    def arrow(self, expression: Any, parameters: Mapping[Any, Any] | None = None) -> Any:
        """The result as a pyarrow Table."""

    def save(
        self,
        expression: Any,
        target: Path,
        schema: Any,
        parameters: Mapping[Any, Any] | None = None,
        ordered: bool = True,
    ) -> Saved:
        """Write the result to one Parquet file (zstd), cast to the declared types, ordered by the full key."""

    def close(self) -> None:
        """Let go of what it holds; the files stay."""


class Lake(Protocol):
    """Versioned tables of Parquet files with atomic commits."""

    def version(self, table: str) -> int | None:
        """The newest version, or None where the table does not exist yet."""

    def files(self, table: str, version: int | None = None) -> list[Path]:
        """The files of one version (the newest by default), in a stable order; empty where the table does not exist."""

    def has(self, table: str, transaction: str) -> bool:
        """Whether a commit under this transaction name (a parcel hash) is already in the table."""

    def commit(
        self,
        table: str,
        schema: Any,
        add: Sequence[Saved],
        *,
        transaction: str,
        metadata: Mapping[str, str],
        remove: Sequence[Path] = (),
    ) -> int:
        """Add and remove files in one atomic version; a known transaction changes nothing. Returns the version."""

    def history(self, table: str) -> list[Version]:
        """All versions, newest first."""

    def tables(self) -> list[str]:
        """The names of the tables that exist."""
