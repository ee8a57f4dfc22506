"""The child process of `argus_run`: runs the job folders given to it in turn and marks those done and failed."""

import os
import sys
from pathlib import Path

from pytauargus.batch import BatchError
from pytauargus.engine import run_batch


def main() -> None:
    """Run `job.arb` of every folder in that folder; one that τ-ARGUS cannot solve is marked `failed`."""
    for place in map(Path, sys.argv[1:]):
        try:
            os.chdir(place)
            run_batch(str(place / "job.arb"))
            (place / "done").touch()
        except (BatchError, RuntimeError):
            (place / "failed").touch()


if __name__ == "__main__":
    main()
