"""Verb: clean."""

from rich.console import Console

from mutualis import pipeline
from mutualis.cli.options import DEFAULT, WorkspacePath, workspace
from mutualis.cli.words import count


def clean(path: WorkspacePath = DEFAULT) -> None:
    """Delete warehouse files that neither the newest version of a table nor a pinned version needs.

    Versions that a result names are pinned and stay readable. Example: mutualis clean -w workspace
    """
    deleted = pipeline.clean(workspace(path))
    Console().print(f"{count(deleted)} files deleted.")
