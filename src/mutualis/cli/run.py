"""Verb: run."""

from mutualis import pipeline, release
from mutualis.cli.options import DEFAULT, Threads, WorkspacePath, workspace
from mutualis.cli.progress import Bars
from mutualis.cli.table import closing, end, say


def run(path: WorkspacePath = DEFAULT, threads: Threads = 2) -> None:
    """Do everything with the parcels that wait in the insurers' inboxes: accept, code, load, derive, count, publish.

    Parcels that were refused are told at the end, and the command ends with 3 instead of 0.

    Example: mutualis run -w workspace
    """
    with Bars() as bars:
        rows = pipeline.run(workspace(path, threads), bars)
    closing(rows)
    say(f"Release: {release.latest(path / 'releases')}")
    say(f"See it with: mutualis atlas -w {path}")
    end(rows)
