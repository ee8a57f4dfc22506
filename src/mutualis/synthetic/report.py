"""Published figures beside what the synthetic country reached."""

from dataclasses import dataclass
from pathlib import Path

import pyarrow.compute as pc

from mutualis.synthetic.parameters import SHOCK_YEARS, rows
from mutualis.synthetic.truth import Truth


@dataclass(frozen=True)
class Compared:
    """One quantity: the target as published, what the country reached in its last usual year, and whose target it is.

    `is_near` says whether the reached value lies between the bounds of `targets.csv`.
    """

    quantity: str
    target: str
    reached: str
    source: str
    is_near: bool


def report(truth: Truth | Path) -> list[Compared]:
    """Target and reached for every row of `targets.csv`, for the last year outside the shock of 2020 and 2021.

    `truth` is the truth itself or its folder, or the folder of the country that holds it.
    """
    totals = totals_of_year(_opened(truth))
    return [_compared(row, totals) for row in rows("targets.csv")]


def totals_of_year(truth: Truth, year: int | None = None) -> dict[str, int]:
    """The sums of all counts over the country in a year; by default the last usual one."""
    counts = truth.table("count")
    years = sorted(set(counts["year"].to_pylist()))
    usual = [each for each in years if each not in SHOCK_YEARS] or years
    chosen = counts.filter(pc.equal(counts["year"], year or usual[-1]))
    return {name: int(pc.sum(chosen[name]).as_py()) for name in chosen.column_names[2:]}


def _opened(truth: Truth | Path) -> Truth:
    if isinstance(truth, Truth):
        return truth
    return Truth(truth if (truth / "truth.json").exists() else truth / "truth")


def _compared(row: dict[str, str], totals: dict[str, int]) -> Compared:
    over = totals[row["denominator"]]
    value = float(row["factor"]) * totals[row["numerator"]] / over if over else 0.0
    reached = f"{value:,.{int(row['decimals'])}f}"
    is_near = float(row["low"]) <= value <= float(row["high"])
    return Compared(row["quantity"], row["target"], reached, row["source"], is_near)
