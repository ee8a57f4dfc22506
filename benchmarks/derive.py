"""Stays and person-years by the steps of the house against SQL written by hand, on the same Parquet; the limit is 1.5.

    python benchmarks/derive.py                     150,000 insured, three years
    python benchmarks/derive.py --insured 20000     the small form

Both sides run in one process, in turn, through the same engine's writer, ordered by the full key. What counts is the
median of CPU seconds. The written tables must be equal, in
their order and types.
"""

import argparse
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
from mutualis.engine import compile as seam
from mutualis.model import Years

LIMIT = 1.5
NAMES = ("derived_stay", "derived_person_year")
# Tables that the person-year reads, made by their steps.
BEFORE = ("derived_person_year_drug", "derived_person_year_hospital_drug", "derived_quarter_group")
YEARS = Years(2021, 2023)
HERE = Path(__file__).parent
TYPES = {"int64": "BIGINT", "int32": "INT", "string": "VARCHAR", "date": "DATE", "bool": "BOOLEAN"}


def columns_of(name: str, made: dict[str, str]) -> str:
    """A select list with every declared column: what is made, and null for the rest."""
    declared = tables.find(name).columns
    return ", ".join(f"CAST({made.get(c, 'NULL')} AS {TYPES[declared[c].type]}) AS {c}" for c in declared)


CARE_LINES, PACKS, STAY_LINES = 24, 10, 14  # lines of ambulatory care and packages a person and year, lines a stay
STAYS_EACH = 0.15  # stays a person and year
BOOKED = "strftime(day + to_months(IF(pick(k, 'b', 400) = 0, 30, pick(k, 'b', 6))), '%Y%m')::INT"


def write_country(folder: Path, insured: int) -> None:
    """About 24 ambulatory lines, 0.15 stays of 14 lines and 10 dispensings a person and year, the same each time.

    A third of the lines are contacts, a fifth nursing, teeth, physiotherapy and the like. A stay in three is a day
    stay, one in six follows in another hospital on the stay before it, one in five is billed in two parts.
    """
    with duckdb.connect(config={"threads": 2}) as db:
        db.execute("CREATE MACRO pick(a, b, n) AS (hash(a, b) % n)::INT")
        _choose_codes(db)
        for name, text in (
            ("care", f"{_visits(insured)} UNION ALL {_hospital_lines(insured)}"),
            ("dispensing", _dispensing(insured)),
            ("population", _population(insured)),
        ):
            db.execute(f"COPY ({text}) TO '{folder / name}.parquet' (FORMAT parquet, COMPRESSION zstd)")


def _choose_codes(db: duckdb.DuckDBPyConnection) -> None:
    """Variables with the codes to pick from; `one_of` picks one by the line."""
    lists = Path(tables.__file__).parent.parent / "reference" / "codelists"
    code = "SELECT list(code ORDER BY code) FROM read_csv('{}', all_varchar = true) WHERE {}"
    for variable, name, where in (
        ("codes", "nomenclature", "kind NOT IN ('day_price', 'day_hospital') AND valid_to IS NULL"),
        ("contacts", "nomenclature", "kind LIKE '%_contact' AND valid_to IS NULL"),
        ("groups", "care_group", "valid_to IS NULL"),
        ("nights", "nomenclature", "kind = 'day_price' AND valid_to IS NULL"),
        ("lumps", "nomenclature", "kind = 'day_hospital' AND valid_to IS NULL"),
        ("products", "cnk", "valid_to IS NULL"),
        ("hospitals", "hospital", "valid_to IS NULL"),
        ("doctors", "qualification", "true"),
        ("holders", "cg1", "true"),
        ("origins", "disability_origin", "true"),
    ):
        db.execute(f"SET VARIABLE {variable} = ({code.format(lists / f'{name}.csv', where)})")
    db.execute("CREATE MACRO one_of(codes, a, b) AS codes[1 + pick(a, b, len(codes))]")


def _day(number: str) -> str:
    return f"DATE '{YEARS.first}-01-01' + pick({number}, 'd', {365 * len(list(YEARS))})"


def _any_code(number: str) -> str:
    """A contact for a third of the lines, something of a group of care for a fifth, anything for the others."""
    contact, group, other = (
        f"one_of(getvariable('{each}'), {number}, 'n')" for each in ("contacts", "groups", "codes")
    )
    place = f"pick({number}, 'w', 15)"
    return f"CASE WHEN {place} < 5 THEN {contact} WHEN {place} < 8 THEN {group} ELSE {other} END"


PROVIDER = "pick(p, pick(k, 'v', 5), 4000)"  # of five whom a person sees
COMMON = {
    "person_id": "md5(p::VARCHAR)",
    "service_day": "day",
    "last_service_day": "day",
    "booking_month": BOOKED,
    "quantity": "IF(pick(k, 'q', 50) = 0, -1, 1)",
    "days": "1 + pick(k, 'e', 31)",
    "is_correction": "pick(k, 'q', 50) = 0",
    "reimbursed_cents": "500 + pick(k, 'r', 15000)",
    "copayment_cents": "pick(k, 'c', 3000)",
    "supplement_cents": "IF(pick(k, 's', 10) = 0, pick(k, 't', 5000), 0)",
    "provider_id": f"md5(({PROVIDER})::VARCHAR)",
    "provider_qualification": f"one_of(getvariable('doctors'), {PROVIDER}, 'y')",
    "moment": "IF(pick(k, 'm', 8) = 0, pick(k, 'o', 5)::VARCHAR, '0')",
    "delivery_id": "'a'",
    "line": "k",
}


def _visits(insured: int) -> str:
    lines = CARE_LINES * len(list(YEARS))
    made = columns_of("core_care_line", COMMON | {"nomenclature_code": _any_code("k"), "accounting_code": "'011100'"})
    return f"SELECT {made} FROM (SELECT k, k // {lines} AS p, {_day('k')} AS day FROM range({insured * lines}) t(k))"


def _hospital_lines(insured: int) -> str:
    """The lines of the stays: the first one is the price, the others are care on a day of the stay."""
    stays = int(insured * STAYS_EACH * len(list(YEARS)))
    # A stay that follows has the person of the stay before it, and begins when that one ends.
    base = f"SELECT s, s - (s % 6 = 5)::INT AS b, s % 6 = 5 AS follows FROM range({stays}) t(s)"
    timed = f"""SELECT s, s % 3 = 0 AS is_day, pick(b, 'p', {insured}) AS p,
        IF(s % 3 = 0, 0, 1 + pick(s, 'l', 12)) AS nights,
        {_day("b")} + IF(follows, IF(b % 3 = 0, 0, 1 + pick(b, 'l', 12)), 0) AS first FROM ({base})"""
    parted = f"SELECT *, first + nights AS last, first + IF(s % 5 = 1, nights // 2, nights) AS middle FROM ({timed})"
    lines = f"""SELECT k, stay.*, k % {STAY_LINES} AS place, {insured * CARE_LINES * len(list(YEARS))} + k AS number,
        IF(place < 2, IF(place = 0, first, middle), first + pick(k, 'o', 1 + nights)) AS day
        FROM range({stays * STAY_LINES}) t(k) JOIN ({parted}) stay ON stay.s = k // {STAY_LINES}"""
    price = "IF(is_day, one_of(getvariable('lumps'), s, 'n'), one_of(getvariable('nights'), s, 'n'))"
    made = {
        "nomenclature_code": f"IF(place < 2, {price}, {_any_code('k')})",
        "accounting_code": "'061500'",
        "quantity": f"IF(place < 2, 1, {COMMON['quantity']})",
        "is_correction": f"place >= 2 AND {COMMON['is_correction']}",
        "institution_number": "one_of(getvariable('hospitals'), s, 'h')",
        "service_code": "(200 + pick(s, 'z', 60))::VARCHAR",
        "cnk": "IF(pick(k, 'x', 6) = 0, one_of(getvariable('products'), k, 'n'), NULL)",
        "admission_day": "IF(day < middle, first, IF(middle < last, middle, first))",
        "discharge_day": "IF(day < middle, middle, last)",
        "line": "number",
    }
    return f"SELECT {columns_of('core_care_line', COMMON | made)} FROM ({lines})"


def _dispensing(insured: int) -> str:
    packs = PACKS * len(list(YEARS))
    made = COMMON | {"cnk": "one_of(getvariable('products'), k, 'n')", "drug_category_code": "'30000'"}
    return f"""SELECT {columns_of("core_dispensing", made)}
        FROM (SELECT k, k // {packs} AS p, {_day("k")} AS day FROM range({insured * packs}) t(k))"""


def _population(insured: int) -> str:
    declared = tables.derived_population_year.columns
    rights = [name for name, column in declared.items() if name.startswith("has_") and column.type == "bool"]
    days = ("unemployment_days", "incapacity_days", "invalidity_days")
    people = {
        "person_id": "md5(p::VARCHAR)",
        "year": "y",
        "reference_day": "make_date(y, 12, 31)",
        "is_deceased": "false",
        "cg1": "one_of(getvariable('holders'), p, 'g')",
        "disability_origin": "IF(pick(p, 'i', 12) = 0, one_of(getvariable('origins'), p, 'g'), '0')",
        **{name: f"IF(pick(p, '{name}', 9) = 0, NULL, pick(p, '{name}', 40) = 1)" for name in rights},
        **{name: f"IF(pick(p, '{name}', 9) < 8, NULL, pick(p, '{name}', 300))" for name in days},
    }
    years = ", ".join(f"({year})" for year in YEARS)
    return f"SELECT {columns_of('derived_population_year', people)} FROM range({insured}) t(p), (VALUES {years}) v(y)"


def opened(folder: Path) -> DuckEngine:
    engine = DuckEngine(memory_limit="3GB", threads=2, temporary=folder)
    engine.use("core_care_line_net", [folder / "care.parquet"], tables.core_care_line.schema)
    engine.use("core_dispensing_net", [folder / "dispensing.parquet"], tables.core_dispensing.schema)
    engine.use("derived_population_year", [folder / "population.parquet"])
    for name in sorted({each for step in map(step_of, (*NAMES, *BEFORE)) for each in step.inputs}):
        if name.startswith(tables.PREFIX):
            codelist = name.removeprefix(tables.PREFIX)
            engine.use(name, [tables.write_reference(codelist, folder / f"list-{codelist}.parquet")])
    for name in BEFORE:
        by_step(engine, name, folder / f"{name}.parquet")
        engine.use(name, [folder / f"{name}.parquet"])
    return engine


def step_of(name: str) -> derived.Step:
    return next(each for each in derived.STEPS if each.name == name)


def by_step(engine: DuckEngine, name: str, target: Path) -> None:
    step = step_of(name)
    seam.forget()
    engine.save(step.expression(), target, step.output, derived.parameters(YEARS))


def by_hand(engine: DuckEngine, name: str, target: Path) -> None:
    text = (HERE / "sql" / f"{name}.sql").read_text(encoding="utf-8")
    key = ", ".join(tables.find(name).key)
    engine._run(f"COPY ({text} ORDER BY {key}) TO '{target}' (FORMAT parquet, COMPRESSION zstd)")


def making_seconds(name: str) -> float:
    """CPU seconds to make the SQL of a step: the same for any number of persons."""
    seam.forget()
    step, started = step_of(name), time.process_time()
    seam.typed_sql(step.expression(), step.output.schema, step.output.key, "duckdb", derived.parameters(YEARS))
    return time.process_time() - started


def cpu_seconds(action: Callable[[], None]) -> tuple[float, float]:
    before, started = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
    action()
    after = resource.getrusage(resource.RUSAGE_SELF)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return used, time.perf_counter() - started


def compare(engine: DuckEngine, name: str, folder: Path, rounds: int) -> float:
    """Print and return the ratio of CPU seconds, step to hand-written."""
    used: dict[str, list[float]] = {"step": [], "hand": []}
    first = None
    for turn in range(rounds):
        for side, run in (("step", by_step), ("hand", by_hand)):
            target = folder / f"{name}-{side}-{turn}.parquet"
            used[side].append(cpu_seconds(lambda run=run, target=target: run(engine, name, target))[0])
            rows = pq.read_table(target)
            first = rows if first is None else first
            if rows.column_names != first.column_names or rows.columns != first.columns:
                raise SystemExit(f"{name}: the step and the SQL by hand do not give the same rows.")
    step, hand = statistics.median(used["step"]), statistics.median(used["hand"])
    print(
        f"{name:22} {len(first):>10,} rows  step {step:6.2f} s (of which {making_seconds(name):.2f} s to make its SQL)"
        f"  by hand {hand:6.2f} s  ratio {step / hand:4.2f}  same rows"
    )
    if name == "derived_stay":
        engine.use(name, [folder / f"{name}-step-0.parquet"])
    return step / hand


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--insured", type=int, default=150_000)
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
