"""A run beside what is expected of it: figures of the synthetic country whose truth is known.

`expected/figures.csv` has a row a figure: `table`, `where` (column=value, joined by ;), `measure`, `value`,
`tolerance`, `truth` (planted, exact or seen) and `why`. With truth `planted` the value is what the country was made
with, and the estimate's own interval (low to high) must hold it, widened by the tolerance; otherwise the measure may be
the tolerance away.
"""

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from mutualis.model import MutualisError
from mutualis.study.results import Run

FILE, PLANTED = "figures.csv", "planted"


@dataclass(frozen=True)
class Off:
    """A figure that is not as expected: which, what was expected, what there is."""

    table: str
    where: str
    measure: str
    expected: float
    found: float | None


@dataclass(frozen=True)
class Checked:
    """How many figures were looked at, which of them are off, and the largest deviation in shares of the tolerance."""

    figures: int
    off: tuple[Off, ...]
    largest: float


def compared(folder: Path, run: Run) -> Checked | None:
    """The run beside the expected figures; None where none are written down."""
    path = folder / FILE
    if not path.is_file():
        return None
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    found = [(row, *_distance(row, run)) for row in rows]
    off = tuple(
        Off(row["table"], row["where"], row["measure"], float(row["value"]), value)
        for row, value, share in found
        if share > 1
    )
    return Checked(len(rows), off, max((share for _, _, share in found), default=0.0))


def _distance(row: dict[str, str], run: Run) -> tuple[float | None, float]:
    """What the run has, and how far it is from what is expected, as a share of what is allowed."""
    here = _where(run.frame(row["table"]), row)
    value, tolerance, found = float(row["value"]), float(row["tolerance"]), here[row["measure"]]
    if found is None:
        return None, float("inf")
    if row["truth"] == PLANTED and here.get("low") is not None and here.get("high") is not None:
        outside = max(float(here["low"]) - value, value - float(here["high"]), 0.0)
        return float(found), 1 + outside if outside > tolerance else 0.0
    distance = abs(float(found) - value)
    return float(found), distance / tolerance if tolerance else (0.0 if distance == 0 else float("inf"))


def _where(frame: pl.DataFrame, row: dict[str, str]) -> dict[str, Any]:
    chosen = frame
    for part in filter(None, row["where"].split(";")):
        name, _, value = part.partition("=")
        if name not in chosen.columns:
            raise MutualisError(
                f"What is expected of '{row['table']}' names the column '{name}'.",
                there_is=f"it has {', '.join(frame.columns)}",
            )
        chosen = chosen.filter(pl.col(name).cast(pl.String) == value)
    if chosen.height != 1 or row["measure"] not in frame.columns:
        raise MutualisError(
            f"What is expected of '{row['table']}' ({row['where']}, {row['measure']}) is {chosen.height} rows.",
            do="name one row and one measure",
        )
    return chosen.row(0, named=True)
