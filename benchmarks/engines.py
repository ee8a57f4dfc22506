"""Derived tables by the embedded engine and by Spark on the same machine and files: what leaving one machine costs.

    python benchmarks/engines.py                     50,000 and 200,000 insured, one year
    python benchmarks/engines.py --small             2,000 and 4,000 insured

Every step is run by both engines over the same core tables, and the rows must be equal. Seconds are wall time: Spark's
work is in another process. No limit is held: the figures are for the guide in docs/engines.md. Needs Spark and Java
(make test-spark installs both).
"""

import argparse
import tempfile
import time
from contextlib import closing
from pathlib import Path

import polars as pl

from mutualis import derived, pipeline, warehouse
from mutualis.engine import spark_engine
from mutualis.model import Years
from mutualis.model.protocols import Engine
from mutualis.pipeline import Silent, Workspace
from mutualis.pipeline.derive import BOOKING_MONTHS, net_tables, rows_of, use_references, years_of

MASTER = "local[2]"
YEAR = 2023
SMALL, DEFAULT = (2_000, 4_000), (50_000, 200_000)


def country(folder: Path, insured: int) -> Workspace:
    """A country up to the warehouse."""
    space = Workspace(folder)
    pipeline.synthesise(space, insured, Years(YEAR, YEAR), 1, False, Silent())
    for stage in (pipeline.accept, pipeline.code, pipeline.load):
        stage(space, Silent())
    return space


def derive(engine: Engine, space: Workspace, folder: Path) -> tuple[dict[str, float], int]:
    """Seconds of each step, and the lines that went in."""
    folder.mkdir()
    warehouse.use_current(space.centre, engine, space.lake())
    use_references(engine, folder)
    years, given, seconds = years_of(engine), net_tables(engine), {}
    for step in derived.order(derived.STEPS):
        expression = step.expression({name: given[name] for name in step.inputs if name in given})
        began, path = time.perf_counter(), folder / f"{step.name}.out.parquet"
        engine.save(expression, path, step.output, derived.parameters(years, BOOKING_MONTHS))
        engine.use(step.name, [path])
        seconds[step.name] = time.perf_counter() - began
    return seconds, rows_of(engine)


def compare(insured: int, folder: Path, work: Path) -> None:
    space = country(folder / "country", insured)
    with closing(space.engine(space.centre)) as embedded:
        ours, lines = derive(embedded, space, folder / "duckdb")
    with closing(spark_engine(MASTER, work)) as spark:
        theirs, _ = derive(spark, space, folder / "spark")
    for name, seconds in ours.items():
        one, other = (pl.read_parquet(folder / each / f"{name}.out.parquet") for each in ("duckdb", "spark"))
        if not one.equals(other):
            raise SystemExit(f"{name} differs between the engines.")
        print(f"engines.{insured}.{name} duckdb {seconds:.1f} s, spark {theirs[name]:.1f} s", flush=True)
    one_sum, other_sum = sum(ours.values()), sum(theirs.values())
    per_million = f"{one_sum / lines * 1e6:.2f} s and {other_sum / lines * 1e6:.2f} s a million lines"
    print(
        f"engines.{insured}.ratio {other_sum / one_sum:.1f} (spark / duckdb), {lines:,} lines, {per_million}",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--small", action="store_true")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:  # one Spark session, one folder for it
        for insured in SMALL if chosen.small else DEFAULT:
            with tempfile.TemporaryDirectory() as name:
                compare(insured, Path(name), Path(work))


if __name__ == "__main__":
    main()
