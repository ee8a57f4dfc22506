"""Verb: history."""

from typing import Annotated, Any

import typer

from mutualis import pipeline
from mutualis.cli.options import DEFAULT, WorkspacePath, workspace
from mutualis.cli.table import say, say_columns
from mutualis.cli.words import count


def history(
    table: Annotated[str, typer.Argument(help="A table of the warehouse, like core_care_line.")],
    path: WorkspacePath = DEFAULT,
) -> None:
    """List the versions of a warehouse table with the parcels behind them, newest first.

    The version that readers use is marked with *. Example: mutualis history core_care_line -w workspace
    """
    rows = list(pipeline.history(workspace(path), table))
    if not rows:
        say(f"{table} has no version yet: nothing was loaded into it.")
        return
    say(f"Versions of {table}")
    headings = ("version", "time (UTC)", "operation", "parcel", "period", "sender", "added", "removed", "pinned by")
    say_columns([headings, *(_cells(row) for row in rows)], right=(0, 6, 7))


def _cells(row: dict[str, Any]) -> tuple[str, ...]:
    return (
        f"{row['version']}{'*' if row['is_current'] else ' '}",
        str(row["time"])[:19].replace("T", " "),
        str(row["operation"]),
        str(row["delivery"]),
        str(row["period"]),
        str(row["sender_code"]),
        count(row["rows_added"]),
        count(row["rows_removed"]),
        str(row["pinned_by"]),
    )
