"""The closing table of a run: as wide as it must be and never wider than 80 columns; no cell is cut."""

import sys
from collections.abc import Collection, Iterable

import typer

from mutualis.cli.words import columns, count, size
from mutualis.pipeline import StageRow, peak_memory

BUDGET_SECONDS = 360.0
REFUSED = 3
HEADINGS = ("stage", "rows in", "rows out", "problems", "seconds", "of budget")


def closing(rows: Iterable[StageRow], budget: float = BUDGET_SECONDS) -> None:
    """Rows in and out, problems, seconds and share of the budget of every stage; below it a line for each stage's note,
    the problems found, the cells suppressed, the attacker's verdict and the peak memory."""
    rows = list(rows)
    say("From parcel to published figure")
    for line in _table(rows, budget):
        say(line)
    say("")
    for row in rows:
        say(f"{row.stage}: {row.note}")
    say("")
    say(f"problems found: {count(sum(row.problems for row in rows))}")
    if refused := sum(row.refused for row in rows):
        say(f"parcels refused: {count(refused)}")
    for name, value in {name: value for row in rows for name, value in row.facts.items()}.items():
        say(f"{name}: {value}")
    for line in dict.fromkeys(line for row in rows for line in row.incomplete):
        say(f"incomplete: {line}")
    say(f"peak memory: {size(peak_memory())}")


def end(rows: Iterable[StageRow]) -> None:
    """Say on standard error which parcels were refused and why; the command then ends with 3 instead of 0."""
    told = [line for row in rows for line in row.told]
    for line in told:
        print(line, file=sys.stderr)
    if told:
        raise typer.Exit(REFUSED)


def say(line: str) -> None:
    """A line of results on standard output, as it is: not wrapped, not coloured, not cut."""
    print(line, file=sys.stdout)


def say_columns(rows: Iterable[tuple[str, ...]], right: Collection[int] = ()) -> None:
    """Rows as a table in columns; the first row is the heading, columns in `right` stand to the right."""
    for line in columns(list(rows), right=right):
        say(line)


def _table(rows: list[StageRow], budget: float) -> list[str]:
    seconds, problems = sum(row.seconds for row in rows), sum(row.problems for row in rows)
    last = ("all", "", "", count(problems), f"{seconds:.1f}", f"{seconds / budget:.0%}")
    cells = [HEADINGS, *(_cells(row, budget) for row in rows), last]
    lines = columns(cells, right=range(1, len(HEADINGS)))
    return [*lines[:-1], lines[1], lines[-1]]


def _cells(row: StageRow, budget: float) -> tuple[str, ...]:
    share, seconds = f"{row.seconds / budget:.0%}", f"{row.seconds:.1f}"
    return row.stage, count(row.rows_in), count(row.rows_out), count(row.problems), seconds, share
