"""Verb: calendar."""

from rich.console import Console
from rich.table import Table

from mutualis import coding
from mutualis.cli.options import DEFAULT, WorkspacePath, workspace
from mutualis.cli.words import count


def calendar(path: WorkspacePath = DEFAULT) -> None:
    """Show, at the trusted third party, which insurer has sent which half-year and which one is missing.

    Example: mutualis calendar -w workspace
    """
    table = Table(title="Deliveries by half-year", title_justify="left", header_style="bold")
    for name in ("period", "insurer", "status", "received", "lines", "parcel"):
        table.add_column(name, justify="right" if name == "lines" else "left")
    for row in coding.calendar(workspace(path).ttp):
        colour = "red" if row.status in ("missing", "refused") else ""
        lines = count(row.rows) if row.rows else ""
        table.add_row(row.period, row.sender, row.status, row.received, lines, row.parcel, style=colour)
    Console().print(table)
