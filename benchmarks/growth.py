"""How the cost of the whole way grows with the country; the limit is an exponent of 1.1, and ten minutes to synthesise.

    python benchmarks/growth.py             100,000 and 1,170,000 insured (a tenth of the country), one year
    python benchmarks/growth.py --middle    100,000 to 400,000 insured
    python benchmarks/growth.py --small     5,000 to 40,000 insured

Every size runs in a process of its own, so that its peak memory is its own. Disk is the most that the file system lost
while it ran, looked at twice a second, and what the workspace holds at the end. The exponent is the slope of the
seconds of all stages over the insured, both as logarithms: 1 is linear growth.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from mutualis import pipeline
from mutualis.model import Years
from mutualis.pipeline import Silent, Workspace

LIMIT = 1.1
MEMORY_GB = 8.0
SYNTHESISE_MINUTES = 10.0
MILLION = 1_000_000
SMALL, MIDDLE, DEFAULT = (5_000, 10_000, 20_000, 40_000), (100_000, 200_000, 400_000), (100_000, 1_170_000)
YEAR = 2023
TOLD = ("records", "memory", "disk", "kept")


@contextmanager
def disk_used(folder: Path) -> Iterator[list[float]]:
    """The most gigabytes that the file system of a folder lost meanwhile, as the last one of a list."""
    before, most, ended = shutil.disk_usage(folder).free, [0.0], threading.Event()

    def watch() -> None:
        while not ended.wait(0.5):
            most.append(max(most[-1], (before - shutil.disk_usage(folder).free) / 1e9))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield most
    finally:
        ended.set()
        watcher.join()


def whole_way(insured: int) -> dict[str, float]:
    """Seconds by stage, records, peak memory and disk of one country."""
    with tempfile.TemporaryDirectory() as name:
        space = Workspace(Path(name))
        with disk_used(space.path) as most:
            rows = [pipeline.synthesise(space, insured, Years(YEAR, YEAR), 1, False, Silent())]
            records = rows[0].rows_out
            rows += pipeline.run(space, Silent())
        kept = sum(each.stat().st_size for each in space.path.rglob("*") if each.is_file()) / 1e9
    seconds = {row.stage: row.seconds for row in rows}
    told = {"records": records, "memory": pipeline.peak_memory() / 1e9, "disk": most[-1], "kept": kept}
    return {**seconds, **told}


def in_own_process(insured: int) -> dict[str, float]:
    """The same, measured by a fresh process."""
    command = [sys.executable, __file__, "--one", str(insured)]
    found = subprocess.run(command, check=True, capture_output=True, text=True)
    return {name: float(value) for name, value in json.loads(found.stdout.splitlines()[-1]).items()}


def show(insured: int, found: dict[str, float]) -> float:
    """Print a size; returns the seconds of all its stages."""
    stages = {name: value for name, value in found.items() if name not in TOLD}
    parts = "  ".join(f"{name} {value:.1f}" for name, value in stages.items())
    disk = f"disk {found['disk']:.1f} GB at most, {found['kept']:.1f} GB at the end"
    used = f"{found['records']:,.0f} records, memory {found['memory']:.2f} GB, {disk}"
    print(f"growth.{insured} {used}, {sum(stages.values()):.0f} s: {parts}", flush=True)
    return sum(stages.values())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--small", action="store_true")
    parser.add_argument("--middle", action="store_true")
    parser.add_argument("--sizes", type=int, nargs="+", help="numbers of insured to measure")
    parser.add_argument("--one", type=int, help="measure one size and print it as JSON")
    chosen = parser.parse_args()
    if chosen.one:
        print(json.dumps(whole_way(chosen.one)))
        return
    sizes = tuple(chosen.sizes or (SMALL if chosen.small else MIDDLE if chosen.middle else DEFAULT))
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
