"""Every study on a million insured: seconds and memory; the limit is ten minutes each on two cores.

    python benchmarks/studies.py                       a country of 20,000 insured, fifty times
    python benchmarks/studies.py --times 5             the small form
    python benchmarks/studies.py prep-cohort           these studies only
    python benchmarks/studies.py --country workspace   a country of `mutualis study run --demo` that is there already,
                                                       copied first; with --times 1 it is taken as it is

The country is one of the demo of studies, in which every person, household, provider and delivery is there fifty times
under codes of its own: fifty times the rows, in the same hospitals and municipalities. Making a million insured from
parcels on takes hours and is measured by growth.py. Each study runs in a process of its own, whose peak of memory is
its own; papers are left out.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from mutualis import study
from mutualis.pipeline import Silent, Workspace
from mutualis.study.demo import Country, make_study_country
from mutualis.study.running import COUNTRY

LIMIT_SECONDS, TIMES = 600.0, 50
THREADS = 2
ENDING = "_id"
BEHIND = {"core_correction", "core_number_change"}


def many(space: Workspace, times: int) -> None:
    """Write every person, provider and delivery of the tables of studies `times` times, under codes of their own.

    A code keeps its length: the number of the copy stands for its last two digits.
    """
    with duckdb.connect(config={"threads": THREADS, "preserve_insertion_order": False}) as engine:
        for table in sorted(read()):
            for path in sorted((space.centre.store / "warehouse" / table).glob("*.parquet")):
                own = [each for each in pq.read_schema(path).names if each.endswith(ENDING)]
                told = ", ".join(f'"{each}"[:-3] || printf(\'%02x\', copy) AS "{each}"' for each in own)
                made = path.with_suffix(".many")
                engine.execute(
                    f"COPY (SELECT rows.* REPLACE ({told}) FROM read_parquet('{path}') AS rows, range({times}) AS"
                    f" copies(copy)) TO '{made}' (FORMAT parquet, COMPRESSION lz4)"
                )
                made.replace(path)


def read() -> set[str]:
    """The tables that any study reads, and those behind the lines that count."""
    root = study.root()
    told = {each for name in study.study_names(root) for each in study.read_study(root, name).permission.tables}
    return {each.removesuffix("_net") for each in told} | BEHIND


def peak_memory() -> float:
    """The largest resident size of this process, in gigabytes."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return 1024 * int(status.split("VmHWM:")[1].split()[0]) / 1e9


def one(path: Path, name: str) -> None:
    """Run a study and print its seconds, rows read, hidden cells and peak of memory, as JSON."""
    started = time.perf_counter()
    found = study.run(Workspace(path, threads=THREADS), study.read_study(study.root(), name), pdf=False, again=True)
    seconds = time.perf_counter() - started
    known = found.run.known
    print(json.dumps([seconds, known["rows_read"], known["suppressed"], peak_memory()]))


def measured(path: Path, name: str) -> bool:
    """Print the account of a study; whether it ended in time."""
    part = [sys.executable, __file__, "--country", str(path), "--one", name]
    done = subprocess.run(part, check=False, capture_output=True, text=True)
    if done.returncode:
        lines = done.stderr.strip().splitlines()
        print(f"studies.{name}: REFUSED {lines[-1] if lines else ''}", flush=True)
        return False
    seconds, rows, hidden, memory = json.loads(done.stdout.strip().splitlines()[-1])
    held = bool(seconds <= LIMIT_SECONDS)
    print(
        f"studies.{name}: {seconds:.0f} s (limit {LIMIT_SECONDS:.0f}), {rows:,} rows read, {hidden:,} cells hidden,"
        f" peak {memory:.1f} GB {'held' if held else 'BROKEN'}",
        flush=True,
    )
    return held


def prepared(folder: Path, country: Path | None, times: int) -> Path:
    """The country `times` as large, in a folder."""
    if country and times == 1:
        return country
    path = folder / "country"
    if country:
        shutil.copytree(country, path)
    else:
        space = Workspace(path, threads=THREADS)
        space.create()
        make_study_country(space, Country(), Silent())
    many(Workspace(path), times)
    (path / COUNTRY).unlink()  # another country now: what is expected of the small one is not compared
    return path


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("study", nargs="*", help="these studies only")
    parser.add_argument("--times", type=int, default=TIMES)
    parser.add_argument("--country", type=Path, help="a workspace with a country of the studies, left as it is")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        one(given.country, given.one)
        return 0
    with tempfile.TemporaryDirectory() as name:
        started = time.perf_counter()
        path = prepared(Path(name), given.country, given.times)
        insured = Country().insured * given.times
        print(f"studies: {insured:,} insured, made in {time.perf_counter() - started:.0f} s", flush=True)
        held = [measured(path, each) for each in given.study or study.study_names(study.root())]
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())
