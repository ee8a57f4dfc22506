"""Charlson (Quan 2005) of a million stays with five codes each, by the house and by pycomorb, in one run; same scores.

    python benchmarks/charlson.py                   one million stays
    python benchmarks/charlson.py --stays 50000     the small form

What counts is the median of CPU seconds, in turn: the house reads Parquet, the other has its frame in memory.
"""

import argparse
import random
import resource
import statistics
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import ibis
import numpy as np
import polars as pl
from pycomorb import CharlsonComorbidityIndex

from mutualis import reference, tables
from mutualis.engine import DuckEngine
from mutualis.engine import compile as seam
from mutualis.methods import charlson as index

LEAST = 1.6
CODES_A_STAY, DISTINCT = 5, 28_600
STAY = ibis.table({"stay": "int64", "diagnosis": "string"}, "stay_diagnosis")
SCORE = "Charlson Comorbidity Index"


def drawn(stays: int) -> pl.DataFrame:
    """Codes as ICD-10-CM has them, some 28,600 distinct; about one in four is in a group."""
    dice, random_ = random.Random(1), np.random.default_rng(1)
    known = sorted({row["begins_with"].replace(".", "") for row in reference.codelist("charlson").rows})
    codes = {f"{dice.choice(known)}{dice.randint(0, 99):02d}"[:7] for _ in range(DISTINCT // 3)}
    while len(codes) < DISTINCT:
        codes.add(f"{dice.choice('ABCDEFGHIJKLMNOPQRSTZ')}{dice.randint(0, 99):02d}{dice.randint(0, 999)}")
    pool = np.array(sorted(codes))
    rows = stays * CODES_A_STAY
    chosen = pool[random_.integers(0, len(pool), rows)]
    return pl.DataFrame({"stay": np.repeat(np.arange(stays), CODES_A_STAY), "diagnosis": chosen})


def ours(engine: DuckEngine) -> int:
    seam.forget()
    found = index.charlson(STAY, tables.reference_table("charlson"), ["stay"], "quan2005")
    return int(engine.rows(found.aggregate(total=found.charlson_score.sum()))[0]["total"])


def theirs(frame: pl.DataFrame) -> int:
    return int(CharlsonComorbidityIndex(frame, implementation="quan", weights="charlson")[SCORE].sum())


def cpu_seconds(action: Callable[[], Any]) -> tuple[float, Any]:
    before = resource.getrusage(resource.RUSAGE_SELF)
    found = action()
    after = resource.getrusage(resource.RUSAGE_SELF)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stays", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder, codes = Path(name), drawn(given.stays)
        codes.write_parquet(folder / "codes.parquet")
        engine = DuckEngine(threads=2, temporary=folder)
        engine.use("stay_diagnosis", [folder / "codes.parquet"], STAY.schema())
        engine.use("reference_charlson", [tables.write_reference("charlson", folder / "list.parquet")])
        frame = codes.rename({"stay": "id", "diagnosis": "code"}).with_columns(age=pl.lit(40))
        used: dict[str, list[float]] = {"ours": [], "theirs": []}
        for _ in range(given.rounds):
            own, score = cpu_seconds(lambda: ours(engine))
            other, expected = cpu_seconds(lambda: theirs(frame))
            if score != expected:
                raise SystemExit(f"charlson: the scores differ, {score:,} and {expected:,}.")
            used["ours"].append(own)
            used["theirs"].append(other)
        engine.close()
    own, other = statistics.median(used["ours"]), statistics.median(used["theirs"])
    ratio = other / own
    print(f"charlson {given.stays:,} stays: {own:.2f} s, pycomorb {other:.2f} s, total score {score:,}")
    print(f"charlson.ratio {ratio:.2f} times as fast (limit {LEAST}) {'ok' if ratio >= LEAST else 'TOO SLOW'}")
    raise SystemExit(ratio < LEAST)


if __name__ == "__main__":
    main()
