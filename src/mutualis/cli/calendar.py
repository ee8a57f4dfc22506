"""Verb: calendar."""

import datetime as dt
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from mutualis import reference
from mutualis.cli.options import DEFAULT, WorkspacePath, workspace
from mutualis.cli.words import columns, count
from mutualis.ledger import PeriodRow
from mutualis.pipeline import calendar as calendars

LOOKS = {"accepted": "green", "refused": "red", "received": "cyan", "late": "bold red", "due": "yellow"}
SIGNS = {"accepted": "✓", "refused": "✗", "received": "…", "late": "late", "due": "due"}


def calendar(
    path: WorkspacePath = DEFAULT,
    centre: Annotated[bool, typer.Option("--centre", help="As the centre knows it: by sender code.")] = False,
    database: Annotated[str, typer.Option(help="Only this database, as gz or fu.")] = "",
    sender: Annotated[str, typer.Option(help="Only this insurer (or sender code); lists lines and parcels.")] = "",
    on: Annotated[str, typer.Option(help="The day to look at, as 2023-08-31; today if not given.")] = "",
    until: Annotated[str, typer.Option(help="Show periods that ended by this day, also where nobody delivered.")] = "",
    close: Annotated[str, typer.Option(help="Close an official period, as G2022M01: deliveries are refused.")] = "",
) -> None:
    """Show which official period of each database is accepted, refused, due or late.

    Example: mutualis calendar -w workspace
    Example: mutualis calendar -w workspace --database gz --sender insurer-100
    Example: mutualis calendar -w workspace --centre --on 2023-08-31 --until 2023-06-30
    Example: mutualis calendar -w workspace --close G2022M01
    """
    space = workspace(path)
    if close:
        calendars.close(space, close)
        Console().print(f"{close} is closed: a delivery that covers it is refused from now on.")
        return
    day, last = _day(on) or dt.date.today(), _day(until)
    rows = (calendars.by_sender_code if centre else calendars.by_insurer)(space, day, last)
    if database:
        reference.source_database(database)
    chosen = [row for row in rows if database in ("", row.database) and sender in ("", row.sender)]
    if sender:
        typer.echo(_lines(chosen))
    else:
        Console().print(_matrix(chosen))
    typer.echo(_summary(chosen))


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError as error:
        raise typer.BadParameter(f"'{text}' is no day; write it like 2023-08-31.") from error


def _matrix(rows: list[PeriodRow]) -> Table:
    """A row for each database and official period, a column for each sender."""
    senders = sorted({row.sender for row in rows})
    cells = {(row.database, row.period, row.sender): row for row in rows}
    table = Table(title="Deliveries by official period", title_justify="left", header_style="bold")
    for name in ("database", "period", "due by"):
        table.add_column(name, no_wrap=True)
    for name in senders:
        table.add_column(name.removeprefix("insurer-").removeprefix("sender-")[:10], justify="center")
    for database, period in sorted({(row.database, row.period) for row in rows}):
        own = [cells.get((database, period, each)) for each in senders]
        first = next(row for row in own if row)
        shut = " (closed)" if first.is_closed else ""
        table.add_row(database, f"{period}{shut}", str(first.due), *map(_cell, own))
    return table


def _cell(row: PeriodRow | None) -> str:
    return "" if row is None else f"[{LOOKS[row.status]}]{SIGNS[row.status]}[/]"


def _lines(rows: list[PeriodRow]) -> str:
    """A line for each official period of one sender, with its lines and parcel."""
    cells = [("database", "period", "sender", "status", "due by", "received", "lines", "parcel")]
    for row in rows:
        lines = count(row.rows) if row.delivery else ""
        status = f"{row.status}, closed" if row.is_closed else row.status
        told = (row.database, str(row.period), row.sender, status, str(row.due), row.received, lines, row.delivery)
        cells.append(told)
    return "\n".join(columns(cells, right={6}))


def _summary(rows: list[PeriodRow]) -> str:
    counts = {status: sum(row.status == status for row in rows) for status in SIGNS}
    told = ", ".join(f"{number} {status}" for status, number in counts.items() if number)
    return (
        f"{len(rows)} official periods: {told}. A half-yearly parcel covers several." if rows else "No deliveries yet."
    )
