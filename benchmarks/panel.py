"""Difference-in-differences of two million person-years, two-way effects, errors by municipality: ours beside pyfixest.

    python benchmarks/panel.py                      250,000 persons, eight years, twelve pilots
    python benchmarks/panel.py --persons 25000      the small form

Limit: 1.5 times pyfixest called by hand on the same array, which has its columns of effects already (median of CPU
seconds, in turn, same coefficients and errors). The bootstrap of 999 draws runs in a process of its own, with clusters
and with persons drawn; its peak of memory with 999 draws is held to 1.25 times that with 99.
"""

import argparse
import json
import resource
import statistics
import subprocess
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pyfixest

from mutualis.methods.panel import Panel, bootstrap, pilot_effects

LIMIT, GROWTH = 1.5, 1.25
PERSONS, TOWNS, PILOTS = 250_000, 581, 12
YEARS = tuple(range(2012, 2020))
START = 2018


def drawn(persons: int) -> pl.DataFrame:
    """Person-years with a skewed cost; 120 of the municipalities are in one of twelve pilots."""
    dice, years = np.random.default_rng(1), len(YEARS)
    town = dice.integers(0, TOWNS, persons)
    pilot = np.where(town < 10 * PILOTS, town % PILOTS, PILOTS)
    names = pl.Series([*(f"pilot {each:02d}" for each in range(PILOTS)), None])
    level = dice.gamma(2.0, 500.0, (persons, 1))
    return pl.DataFrame(
        {
            "person_id": np.repeat(np.arange(persons), years),
            "municipality_code": np.repeat(town, years),
            "pilot": names.gather(np.repeat(pilot, years)),
            "year": np.tile(np.array(YEARS), persons),
            "insured": dice.choice([1.0, 0.5], persons * years, p=[0.95, 0.05]),
            "outcome": (level * dice.lognormal(0.0, 1.0, (persons, years))).ravel(),
        }
    )


def panel(persons: int, cluster: str = "municipality_code") -> Panel:
    return Panel(drawn(persons), start=START, weight="insured", cluster=cluster)


def by_hand(frame: pl.DataFrame, names: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """Coefficients and errors of pyfixest, the formula written out."""
    formula = f"outcome ~ {' + '.join(names)} | person_id + year"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = pyfixest.feols(
            formula, frame, vcov={"CRV1": "municipality_code"}, weights="insured", fixef_rm="none", store_data=False
        )
    return found._beta_hat, np.sqrt(np.diag(found._vcov))


def with_effects(frame: pl.DataFrame) -> tuple[pl.DataFrame, list[str]]:
    """The array for the call by hand: a column for each pilot and year from the start on."""
    cells = [(f"pilot {each:02d}", year) for each in range(PILOTS) for year in YEARS if year >= START]
    inside = [
        ((pl.col("pilot") == pilot) & (pl.col("year") == year)).fill_null(False).cast(pl.Float64).alias(f"x{at}")
        for at, (pilot, year) in enumerate(cells)
    ]
    return frame.with_columns(inside).drop("pilot"), [f"x{at}" for at in range(len(cells))]


def cpu_seconds(action: Callable[[], Any]) -> tuple[float, Any]:
    before = resource.getrusage(resource.RUSAGE_SELF)
    found = action()
    after = resource.getrusage(resource.RUSAGE_SELF)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, found


def compared(persons: int, rounds: int) -> bool:
    """Print the ratio to pyfixest by hand; whether it is held."""
    given = panel(persons)
    frame, names = with_effects(given.rows)
    used: dict[str, list[float]] = {"ours": [], "theirs": []}
    for _ in range(rounds):
        other, (values, errors) = cpu_seconds(lambda: by_hand(frame, names))
        own, found = cpu_seconds(lambda: pilot_effects(Panel(given.rows, start=START, weight="insured")))
        same = np.allclose(found.values, values) and np.allclose(found.table()["error"], errors)
        if not same:
            raise SystemExit("panel: effects or errors differ from pyfixest by hand.")
        used["ours"].append(own)
        used["theirs"].append(other)
    own, other = statistics.median(used["ours"]), statistics.median(used["theirs"])
    held = own <= LIMIT * other
    print(
        f"panel {len(frame):,} person-years, {len(names)} effects: {own:.1f} s, pyfixest by hand {other:.1f} s,"
        f" ratio {own / other:.2f} (limit {LIMIT}) {'held' if held else 'BROKEN'}",
        flush=True,
    )
    return held


def peak_memory() -> int:
    """The largest resident size of this process, in bytes; the figure of getrusage begins with that of its parent."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return 1024 * int(status.split("VmHWM:")[1].split()[0])


def one_bootstrap(persons: int, cluster: str, draws: int) -> None:
    """Print seconds and the peak of memory, as JSON."""
    given = panel(persons, cluster)
    started = time.perf_counter()
    bootstrap(given, draws=draws, seed=1)
    print(json.dumps([time.perf_counter() - started, peak_memory() / 1e9]))


def resampled(persons: int) -> bool:
    """Print seconds and peaks of the bootstraps; whether memory stays what it is with ten times as many draws."""
    held = True
    for cluster in ("municipality_code", "person_id"):
        made = {}
        for draws in (99, 999):
            part = [sys.executable, __file__, "--persons", str(persons), "--bootstrap", cluster, str(draws)]
            made[draws] = json.loads(subprocess.run(part, check=True, capture_output=True, text=True).stdout)
        growth = made[999][1] / made[99][1]
        is_held = growth <= GROWTH
        held = held and is_held
        print(
            f"panel.bootstrap by {cluster}: 999 draws {made[999][0]:.1f} s, peak {made[999][1]:.2f} GB;"
            f" 99 draws {made[99][0]:.1f} s, {made[99][1]:.2f} GB; memory {growth:.2f} times (limit {GROWTH})"
            f" {'held' if is_held else 'BROKEN'}",
            flush=True,
        )
    return held


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--persons", type=int, default=PERSONS)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--bootstrap", nargs=2, metavar=("CLUSTER", "DRAWS"), help="run one and print it as JSON")
    given = parser.parse_args()
    if given.bootstrap:
        one_bootstrap(given.persons, given.bootstrap[0], int(given.bootstrap[1]))
        return 0
    held = compared(given.persons, given.rounds)
    return 0 if resampled(given.persons) and held else 1


if __name__ == "__main__":
    sys.exit(main())
