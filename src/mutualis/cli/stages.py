"""The verbs of the flow: accept, code, load, derive, count, publish. Each can be repeated without harm."""

from collections.abc import Callable
from typing import Annotated

import typer

from mutualis import pipeline
from mutualis.cli.options import (
    DEFAULT,
    MASTER,
    EngineName,
    MemoryLimit,
    ParcelMemory,
    Released,
    SparkMaster,
    Threads,
    WorkspacePath,
    listed,
    table_workspace,
    workspace,
)
from mutualis.cli.progress import Bars
from mutualis.cli.table import end, say, say_columns
from mutualis.cli.words import count as written
from mutualis.pipeline import StageRow, Workspace
from mutualis.pipeline.meter import Progress

BROKEN = 1


def staged(stage: Callable[[Workspace, Progress], StageRow], space: Workspace) -> None:
    """Run a stage with its progress and say what it did."""
    with Bars() as bars:
        row = stage(space, bars)
    told = f"{written(row.rows_in)} rows in, {written(row.rows_out)} out, {written(row.problems)} problems"
    say(f"{row.stage}: {told}, {row.seconds:.1f} s. {row.note}")
    for line in row.incomplete:
        say(f"incomplete: {line}")
    end([row])


def accept(path: WorkspacePath = DEFAULT, threads: Threads = 2) -> None:
    """Check the deliveries that wait at the insurers' nodes: whole parcels, lines, references and totals.

    A blocking problem refuses the parcel; a line-refusing problem sets the line aside. Every finding is in the
    feedback of the insurer's node: problems.csv and a report in Dutch and in French. A refused parcel is moved to
    store/refused with its reason, the others go on, and the command ends with 3 instead of 0.

    Example: mutualis accept -w workspace
    """
    staged(pipeline.accept, workspace(path, threads))


def code(path: WorkspacePath = DEFAULT, threads: Threads = 2) -> None:
    """Code what was accepted: once at the insurer, once at the trusted third party, and pass it on to the centre.

    Example: mutualis code -w workspace
    """
    staged(pipeline.code, workspace(path, threads))


def load(
    path: WorkspacePath = DEFAULT,
    threads: Threads = 2,
    memory_limit: ParcelMemory = pipeline.Workspace.memory_limit,
) -> None:
    """Load coded parcels into the centre's warehouse: checked again, committed whole, never twice.

    Example: mutualis load -w workspace
    """
    staged(pipeline.load, workspace(path, threads, memory_limit))


def derive(
    path: WorkspacePath = DEFAULT,
    threads: Threads = 2,
    booking_months: Annotated[
        int, typer.Option(min=12, help="Lines count when booked within so many months: 18, 21 or 24.")
    ] = 24,
    check: Annotated[
        bool, typer.Option("--check", help="Make nothing; check that no line, cent or stay was lost or counted twice.")
    ] = False,
    engine: EngineName = "duckdb",
    master: SparkMaster = MASTER,
    memory_limit: MemoryLimit = "",
) -> None:
    """Make the derived tables: population-years, hospital stays, person-years with costs and drugs, the sample.

    With `--check`: the laws that hold between the warehouse and these tables, each with both its sides, and what
    became of every stay that the lines tell of. Ends with 1 when a law is broken.

    Examples:
        mutualis derive -w workspace
        mutualis derive -w workspace --booking-months 18
        mutualis derive -w workspace --check
        mutualis derive -w workspace --memory-limit 8GB
        mutualis derive -w workspace --engine spark --master local[4]
    """
    space = table_workspace(path, threads, engine, master, memory_limit)
    if check:
        _say_conservation(pipeline.conservation(space))
        return
    staged(lambda space, bars: pipeline.derive(space, bars, booking_months), space)


def _say_conservation(found: pipeline.Conservation) -> None:
    rows = [("law", "year", "of", "in the warehouse", "found", "")]
    for each in found.verdicts:
        sides = (written(each.expected), written(each.found))
        rows.append((each.law, str(each.year), each.what, *sides, "holds" if each.holds else "BROKEN"))
    say_columns(rows, (3, 4))
    fates = ", ".join(f"{written(number)} {fate}" for fate, number in found.stays.items())
    say(f"\nstays that lines tell of: {fates}")
    if not found.holds:
        raise typer.Exit(BROKEN)


def count(
    path: WorkspacePath = DEFAULT,
    threads: Threads = 2,
    engine: EngineName = "duckdb",
    master: SparkMaster = MASTER,
    memory_limit: MemoryLimit = "",
) -> None:
    """Count the indicators by area and year. The result is still sensitive and stays in the warehouse.

    Example: mutualis count -w workspace
    """
    staged(pipeline.count, table_workspace(path, threads, engine, master, memory_limit))


def publish(path: WorkspacePath = DEFAULT, indicators: Released = "") -> None:
    """Protect counted indicators and publish them as an immutable release.

    Examples:
        mutualis publish -w workspace
        mutualis publish -w workspace --indicators insured,gp_contact,dental_contact
    """
    staged(lambda space, bars: pipeline.publish(space, bars, listed(indicators))[-1], workspace(path))
