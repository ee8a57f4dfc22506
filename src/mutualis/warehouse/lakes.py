"""What the warehouse asks of a lake beyond reading and committing: to be the only writer, and to go back."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from mutualis.model.protocols import Lake


class WritableLake(Lake, Protocol):
    """A lake that can be locked, restored and cleaned (`engine.DeltaLake`)."""

    def writing(self, patience_seconds: float = 0.0) -> AbstractContextManager[None]:
        """Be the only writer while the block runs."""

    def target(self, table: str) -> Path:
        """A new path for a file that will be committed."""

    def files_of(self, table: str, transaction: str, version: int | None = None) -> list[Path]:
        """The files of a version that a transaction added."""

    def restore(self, table: str, version: int | None, reason: str) -> int | None:
        """Make the newest version hold the files of an earlier one again."""

    def sweep(self, table: str) -> list[Path]:
        """Delete files in the table's folder that no version ever named."""

    def clean(self, table: str, keep_versions: Sequence[int] = ()) -> list[Path]:
        """Delete files that neither the newest nor a kept version needs."""

    def clean_staging(self) -> None:
        """Delete files that were saved but never committed."""
