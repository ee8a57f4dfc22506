"""The twelve steps of a linkage against their limit: three minutes for the claims of a million.

    python benchmarks/linkage.py                     20,000 and 100,000 insured, three years
    python benchmarks/linkage.py --sizes 1000000     the size of the limit (an hour of loading, some 40 GB of disk)

Loading the country is not counted. Of two sizes the straight line of every step is taken on to a million: 62 hospitals,
their parcels and reports cost the same whatever the size, the rest grows with it.
"""

import argparse
import datetime as dt
import shutil
import sys
import tempfile
import time
from pathlib import Path

from mutualis import pipeline
from mutualis.linkage.accounts import Account
from mutualis.model import Years
from mutualis.pipeline import Silent, Workspace
from mutualis.pipeline.linkage import Linkage, prepare
from mutualis.pipeline.linkage_steps import run

LIMIT_SECONDS = 180.0
MILLION = 1_000_000
NAME = "ivc-20-284-a"
LAST_WITH_ALL_STAYS = 6


def country(folder: Path, insured: int, years: Years) -> Workspace:
    """A synthetic country with hospitals, its parcels loaded."""
    space = Workspace(folder)
    pipeline.synthesise(space, insured, years, 1, False, Silent(), hospitals=True)
    for stage in (pipeline.accept, pipeline.code, pipeline.load):
        print(f"  {stage.__name__}: {stage(space, Silent()).seconds:.0f} s", flush=True)
    return space


def steps(space: Workspace) -> list[tuple[Account, float]]:
    """Every account with its seconds; the carrying of parcels counts with the step before it."""
    linkage = Linkage(space, NAME, dt.date.today())
    prepare(linkage, space.hospitals)
    moments = [time.monotonic()]
    accounts = run(linkage, lambda _: moments.append(time.monotonic()))
    moments[-1] = time.monotonic()
    return [(each, end - begin) for each, begin, end in zip(accounts, moments[:-1], moments[1:], strict=True)]


def show(found: list[tuple[Account, float]], insured: int) -> list[float]:
    """Print the steps of a size; returns their seconds."""
    for account, seconds in found:
        print(f"  step {account.step:>2}  {account.party:<22} {seconds:7.1f} s")
    stays = next(each.rows_out["stays"] for each, _ in found if each.step == LAST_WITH_ALL_STAYS)
    whole = sum(seconds for _, seconds in found)
    print(f"{insured:,} insured, {stays:,} stays: twelve steps in {whole:.1f} s", flush=True)
    return [seconds for _, seconds in found]


def measured(insured: int, years: int) -> list[float]:
    """The seconds of each of the twelve steps for a country of that size."""
    folder = Path(tempfile.mkdtemp())
    try:
        return show(steps(country(folder, insured, Years(2020 - years, 2019))), insured)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def at_a_million(sizes: list[int], seconds: list[list[float]]) -> float:
    """The seconds at a million insured: the last size where it is as large, else every step on its own line through
    both ends; a step that did not grow stays as it is.
    """
    last = seconds[-1]
    if sizes[-1] >= MILLION or len(sizes) == 1:
        return sum(last) * max(1.0, MILLION / sizes[-1])
    slopes = [max(0.0, (end - begin) / (sizes[-1] - sizes[0])) for begin, end in zip(seconds[0], last, strict=True)]
    return sum(last) + sum(slopes) * (MILLION - sizes[-1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[20_000, 100_000])
    parser.add_argument("--years", type=int, default=3)
    asked = parser.parse_args()
    sizes = sorted(asked.sizes)
    seconds = [measured(size, asked.years) for size in sizes]
    found = at_a_million(sizes, seconds)
    ratio = found / LIMIT_SECONDS
    print(f"a million insured: {found:.0f} s; ratio to the limit of {LIMIT_SECONDS:.0f} s: {ratio:.2f} (limit 1)")
    sys.exit(ratio > 1)


if __name__ == "__main__":
    main()
