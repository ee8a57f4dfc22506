"""Verb: history."""

from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from mutualis import pipeline
from mutualis.cli.options import DEFAULT, WorkspacePath, workspace

COLUMNS = ("version", "committed", "parcel", "period", "sender", "added", "removed", "pinned_by")


def history(
    table: Annotated[str, typer.Argument(help="A table of the warehouse, like core_care_line.")],
    path: WorkspacePath = DEFAULT,
) -> None:
    """List the versions of a warehouse table with the parcels behind them, newest first.

    Example: mutualis history core_care_line -w workspace
    """
    shown = Table(title=f"Versions of {table}", title_justify="left", header_style="bold")
    for name in COLUMNS:
        shown.add_column(name.replace("_", " "), justify="right" if name in ("version", "added", "removed") else "left")
    for row in pipeline.history(workspace(path), table):
        shown.add_row(*(str(row.get(name) if row.get(name) is not None else "") for name in COLUMNS))
    Console().print(shown)
