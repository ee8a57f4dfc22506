"""The child process of `argus`: runs the job folders given to it in turn and marks those begun and done."""

import contextlib
import sys
from pathlib import Path

from pytauargus.batch import BatchError
from pytauargus.engine import run_batch


def main() -> None:
    """Run `job.arb` of every folder; a folder that τ-ARGUS cannot solve gets no `done` mark."""
    for place in map(Path, sys.argv[1:]):
        (place / "begun").touch()
        with contextlib.suppress(BatchError, RuntimeError, OSError):
            run_batch(str(place / "job.arb"))
            (place / "done").touch()


if __name__ == "__main__":
    main()
