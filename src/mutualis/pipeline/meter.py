"""What a stage cost and moved: rows, problems, seconds, memory."""

import resource
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol


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
    """One line of the closing table."""

    stage: str
    rows_in: int = 0
    rows_out: int = 0
    problems: int = 0
    seconds: float = 0.0
    note: str = ""


@contextmanager
def measured(stage: str, progress: Progress, total: int = 1, unit: str = "parcels") -> Iterator[StageRow]:
    """A stage with its clock running and its bar shown."""
    row = StageRow(stage)
    progress.start(stage, total, unit)
    began = time.perf_counter()
    yield row
    row.seconds = time.perf_counter() - began
    progress.finish(stage)


def peak_memory() -> int:
    """The largest resident size of this process or one of its children, in bytes."""
    unit = 1 if sys.platform == "darwin" else 1024
    return unit * max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
