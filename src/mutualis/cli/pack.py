"""Verb: pack."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from mutualis import pipeline
from mutualis.cli.options import DEFAULT, WorkspacePath, workspace


def pack(
    folder: Annotated[Path, typer.Argument(help="The folder with pp.txt, gz.txt, fu.txt and mg.txt (plain or .zst).")],
    insurer: Annotated[str, typer.Option(help="The insurer's node, like insurer-300.")],
    period: Annotated[str, typer.Option(help="The half-year of the delivery, like 2023H1.")],
    path: WorkspacePath = DEFAULT,
    layout_version: Annotated[str, typer.Option(help="The version of the layouts.")] = "mutualis-1",
    replaces: Annotated[
        str | None, typer.Option(help="The hash of the earlier delivery that this one replaces.")
    ] = None,
) -> None:
    """Make a signed delivery of extract files and put it in the insurer's inbox.

    Example: mutualis pack my-extract/ --insurer insurer-300 --period 2023H1 -w work
    """
    made = pipeline.pack(workspace(path), insurer, period, folder, layout_version=layout_version, replaces=replaces)
    Console().print(f"Delivery {made.name} waits in the inbox of {insurer}.", highlight=False)
