"""Stays and person-years by the steps of the house against SQL written by hand, on the same Parquet; the limit is 1.5.

    python benchmarks/derive.py                     200,000 insured, two years
    python benchmarks/derive.py --insured 20000     the small form

Both sides run in one process, in turn, through the same engine's writer, ordered by the full key. What counts is the
median of CPU seconds. The written tables must have the same hash.
"""

import argparse
import hashlib
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from mutualis import derived, tables
from mutualis.engine import DuckEngine
from mutualis.model import Years

LIMIT = 1.5
NAMES = ("derived_stay", "derived_person_year")
YEARS = Years(2022, 2023)
HERE = Path(__file__).parent
TYPES = {"int64": "BIGINT", "int32": "INT", "string": "VARCHAR", "date": "DATE", "bool": "BOOLEAN"}


def columns_of(name: str, made: dict[str, str]) -> str:
    """A select list with every declared column: what is made, and null for the rest."""
    declared = tables.find(name).columns
    return ", ".join(f"CAST({made.get(c, 'NULL')} AS {TYPES[declared[c].type]}) AS {c}" for c in declared)


def write_country(folder: Path, insured: int) -> None:
    """About 24 ambulatory lines, 0.15 stays of 14 lines and 10 dispensings a person and year, the same each time."""
    with duckdb.connect(config={"threads": 2}) as db:
        db.execute("CREATE MACRO pick(a, b, n) AS (hash(a, b) % n)::INT")
        code = "SELECT list(code ORDER BY code) FROM read_csv('{}', all_varchar = true) WHERE {}"
        lists = Path(tables.__file__).parent.parent / "reference" / "codelists"
        for variable, name, where in (
            ("codes", "nomenclature", "kind NOT IN ('day_price', 'day_hospital') AND valid_to IS NULL"),
            ("prices", "nomenclature", "kind = 'day_price'"),
            ("cnks", "cnk", "valid_to IS NULL"),
        ):
            db.execute(f"SET VARIABLE {variable} = ({code.format(lists / f'{name}.csv', where)})")
        day = "DATE '2022-01-01' + pick({}, 'd', 730)"
        common = {
            "person_id": "md5(p::VARCHAR)",
            "service_day": "day",
            "last_service_day": "day",
            "booking_month": "year(day) * 100 + month(day)",
            "quantity": "IF(pick(k, 'q', 50) = 0, -1, 1)",
            "is_correction": "pick(k, 'q', 50) = 0",
            "reimbursed_cents": "500 + pick(k, 'r', 9000)",
            "copayment_cents": "pick(k, 'c', 900)",
            "supplement_cents": "IF(pick(k, 's', 10) = 0, pick(k, 't', 5000), 0)",
            "provider_id": "md5((pick(k, 'v', 4000))::VARCHAR)",
            "provider_qualification": "lpad((pick(k, 'v', 999))::VARCHAR, 3, '0')",
            "delivery_id": "'a'",
            "line": "k",
        }
        visits = f"SELECT k, k // 48 AS p, {day.format('k')} AS day FROM range({insured} * 48) t(k)"
        a_code = "getvariable('codes')[1 + pick(k, 'n', len(getvariable('codes')))]"
        ambulatory = columns_of("core_care_line", common | {"nomenclature_code": a_code})
        nights = "pick(s, 'l', 12)"
        stays = f"""SELECT k, s, p, first, first + {nights} AS last, k % 14 = 0 AS is_price,
            first + pick(k, 'o', 1 + {nights}) AS day
            FROM (SELECT k, k // 14 AS s, pick(k // 14, 'p', {insured}) AS p, {day.format("k // 14")} AS first
                  FROM range({int(insured * 0.3)} * 14) t(k))"""
        hospital = columns_of(
            "core_care_line",
            common
            | {
                "nomenclature_code": f"IF(is_price, getvariable('prices')[1 + pick(k, 'n', 3)], {a_code})",
                "institution_number": "'710' || lpad((pick(s, 'h', 105))::VARCHAR, 8, '0')",
                "admission_day": "first",
                "discharge_day": "last",
                "line": f"k + {insured * 48}",
            },
        )
        care = f"SELECT {ambulatory} FROM ({visits}) UNION ALL SELECT {hospital} FROM ({stays})"
        a_product = "getvariable('cnks')[1 + pick(k, 'n', len(getvariable('cnks')))]"
        packs = f"SELECT k, k // 20 AS p, {day.format('k')} AS day FROM range({insured} * 20) t(k)"
        dispensing = f"SELECT {columns_of('core_dispensing', common | {'cnk': a_product})} FROM ({packs})"
        people = {"person_id": "md5(p::VARCHAR)", "year": "y", "is_deceased": "false"}
        population = f"""SELECT {columns_of("derived_population_year", people)}
            FROM range({insured}) t(p), (VALUES (2022), (2023)) v(y)"""
        for name, text in (("care", care), ("dispensing", dispensing), ("population", population)):
            db.execute(f"COPY ({text}) TO '{folder / name}.parquet' (FORMAT parquet, COMPRESSION zstd)")


def opened(folder: Path) -> DuckEngine:
    engine = DuckEngine(memory_limit="3GB", threads=2, temporary=folder)
    engine.use("core_care_line_net", [folder / "care.parquet"], tables.core_care_line.schema)
    engine.use("core_dispensing_net", [folder / "dispensing.parquet"], tables.core_dispensing.schema)
    engine.use("derived_population_year", [folder / "population.parquet"])
    for name in ("nomenclature", "qualification"):
        engine.use(f"reference_{name}", [tables.write_reference(name, folder / f"{name}.parquet")])
    return engine


def by_step(engine: DuckEngine, name: str, target: Path) -> None:
    step = next(each for each in derived.STEPS if each.name == name)
    engine.save(step.expression(), target, step.output, derived.parameters(YEARS))


def by_hand(engine: DuckEngine, name: str, target: Path) -> None:
    text = (HERE / "sql" / f"{name}.sql").read_text(encoding="utf-8")
    key = ", ".join(tables.find(name).key)
    engine._run(f"COPY ({text} ORDER BY {key}) TO '{target}' (FORMAT parquet, COMPRESSION zstd)")


def cpu_seconds(action: Callable[[], None]) -> tuple[float, float]:
    before, started = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
    action()
    after = resource.getrusage(resource.RUSAGE_SELF)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return used, time.perf_counter() - started


def fingerprint(file: Path) -> str:
    """Hash of the rows of a file in its order."""
    digest = hashlib.sha256()
    for batch in pq.ParquetFile(file).iter_batches():
        for column in batch.columns:
            digest.update(repr(column.to_pylist()).encode())
    return digest.hexdigest()


def compare(engine: DuckEngine, name: str, folder: Path, rounds: int) -> float:
    """Print and return the ratio of CPU seconds, step to hand-written."""
    used: dict[str, list[float]] = {"step": [], "hand": []}
    prints = set()
    for turn in range(rounds):
        for side, run in (("step", by_step), ("hand", by_hand)):
            target = folder / f"{name}-{side}-{turn}.parquet"
            used[side].append(cpu_seconds(lambda run=run, target=target: run(engine, name, target))[0])
            prints.add(fingerprint(target))
    if len(prints) != 1:
        raise SystemExit(f"{name}: the step and the SQL by hand do not give the same rows.")
    step, hand = statistics.median(used["step"]), statistics.median(used["hand"])
    rows = pq.ParquetFile(folder / f"{name}-step-0.parquet").metadata.num_rows
    print(f"{name:22} {rows:>10,} rows  step {step:6.2f} s  by hand {hand:6.2f} s  ratio {step / hand:4.2f}  same rows")
    if name == "derived_stay":
        engine.use(name, [folder / f"{name}-step-0.parquet"])
    return step / hand


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--insured", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_country(folder, given.insured)
        engine = opened(folder)
        ratios = [compare(engine, each, folder, given.rounds) for each in NAMES]
        engine.close()
    print(f"limit {LIMIT}: {'held' if max(ratios) <= LIMIT else 'BROKEN'}")
    raise SystemExit(max(ratios) > LIMIT)


if __name__ == "__main__":
    main()
