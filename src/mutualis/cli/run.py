"""Verb: run."""

from rich.console import Console

from mutualis import pipeline
from mutualis.cli.options import DEFAULT, Threads, WorkspacePath, workspace
from mutualis.cli.progress import Bars
from mutualis.cli.table import closing


def run(path: WorkspacePath = DEFAULT, threads: Threads = 2) -> None:
    """Do everything with the parcels that wait in the insurers' inboxes: accept, code, load, derive, count, publish.

    Example: mutualis run -w workspace
    """
    with Bars() as bars:
        rows = pipeline.run(workspace(path, threads), bars)
    closing(rows)
    Console().print(f"Release: {workspace(path).releases / 'latest'}; look at it with: mutualis atlas -w {path}")
