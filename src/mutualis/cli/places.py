"""Where a workspace and its releases are: read without the rooms that make them, so that serving starts at once."""

from pathlib import Path
from typing import Annotated

import typer

WorkspacePath = Annotated[
    Path,
    typer.Option(
        "--workspace",
        "-w",
        envvar="MUTUALIS_WORKSPACE",
        help="The folder that holds every party's node, the releases and a synthetic country's truth.",
    ),
]
DEFAULT = Path("workspace")


def releases_of(path: Path) -> Path:
    """The releases of the workspace in a folder; an error where there is none."""
    if (path / "releases").is_dir():
        return path / "releases"
    from mutualis.cli.options import workspace

    return workspace(path).releases
