"""How the cost of the whole way grows with the country; the limit is an exponent of 1.1, and ten minutes to synthesise.

    python benchmarks/growth.py             100,000 to 400,000 insured, one year
    python benchmarks/growth.py --full      up to 1,000,000 insured
    python benchmarks/growth.py --small     5,000 to 40,000 insured

Every size runs in a process of its own, so that its peak memory is its own. The exponent is the slope of the seconds of
all stages over the insured, both as logarithms: 1 is linear growth.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

from mutualis import pipeline
from mutualis.model import Years
from mutualis.pipeline import Silent, Workspace

LIMIT = 1.1
MEMORY_GB = 4.0
SYNTHESISE_MINUTES = 10.0
MILLION = 1_000_000
SMALL, DEFAULT, FULL = (5_000, 10_000, 20_000, 40_000), (100_000, 200_000, 400_000), (100_000, 300_000, MILLION)
YEAR = 2023


def whole_way(insured: int) -> dict[str, float]:
    """Seconds by stage, records and peak memory of one country."""
    with tempfile.TemporaryDirectory() as name:
        space = Workspace(Path(name))
        rows = [pipeline.synthesise(space, insured, Years(YEAR, YEAR), 1, False, Silent())]
        records = rows[0].rows_out
        rows += pipeline.run(space, Silent())
    seconds = {row.stage: row.seconds for row in rows}
    return {**seconds, "records": records, "memory": pipeline.peak_memory() / 1e9}


def in_own_process(insured: int) -> dict[str, float]:
    """The same, measured by a fresh process."""
    command = [sys.executable, __file__, "--one", str(insured)]
    found = subprocess.run(command, check=True, capture_output=True, text=True)
    return {name: float(value) for name, value in json.loads(found.stdout.splitlines()[-1]).items()}


def show(insured: int, found: dict[str, float]) -> float:
    """Print a size; returns the seconds of all its stages."""
    stages = {name: value for name, value in found.items() if name not in ("records", "memory")}
    parts = "  ".join(f"{name} {value:.1f}" for name, value in stages.items())
    print(f"growth.{insured} {found['records']:,.0f} records, {found['memory']:.2f} GB, seconds: {parts}", flush=True)
    return sum(stages.values())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--small", action="store_true")
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--sizes", type=int, nargs="+", help="numbers of insured to measure")
    parser.add_argument("--one", type=int, help="measure one size and print it as JSON")
    chosen = parser.parse_args()
    if chosen.one:
        print(json.dumps(whole_way(chosen.one)))
        return
    sizes = tuple(chosen.sizes or (SMALL if chosen.small else FULL if chosen.full else DEFAULT))
    found, totals = [], []
    for size in sizes:
        found.append(in_own_process(size))
        totals.append(show(size, found[-1]))
    exponent = float(np.polyfit(np.log(sizes), np.log(totals), 1)[0])
    memory = max(each["memory"] for each in found)
    minutes = found[-1]["synthesise"] * MILLION / sizes[-1] / 60
    rate = found[-1]["records"] / found[-1]["synthesise"]
    holds = {
        f"exponent {exponent:.2f} (limit {LIMIT})": exponent <= LIMIT,
        f"peak_memory_gb {memory:.2f} (limit {MEMORY_GB:.0f})": memory <= MEMORY_GB,
        f"synthesise {rate:,.0f} records/s, {minutes:.1f} minutes for a million insured and a year"
        f" (limit {SYNTHESISE_MINUTES:.0f})": minutes <= SYNTHESISE_MINUTES,
    }
    for text, is_held in holds.items():
        print(f"growth.{text} {'ok' if is_held else 'BROKEN'}")
    raise SystemExit(0 if all(holds.values()) else 1)


if __name__ == "__main__":
    main()
