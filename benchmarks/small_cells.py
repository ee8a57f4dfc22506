"""Small cell analysis of one million rows: all sets of up to four of eight quasi-identifiers, against one group-by.

    python benchmarks/small_cells.py                  a million rows
    python benchmarks/small_cells.py --rows 200000    fewer; the limit is for a million

Limit: 30 times one DuckDB group-by over all eight, in the same run. Both read a table in memory; the median of five
group-bys and of three analyses. The analysis counts 162 sets, their unique rows and the special uniques among them; a
few sets are counted by DuckDB too, and must be the same.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

import duckdb
import numpy as np
import polars as pl

from mutualis.disclosure.small_cells import measure

ROWS, TIMES = 1_000_000, 30
COMPARED = (("hospital_number",), ("sex", "age_at_admission"), ("hospital_number", "length_of_stay", "destination"))


def stays(rows: int, seed: int = 1) -> pl.DataFrame:
    """Stays with eight columns that have as many different values as those of the stroke study, or more."""
    drawn = np.random.default_rng(seed)
    codes = np.array([f"I{60 + at // 10}{at % 10}" for at in range(45)])
    return pl.DataFrame({
        "hospital_number": drawn.integers(71_000, 71_060, rows).astype(str),
        "age_at_admission": np.clip(drawn.normal(74, 13, rows), 19, 104).astype(int),
        "sex": drawn.integers(1, 3, rows).astype(str),
        "length_of_stay": np.minimum(drawn.geometric(0.1, rows), 200),
        "discharge_year": drawn.integers(2017, 2020, rows),
        "place_before": drawn.choice(list("0123456789"), rows, p=[0.02, 0.7] + [0.035] * 8),
        "destination": drawn.choice(list("0123456789AF"), rows, p=[0.02, 0.5] + [0.048] * 10),
        "principal_diagnosis": codes[np.minimum(drawn.geometric(0.12, rows), 45) - 1],
    })  # fmt: skip


def timed(work: Callable[[], Any], rounds: int) -> tuple[float, Any]:
    """The median of the seconds, and the last answer."""
    seconds, answer = [], None
    for _ in range(rounds):
        started = time.perf_counter()
        answer = work()
        seconds.append(time.perf_counter() - started)
    return statistics.median(seconds), answer


def counted(base: duckdb.DuckDBPyConnection, columns: tuple[str, ...]) -> tuple[int, int]:
    """Classes and unique rows of a set, by DuckDB."""
    names = ", ".join(columns)
    query = f"select count(*), count(*) filter (n = 1) from (select count(*) n from stays group by {names})"
    found = base.execute(query).fetchone()
    assert found is not None
    return found[0], found[1]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=ROWS)
    frame = stays(parser.parse_args().rows)
    base = duckdb.connect()
    base.register("drawn", frame.to_arrow())
    base.execute("create table stays as select * from drawn")
    every = tuple(frame.columns)
    one, _ = timed(lambda: counted(base, every), 5)
    ours, found = timed(lambda: measure(frame, every), 3)
    sets = {each.columns: each for each in found.sets}
    for columns in COMPARED:
        same = sets[tuple(name for name in every if name in columns)]
        if (same.classes, same.uniques) != counted(base, columns):
            raise SystemExit(f"{columns}: the analysis and DuckDB do not count the same.")
    held = ours <= TIMES * one
    print(
        f"small_cells {len(frame):,} rows, {len(sets)} sets: {ours:.2f} s, one group-by over {len(every)} columns"
        f" {one:.2f} s, ratio {ours / one:.1f} (limit {TIMES}) {'held' if held else 'BROKEN'};"
        f" {found.special_rows:,} rows are special"
    )
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
