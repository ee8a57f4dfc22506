"""Peak memory from the insurer's inbox to the warehouse, by lines, persons and faults; the limit is 4 GB.

    python benchmarks/memory.py                     4 and 8 million lines, 12 million persons, 12 million faults
    python benchmarks/memory.py --lines 100000 200000 --persons 200000 --faults 200000    the small form

Lines: an extract of Gezondheidszorgen, its lines repeated with other amounts so that none is a duplicate and the
persons stay the same. The engine takes what it gets, so it gets little here and its whole limit is added to the sum:
what every further line adds between the two sizes is taken on to 100 million lines. Up to four million lines the peak
still fills up, so the small form tries the script and says nothing of large files. Persons: more than the country has,
coded at the insurer, coded again at the trusted third party, and opened at the centre. Faults: a file in which every
line is faulty, decided on and told. Everything is measured in a process of its own, by the largest resident size that
the system saw.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import polars as pl
from delivery import INSURER, PERIOD, write_extract

from mutualis import pipeline, reference
from mutualis.coding import arrival, keys, relay
from mutualis.coding.content import token_tables
from mutualis.coding.identities import coded_identities, identity_batches, write_batches, write_identities
from mutualis.intake.decision import decide
from mutualis.intake.feedback import write_feedback
from mutualis.intake.findings import PROBLEM_SCHEMA, Finding, as_table, joined
from mutualis.intake.keeping import count_by_rule
from mutualis.intake.outcome import REFUSED, Outcome
from mutualis.parcel import write_parquet
from mutualis.parcel.problem_table import batches
from mutualis.pipeline import Silent, Workspace
from mutualis.warehouse import content

ENGINE, ENGINE_GB = "500MB", 0.5
ENGINE_LIMIT_GB = float(Workspace.memory_limit.removesuffix("GB"))
LIMIT_GB = 4.0
FAR = 100_000_000
BASE = 250_000
STAGES = {"accept": pipeline.accept, "code": pipeline.code, "load": pipeline.load}
KEY, KEY_ID = "0123456789abcdef" * 4, "c1-1-0123456789ab"


def extract(folder: Path, lines: int) -> None:
    """The extract that all deliveries repeat, of at most so many lines."""
    write_extract(folder, min(BASE, lines))
    shutil.rmtree(folder / "country")


def prepare(folder: Path, lines: int) -> None:
    """A workspace with one delivery of so many care lines in an insurer's inbox; the extract is beside the folder."""
    shutil.copytree(folder.parent / "extract", folder / "extract")
    _repeat(folder / "extract" / "gz.txt", lines)
    space = Workspace(folder / "space")
    space.create()
    pipeline.pack(space, INSURER, PERIOD, folder / "extract")
    shutil.rmtree(folder / "extract")


def _repeat(path: Path, lines: int) -> None:
    """Make the file so many lines long; each repetition pays a few cents more, so that no line is a duplicate."""
    layout = reference.layout("gz")
    paid = next(each for each in layout.fields if each.name == "reimbursed_cents")
    records = np.fromfile(path, np.uint8).reshape(-1, layout.record_length + 1)
    digits = records[:, paid.start : paid.end]
    weights = 10 ** np.arange(digits.shape[1] - 1, -1, -1, dtype=np.int64)
    cents = (digits - np.uint8(48)) @ weights
    with path.open("wb") as out:
        for start in range(0, lines, len(records)):
            records[:, paid.start : paid.end] = (cents[:, None] // weights) % 10 + 48
            records[: lines - start].tofile(out)
            cents += 1_000_003


def run_stage(folder: Path, name: str) -> None:
    """One stage of the way over everything that waits."""
    row = STAGES[name](Workspace(folder / "space", memory_limit=ENGINE), Silent())
    if not row.rows_out:
        raise SystemExit(f"{name}: {row.note}")


def code_persons(folder: Path, persons: int) -> None:
    """At the insurer: codes, the tables of tokens and the identities' file, all held as `code` holds them."""
    numbers = pl.DataFrame({"number": 10**9 + np.arange(persons, dtype=np.int64) * 7919})
    identities = coded_identities(numbers.select(pl.lit("person").alias("kind"), "number"), lambda _: KEY)
    tables = token_tables(identities)
    write_identities(identities, folder / "identities.parquet", KEY_ID)
    del tables


def code_again(folder: Path, persons: int) -> None:
    """At the trusted third party: the identities checked, coded again and written, a batch at a time."""
    manifest = SimpleNamespace(key_ids={keys.C1: KEY_ID})
    opened: Any = SimpleNamespace(entry=lambda _: SimpleNamespace(rows=persons), manifest=manifest)
    arrival.check_identities(folder / "identities.parquet", opened)
    recoded = relay.recode(identity_batches(folder / "identities.parquet"), {}, lambda _: KEY)
    write_batches(recoded, folder / "relay.parquet")


def open_persons(folder: Path, persons: int) -> None:
    """At the centre: the identities checked and held by token."""
    if len(content.read_identities(folder / "relay.parquet")) != persons:
        raise SystemExit("The centre has not all persons.")


def report_faults(folder: Path, lines: int) -> None:
    """At the insurer: a fault on every line, decided on, kept and told. The rule may be broken by a line in a hundred,
    so the parcel is refused, and every line is named."""
    found = [
        Finding("gz.format.number", "gz", "person", np.arange(1, lines // 2 + 1, dtype=np.int64)),
        Finding("gz.format.required", "gz", "provider", np.arange(lines // 2 + 1, lines + 1, dtype=np.int64)),
    ]
    problems = as_table(found)
    start = time.perf_counter()
    decision = decide(problems, {"gz": lines})
    print(f"memory.faults_decided_seconds {time.perf_counter() - start:.1f}", file=sys.stderr, flush=True)
    problems = joined([problems, as_table(decision.findings())])
    write_parquet(folder / "problems.parquet", PROBLEM_SCHEMA, batches(problems))
    write_feedback(folder, Outcome(REFUSED, "", counts=count_by_rule(problems)), problems, excess=decision.excess)
    if sum(each.lines for each in decision.excess) != lines:
        raise SystemExit("Not every line was found.")


PARTS: dict[str, Callable[[Path, int], None]] = {
    "extract": extract,
    "prepare": prepare,
    **{name: lambda folder, _, name=name: run_stage(folder, name) for name in STAGES},
    "first": code_persons,
    "second": code_again,
    "centre": open_persons,
    "faults": report_faults,
}


def peak_gb(part: str, folder: Path, size: int) -> float:
    """The peak of one part, run by a fresh process."""
    command = [sys.executable, __file__, "--part", part, str(folder), str(size)]
    found = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return float(json.loads(found.stdout.splitlines()[-1]))


def peaks_by_stage(folder: Path, lines: int) -> dict[str, float]:
    """The peak of each stage over one delivery of so many lines."""
    peak_gb("prepare", folder, lines)
    return {stage: peak_gb(stage, folder, lines) for stage in STAGES}


def told(name: str, gigabytes: float) -> bool:
    """Print a peak beside the limit; whether it is held."""
    is_held = gigabytes < LIMIT_GB
    print(f"memory.{name} {gigabytes:.2f} (limit {LIMIT_GB:.0f}) {'ok' if is_held else 'TOO MUCH'}", flush=True)
    return is_held


def by_lines(small: int, large: int) -> list[bool]:
    """Print the peaks of both sizes and what they mean for a very large file; whether each is held."""
    with tempfile.TemporaryDirectory() as name:
        peak_gb("extract", Path(name), small)
        few, many = (peaks_by_stage(Path(name) / str(size), size) for size in (small, large))
    held = []
    for stage in STAGES:
        growth = (many[stage] - few[stage]) / (large - small)
        engine = 0 if stage == "code" else ENGINE_LIMIT_GB - ENGINE_GB
        print(f"memory.{stage}_gb {few[stage]:.2f} for {small:,} lines, {many[stage]:.2f} for {large:,}", flush=True)
        print(f"memory.{stage}_bytes_a_line {growth * 1e9:.0f}")
        far = many[stage] + max(growth, 0) * (FAR - large) + engine
        held.append(told(f"{stage}_{FAR}_lines_gb", far))
    return held


def by_persons(persons: int) -> list[bool]:
    """Print the peak at each party that holds all persons; whether each is held."""
    with tempfile.TemporaryDirectory() as name:
        return [
            told(f"{part}_{persons}_persons_gb", peak_gb(part, Path(name), persons))
            for part in ("first", "second", "centre")
        ]


def by_faults(lines: int) -> list[bool]:
    """Print the peak where every line of a file is faulty; whether it is held."""
    with tempfile.TemporaryDirectory() as name:
        return [told(f"{lines}_faults_gb", peak_gb("faults", Path(name), lines))]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, nargs=2, default=(4_000_000, 8_000_000), metavar=("SMALL", "LARGE"))
    parser.add_argument("--persons", type=int, default=12_000_000)
    parser.add_argument("--faults", type=int, default=12_000_000)
    parser.add_argument(
        "--part", nargs=3, metavar=("PART", "FOLDER", "SIZE"), help="run one part, print its peak as JSON"
    )
    chosen = parser.parse_args()
    if chosen.part:
        part, folder, size = chosen.part
        PARTS[part](Path(folder), int(size))
        print(json.dumps(pipeline.peak_memory() / 1e9))
        return
    held = by_lines(*chosen.lines) + by_persons(chosen.persons) + by_faults(chosen.faults)
    raise SystemExit(0 if all(held) else 1)


if __name__ == "__main__":
    main()
