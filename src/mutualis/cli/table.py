"""The closing table of a run."""

from collections.abc import Iterable

from rich.console import Console
from rich.table import Table

from mutualis.cli.words import count, size
from mutualis.pipeline import StageRow, peak_memory

BUDGET_SECONDS = 360.0


def closing(rows: Iterable[StageRow], budget: float = BUDGET_SECONDS) -> None:
    """Rows in and out, problems, seconds and share of the budget of every stage, and the peak memory."""
    rows = list(rows)
    table = Table(title="From parcel to published figure", title_justify="left", header_style="bold")
    table.add_column("stage")
    for name in ("rows in", "rows out", "problems", "seconds", "of budget"):
        table.add_column(name, justify="right")
    table.add_column("what happened", overflow="fold")
    for row in rows:
        table.add_row(*_cells(row, budget))
    table.add_section()
    seconds = sum(row.seconds for row in rows)
    problems = sum(row.problems for row in rows)
    note = f"peak memory {size(peak_memory())}; budget {budget:.0f} s"
    table.add_row("all", "", "", count(problems), f"{seconds:.1f}", f"{seconds / budget:.0%}", note, style="bold")
    Console().print(table)


def _cells(row: StageRow, budget: float) -> tuple[str, ...]:
    share = f"{row.seconds / budget:.0%}"
    return (
        row.stage,
        count(row.rows_in),
        count(row.rows_out),
        count(row.problems),
        f"{row.seconds:.1f}",
        share,
        row.note,
    )
