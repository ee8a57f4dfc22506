"""What a stage cost and moved: rows, problems, seconds, memory; and the parcels that were refused on the way."""

import errno
import resource
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Protocol

from mutualis.model import DiskFull, MutualisError, StopsWork
from mutualis.parcel import ParcelError

FULL_DISK = ("no space left", "disk is full", "disk quota")


class Progress(Protocol):
    """Shows how far a stage is; the command line draws bars, tests count."""

    def start(self, stage: str, total: int, unit: str) -> None: ...

    def advance(self, stage: str, steps: int = 1, rows: int = 0) -> None: ...

    def finish(self, stage: str) -> None: ...


class Silent:
    """No progress shown."""

    def start(self, stage: str, total: int, unit: str) -> None:
        """Nothing to show."""

    def advance(self, stage: str, steps: int = 1, rows: int = 0) -> None:
        """Nothing to show."""

    def finish(self, stage: str) -> None:
        """Nothing to show."""


@dataclass
class StageRow:
    """One line of the closing table.

    `refused` parcels were not taken; `told` says of each which it is and why; `incomplete` says which deliveries are
    missing of what was made; `facts` are further lines for the end.
    """

    stage: str
    rows_in: int = 0
    rows_out: int = 0
    problems: int = 0
    seconds: float = 0.0
    note: str = ""
    refused: int = 0
    told: list[str] = field(default_factory=list)
    incomplete: list[str] = field(default_factory=list)
    facts: dict[str, str] = field(default_factory=dict)

    def refuse(self, node: str, parcel: str, reason: object, kept: str = "store/refused") -> None:
        """Count a parcel that was not taken, and say at which node it is, where, and why."""
        self.refused += 1
        self.told.append(f"{node}: {parcel} was refused and is in {kept}. {reason}")

    @contextmanager
    def one_parcel(self, node: str, parcel: str) -> Iterator[None]:
        """Work on one parcel: what is wrong with it is told, and the stage goes on with the next one.

        A full disk, or another process at the same work, would meet the next parcel too: those errors pass.
        """
        try:
            yield
        except StopsWork:
            raise
        except ParcelError as error:
            self.refuse(node, parcel, error)
        except MutualisError as error:
            self.refuse(node, parcel, error, kept="inbox still")


@contextmanager
def measured(stage: str, progress: Progress, total: int = 1, unit: str = "parcels") -> Iterator[StageRow]:
    """A stage with its clock running and its bar shown; a full disk, whoever met it, is said in words."""
    row = StageRow(stage)
    progress.start(stage, total, unit)
    began = time.perf_counter()
    with full_disk_told(stage):
        yield row
    row.seconds = time.perf_counter() - began
    progress.finish(stage)


@contextmanager
def full_disk_told(stage: str) -> Iterator[None]:
    """A full disk in words, whoever met it: the system, an engine, a database."""
    try:
        yield
    except MutualisError:
        raise
    except Exception as error:
        number, text = getattr(error, "errno", None), str(error).lower()
        if number not in (errno.ENOSPC, errno.EDQUOT) and not any(mark in text for mark in FULL_DISK):
            raise
        raise DiskFull(
            f"The disk is full: `{stage}` stopped.",
            there_is="what was finished before stays, what was half done is not used",
            do=f"make room, then run `mutualis {stage}` again",
        ) from None


def peak_memory() -> int:
    """The largest resident size of this process or one of its children, in bytes."""
    unit = 1 if sys.platform == "darwin" else 1024
    return unit * max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
