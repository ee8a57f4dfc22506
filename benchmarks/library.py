"""The library of indicators against one plain scan-and-group of the tables that it reads; the limit is a ratio of 6.

    python benchmarks/library.py                       600,000 insured, one year of figures
    python benchmarks/library.py --insured 1170000     a tenth of the country
    python benchmarks/library.py --workspace FOLDER    the tables of a workspace, those that it lacks filled at random

The plain way: of each table once, with DuckDB and the same threads, all whole numbers summed by person (by the smallest
areas for the population), into a table. Median of CPU seconds, in one process and in turn; wall seconds and the peak of
memory are printed beside them. The family of medicine use by ATC class is timed apart.
"""

import argparse
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from mutualis import reference, tables
from mutualis.engine import DeltaLake, DuckEngine
from mutualis.indicators.definitions import INDICATORS
from mutualis.indicators.features.costs import SETS
from mutualis.indicators.features.records import INSTRUMENTS, ITEMS
from mutualis.pipeline.library import counted_together, save_medicine_use

LIMIT = 6.0
YEAR, YEARS = 2022, (2020, 2021, 2022)
NAMES = sorted({name for each in INDICATORS for name in each.sources})
TYPES = {"int64": "BIGINT", "int32": "INT", "string": "VARCHAR", "date": "DATE", "bool": "BOOLEAN"}
# Rows of a person in a year; of the population and the person-year there is one each.
ROWS = {
    "derived_person_year_drug": 6, "derived_person_year_cost": 12, "derived_stay": 1,
    "derived_person_year_diagnosis": 2,
    "derived_person_year_record": 2, "derived_person_year_answer": 1, "derived_maf_person": 1,
    "derived_maf_household": 1, "derived_practice_patient": 1,
}  # fmt: skip
HAVE = {  # of so many persons one has those rows
    "derived_stay": 5, "derived_person_year_record": 4, "derived_person_year_answer": 20, "derived_maf_household": 2,
    "derived_person_year_diagnosis": 2,
}  # fmt: skip


def words() -> dict[str, list[str]]:
    """The codes that columns of text hold."""
    return {
        "sex": ["1", "2"],
        "atc_code": [row["code"] for row in reference.codelist("atc").rows if len(row["code"]) == 7],
        "cost_group": sorted({code for codes in SETS.values() for code in codes}),
        "list": ["open"],
        "condition": [row["condition"] for row in reference.codelist("prevalence").rows],
        "item": [code for codes in ITEMS.values() for code in codes],
        "instrument": list(INSTRUMENTS),
        "stay_kind": ["classic", "day"],
        "assigned_by": ["file", "capitation", "contacts"],
        "maf_type": ["social", "income"],
    }


def fill(db: duckdb.DuckDBPyConnection, name: str, people: str, target: Path) -> None:
    """A table with random rows for `people` (SQL that gives p, person_id)."""
    known, made = words(), []
    for column, declared in tables.find(name).columns.items():
        if column == "person_id" or (column == "household_head_id" and name != "derived_maf_person"):
            text = "person_id"
        elif column == "household_head_id":
            text = "md5((p - p % 2)::VARCHAR)"
        elif column == "year":
            text = "y"
        elif column in ("municipality_code", "arrondissement_code", "province_code", "region_code"):
            text = f"getvariable('areas')[1 + pick(p, 'm', {len(reference.geography(YEAR).municipalities)})].{column}"
        elif column == "age":
            text = "pick(p, 'a', 95)"
        elif known.get(column):
            text = f"{known[column]}[1 + pick(k, '{column}', {len(known[column])})]"
        elif declared.type == "bool":
            text = f"pick(k, '{column}', 5) = 0"
        elif declared.type == "date":
            text = f"make_date(y, 1, 1) + pick(k, '{column}', 300)"
        elif declared.type == "string":
            text = "'x'"
        else:
            most = 20_000 if column.endswith("_cents") else 120_000 if "thousandths" in column else 6
            text = f"IF(pick(k, '{column}_', 3) = 0, pick(k, '{column}', {most}), 0)"
        made.append(f"CAST({text} AS {TYPES[declared.type]}) AS {column}")
    rows, years = ROWS.get(name, 1), YEARS if name in ("derived_person_year",) else YEARS[-1:]
    of = f"""SELECT p, person_id, y, hash(p, r, y) AS k FROM ({people}), range({rows}) t(r),
        (VALUES {", ".join(f"({each})" for each in years)}) v(y) WHERE pick(p, '{name}', {HAVE.get(name, 1)}) = 0"""
    key = ", ".join(tables.find(name).key)
    text = f"SELECT DISTINCT ON ({key}) {', '.join(made)} FROM ({of}) ORDER BY {key}"
    db.execute(f"COPY ({text}) TO '{target}' (FORMAT parquet, COMPRESSION zstd)")


def prepared(folder: Path, insured: int, workspace: Path | None) -> dict[str, list[Path]]:
    """{table: files}: those of a workspace that have all columns, the others filled for the same persons."""
    found: dict[str, list[Path]] = {}
    with duckdb.connect(config={"threads": 2}) as db:
        db.execute("CREATE MACRO pick(a, b, n) AS (hash(a, b) % n)::INT")
        geography = reference.geography(YEAR)
        places = [
            {f"{level}_code": code for level, code in geography.above(each).items() if level != "country"}
            for each in geography.municipalities
        ]
        db.execute(f"SET VARIABLE areas = {places}")
        people = f"SELECT p, md5(p::VARCHAR) AS person_id FROM range({insured}) t(p)"
        for name in NAMES:
            files = DeltaLake(workspace / "nodes" / "centre" / "store" / "warehouse").files(name) if workspace else []
            if files and set(tables.find(name).columns) <= set(pq.read_schema(files[0]).names):
                found[name] = files
            else:
                fill(db, name, people, folder / f"{name}.parquet")
                found[name] = [folder / f"{name}.parquet"]
    return found


def plain(files: dict[str, list[Path]]) -> None:
    """Every table scanned once, its whole numbers summed by person or, of the population, by smallest area."""
    with duckdb.connect(config={"threads": 2, "memory_limit": "3GB"}) as db:
        for name, paths in files.items():
            declared = tables.find(name)
            by = "person_id" if "person_id" in declared.columns else "household_head_id"
            if name == "derived_population_year":
                by = "municipality_code, sex, age, is_increased_reimbursement"
            whole = [c for c, column in declared.columns.items() if column.type in ("int32", "int64")]
            sums = ", ".join(f"sum({column}) AS s_{column}" for column in whole)
            years = f"year BETWEEN {YEARS[0]} AND {YEAR}" if name == "derived_person_year" else f"year = {YEAR}"
            source = ", ".join(f"'{path}'" for path in paths)
            db.execute(
                f"CREATE TEMP TABLE g_{name} AS SELECT {by}, count(*) AS n, {sums} "
                f"FROM read_parquet([{source}]) WHERE {years} GROUP BY {by}"
            )


def measured(action: Callable[[], object]) -> tuple[float, float]:
    """CPU and wall seconds."""
    before, started = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
    action()
    after, wall = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter() - started
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, wall


def opened(folder: Path, files: dict[str, list[Path]]) -> DuckEngine:
    engine = DuckEngine(memory_limit="3GB", threads=2, temporary=folder)
    for name, paths in files.items():
        engine.use(name, paths)
    return engine


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--insured", type=int, default=600_000)
    parser.add_argument("--workspace", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder, numbers = Path(name), count()
        files = prepared(folder, given.insured, given.workspace)
        engine, target = opened(folder, files), lambda: folder / f"cells-{next(numbers)}.parquet"
        used: dict[str, list[tuple[float, float]]] = {"plain": [], "library": [], "medicine use": []}
        for _ in range(given.rounds):
            used["plain"].append(measured(lambda: plain(files)))
            used["library"].append(measured(lambda: list(counted_together(engine, INDICATORS, YEAR, target, folder))))
            used["medicine use"].append(measured(lambda: save_medicine_use(engine, YEAR, target())))
        engine.close()
    seconds = {what: [statistics.median(each) for each in zip(*times, strict=True)] for what, times in used.items()}
    for what, (cpu, wall) in seconds.items():
        print(f"library.{what.replace(' ', '_')} {cpu:.2f} s CPU, {wall:.2f} s")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    ratio = seconds["library"][0] / seconds["plain"][0]
    print(f"library.peak_memory_gb {peak:.2f}")
    print(
        f"library.ratio {ratio:.2f} for {len(INDICATORS)} indicators (limit {LIMIT:.0f})"
        f" {'ok' if ratio <= LIMIT else 'BROKEN'}"
    )
    raise SystemExit(ratio > LIMIT)


if __name__ == "__main__":
    main()
