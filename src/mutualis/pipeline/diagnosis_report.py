"""How well pseudodiagnoses find the ill of a synthetic country: prevalence, sensitivity, specificity, predictive value.

Only the generator knows who has which disease, whether it is treated or not. A person is ill of a condition when he or
she has a disease that the condition is meant to find, and age, sex and other conditions fit by the rules of the list.
"""

import tempfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ibis
import polars as pl
import pyarrow.parquet as pq

from mutualis import derived, methods, reference, tables, warehouse
from mutualis.derived import diagnoses
from mutualis.model import MutualisError, Years
from mutualis.model.protocols import Engine
from mutualis.pipeline.diagnosis_truth import LIST, NONE, illness, truth_kinds
from mutualis.pipeline.workspace import Workspace

DRUGS, POPULATION = tables.derived_person_year_drug, tables.derived_population_year
ILLNESS = "truth_condition"
ILL = ibis.schema(
    {"person_id": "string", "year": "int32", "list": "string", "condition": "string"}
    | dict.fromkeys(diagnoses.MEASURES, "int64")
)
# Thresholds that methods 2.2 asks for: a package, or thousandths of a daily dose in the year.
THRESHOLDS = {"1 pack": 0, "30 DDD": 30_000, "90 DDD": 90_000, "180 DDD": 180_000}
MEASURES = {
    "prevalence": ("found", "population"),
    "sensitivity": ("both", "ill"),
    "specificity": ("neither", "well"),
    "predictive_value": ("both", "found"),
}
KEY = ("person_id", "year", "list", "condition")


@dataclass(frozen=True)
class DiagnosisReport:
    """The year, and one row a condition and threshold.

    Columns: list, condition, truth (own: the generator has such a disease; none), threshold, population, ill, found,
    both, and for each of MEASURES a share with `_low` and `_high` (Wilson, 95 percent); null where there is nobody to
    divide by, and without a truth of one's own.
    """

    year: int
    rows: pl.DataFrame


def diagnosis_report(space: Workspace, year: int | None = None) -> DiagnosisReport:
    """Every condition of both lists at every threshold, in a year (by default the last one that is derived)."""
    if not (space.truth / "condition.parquet").is_file():
        raise MutualisError(
            "Nobody knows who is really ill in this workspace.",
            there_is="no table truth/condition.parquet, which only a synthetic country has",
            do="make a country with `mutualis synthesise` or `mutualis demo`",
        )
    space.centre.temporary.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="diagnoses-", dir=space.centre.temporary) as folder:
        files = [Path(folder) / f"{name}.parquet" for name in (ILLNESS, LIST)]
        with closing(space.engine(space.centre)) as engine:
            wanted = _use(space, engine, year, files)
            return DiagnosisReport(wanted, _with_shares(_counts(engine, wanted)))


def _use(space: Workspace, engine: Engine, year: int | None, files: list[Path]) -> int:
    """Let the engine read what the report needs; the year."""
    warehouse.use_current(space.centre, engine, space.lake())
    for table in (DRUGS, POPULATION):
        engine.use(table.name, space.lake().files(table.name))
    years = [row["year"] for row in engine.rows(POPULATION.select("year").distinct().order_by("year"))]
    if not years or (year is not None and year not in years):
        raise MutualisError(
            f"The medicines of {year or 'any year'} are not derived.",
            there_is=f"derived are {', '.join(map(str, years)) or 'no years'}",
            do="make the derived tables with `mutualis derive`",
        )
    wanted = int(year or years[-1])
    pq.write_table(illness(space, wanted).to_arrow(), files[0])
    engine.use(ILLNESS, [files[0]], ILL)
    engine.use(f"reference_{LIST}", [tables.write_reference(LIST, files[1])])
    return wanted


def _counts(engine: Engine, year: int) -> pl.DataFrame:
    """Population, ill, found and both, for each condition and threshold."""
    persons = POPULATION.expr.filter(POPULATION.year == year)
    population = int(engine.rows(persons.aggregate(n=persons.count()))[0]["n"])
    rules = tables.find(f"reference_{LIST}").expr
    ill = _cases(_canonical(engine), persons, rules, None)
    doses = diagnoses.doses(DRUGS.expr.filter(DRUGS.year == year), rules)
    parts = [
        _compared(engine, _cases(doses, persons, rules, least), ill, persons, year).with_columns(threshold=pl.lit(name))
        for name, least in THRESHOLDS.items()
    ]
    kinds = truth_kinds()
    everything = _conditions().join(pl.concat(parts), on=["list", "condition", "threshold"], how="left")
    return everything.with_columns(
        pl.col("found", "ill", "both").fill_null(0),
        population=pl.lit(population),
        truth=pl.col("condition").replace_strict(kinds, default=NONE, return_dtype=pl.String),
    )


def _conditions() -> pl.DataFrame:
    """Every condition at every threshold."""
    rows = [row for row in reference.codelist(LIST).rows if row["role"] == "condition"]
    found = pl.DataFrame([{name: row[name] for name in ("list", "condition")} for row in rows])
    return found.join(pl.DataFrame({"threshold": list(THRESHOLDS)}), how="cross")


def _canonical(engine: Engine) -> Any:
    """The true illnesses under the code that the warehouse knows the person by."""
    ill, changes = ibis.table(ILL, name=ILLNESS), tables.core_number_change
    return warehouse.resolved(ill, changes if engine.rows(changes.limit(1)) else None, ("person_id",)).distinct()


def _cases(doses: Any, persons: Any, rules: Any, least: int | None) -> Any:
    """Cases among the insured with at least a package and so many doses; any number of them without a limit."""
    rows = diagnoses.described(doses, persons, rules)
    enough = ibis.literal(True) if least is None else (rows.packages >= 1) & (rows.ddd_thousandths >= least)
    found = diagnoses.cases(rows, rules, enough).select(*KEY)
    return found.semi_join(persons, ["person_id", "year"])


def _compared(engine: Engine, found: Any, ill: Any, persons: Any, year: int) -> pl.DataFrame:
    both = ibis.union(
        found.mutate(is_found=ibis.literal(1, "int64"), is_ill=ibis.literal(0, "int64")),
        ill.mutate(is_found=ibis.literal(0, "int64"), is_ill=ibis.literal(1, "int64")),
        distinct=False,
    )
    each = both.group_by(*KEY).agg(is_found=both.is_found.max(), is_ill=both.is_ill.max())
    sums = each.group_by("list", "condition").agg(
        found=each.is_found.sum(), ill=each.is_ill.sum(), both=(each.is_found * each.is_ill).sum()
    )
    answer = pl.DataFrame(pl.from_arrow(engine.arrow(sums, derived.parameters(Years(year, year)))))
    return answer.cast(dict.fromkeys(("found", "ill", "both"), pl.Int64))


def _with_shares(counts: pl.DataFrame) -> pl.DataFrame:
    """The counts with each measure and its interval."""
    told = counts.with_columns(
        well=pl.col("population") - pl.col("ill"),
        neither=pl.col("population") - pl.col("ill") - pl.col("found") + pl.col("both"),
    )
    for name, (numerator, denominator) in MEASURES.items():
        low, high = methods.wilson(told[numerator].to_numpy(), told[denominator].to_numpy())
        share = pl.col(numerator) / pl.col(denominator)
        told = told.with_columns(share.alias(name), pl.Series(f"{name}_low", low), pl.Series(f"{name}_high", high))
    known = pl.col("truth") != NONE
    judged = [f"{name}{end}" for name in list(MEASURES)[1:] for end in ("", "_low", "_high")]
    told = told.with_columns(pl.when(known).then(pl.col(judged)).fill_nan(None))
    order = pl.col("threshold").replace_strict({name: place for place, name in enumerate(THRESHOLDS)}, default=-1)
    return told.sort("list", "condition", order).drop("well", "neither")
