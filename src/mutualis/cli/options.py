"""Options that several verbs share."""

from pathlib import Path
from typing import Annotated

import typer

from mutualis.pipeline import Workspace

WorkspacePath = Annotated[
    Path,
    typer.Option(
        "--workspace",
        "-w",
        envvar="MUTUALIS_WORKSPACE",
        help="The folder that holds every party's node, the releases and a synthetic country's truth.",
    ),
]
Threads = Annotated[int, typer.Option(min=1, help="Threads to work with; results do not depend on it.")]
YearsText = Annotated[str, typer.Option("--years", help="Calendar years, like 2023 or 2022-2023.")]

DEFAULT = Path("workspace")


def workspace(path: Path, threads: int = 2, memory_limit: str = Workspace.memory_limit) -> Workspace:
    """The workspace in a folder; an error where there is none."""
    return Workspace(path, threads=threads, memory_limit=memory_limit).require()


def new_workspace(path: Path, threads: int = 2) -> Workspace:
    """The workspace in a folder, for the verbs that make one where there is none."""
    return Workspace(path, threads=threads)
