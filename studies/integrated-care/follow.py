"""Quality of care, and the monitoring indicators (methods 4.5), by the same design as spending."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from mutualis.methods.panel import event_study, with_q
from mutualis.portable import total
from mutualis.study import Desk
from mutualis.study.readmission import index_stays

from .money import ALL, KEPT, RISK, after, attempt, panel, persons_in
from .rows import KEY

CARE = ("emergency_admission", "readmission", "polymedication")
ADULT = 18
HUNDRED = 100.0


def care(desk: Desk, rows: pl.DataFrame) -> None:
    """Readmission, emergency admission and polymedication: how often, and what the pilots changed."""
    held = rows.select(*dict.fromkeys((*KEY, "side", "age", *KEPT, *RISK)))
    measured = {name: of_measure(desk, held, name) for name in CARE}
    long = pl.concat(
        [each.select("person_id", "year", "side", "met", measure=pl.lit(name)) for name, each in measured.items()]
    )
    desk.persons("care_quality", long, ["year", "side", "measure"], year="year", met="met")
    found: list[pl.DataFrame] = []
    for name, each in measured.items():
        attempt(desk, f"the effect on {name}", lambda name=name, each=each: found.append(changed(desk, name, each)))
    desk.estimates("care_effects", with_q(pl.concat(found)))


def of_measure(desk: Desk, rows: pl.DataFrame, name: str) -> pl.DataFrame:
    """The rows that a measure is about (person-years, or index stays of adults), and whether it was met."""
    if name == "polymedication":
        told = desk.of_years("derived_person_year")
        drugs = desk.read(told.select("person_id", "year", met=told.is_polypharmacy))
        return rows.join(drugs, on=KEY, how="left").with_columns(pl.col("met").fill_null(value=False))
    stays = desk.read(desk.of_years("derived_stay"))
    if name == "readmission":
        index = index_stays(stays, desk.last_day).with_columns(year=pl.col("admission_day").dt.year())
        of = index.join(rows.filter(pl.col("age") >= ADULT), on=KEY)
        return of.with_columns(met=pl.col("is_readmitted"), insured=pl.lit(1.0))
    acute = (pl.col("stay_kind") == "classic") & ~pl.col("is_psychiatric") & pl.col("is_unplanned")
    met = stays.filter(acute).select(KEY).unique().with_columns(met=pl.lit(value=True))
    return rows.join(met, on=KEY, how="left").with_columns(pl.col("met").fill_null(value=False))


def changed(desk: Desk, name: str, rows: pl.DataFrame) -> pl.DataFrame:
    """The mean effect from the start on in percentage points, all pilots together, with the risks of Model B."""
    given = panel(desk, rows.with_columns(outcome=HUNDRED * pl.col("met").cast(pl.Float64)), "outcome")
    one = event_study(given, earliest=-1, latest=0).table().row(0, named=True)
    values = (name, *(one[each] for each in ("effect", "low", "high", "p")), persons_in(rows)["persons"][-1])
    return pl.DataFrame([values], schema=["measure", "value", "low", "high", "p", "persons"], orient="row")


def monitoring(desk: Desk, rows: pl.DataFrame) -> None:
    """Every indicator for a hundred persons: its effect in each pilot and in all, with q over all of a pilot."""
    held = rows.select(pl.exclude("^group_.*$"))
    used = held.join(of_use(desk), on=KEY, how="left", suffix="_used").drop("person_id")
    found: list[pl.DataFrame] = []
    for each in desk.parameters["indicators"]:
        what = f"the indicator {each['name']}"
        attempt(
            desk, what, lambda each=each: found.append(after(desk, indicated(used, each), each["name"], "indicator"))
        )
    every = pl.concat(found).unique(["indicator", "pilot"], maintain_order=True)
    told = with_q(every, within=("pilot",))
    columns = ["indicator", "value", "low", "high", "p", "q", "persons"]
    desk.estimates("monitoring", told.filter(pl.col("pilot") == ALL).select(columns))
    desk.estimates("monitoring_by_pilot", told.filter(pl.col("pilot") != ALL).select("pilot", *columns))


def indicated(rows: pl.DataFrame, asked: Mapping[str, Any]) -> pl.DataFrame:
    """The rows that an indicator is about, with its outcome for a hundred persons.

    `column` is counted, or met from `least` on; `age_from` and `among` (a column above 0, or from `among_least` on) say
    of whom; `over` divides by another column; `pooled` takes all pilots as one, where a pilot has too few persons.
    """
    value = pl.col(asked["column"]).cast(pl.Float64).fill_null(0.0)
    if asked.get("over"):
        value = value / pl.col(asked["over"]).cast(pl.Float64)
    if asked.get("least"):
        value = (value >= asked["least"]).cast(pl.Float64)
    of = pl.col("age") >= asked.get("age_from", 0)
    if asked.get("pooled"):
        rows = rows.with_columns(pl.when(pl.col("pilot").is_not_null()).then(pl.lit(ALL)).alias("pilot"))
    if asked.get("among"):
        of = of & (pl.col(asked["among"]).cast(pl.Float64).fill_null(0.0) >= asked.get("among_least", 1))
    kept = pl.selectors.by_name("person", "year", "pilot", "municipality", "insured", require_all=False)
    return rows.lazy().filter(of).select(kept, outcome=HUNDRED * value * asked.get("scale", 1.0)).collect()


def of_use(desk: Desk) -> pl.DataFrame:
    """What each person used in a year: patient data, medicines by group in thousandths of a DDD, acute stays."""
    told = desk.of_years("derived_person_year")
    drugs = desk.of_years("derived_person_year_drug")
    groups = desk.parameters["medicines"]
    sums = {f"ddd_{name}": total(drugs.ddd_thousandths, starts(drugs.atc_code, groups[name])) for name in groups}
    doses = desk.read(drugs.group_by(*KEY).agg(**sums))
    stays = desk.read(desk.of_years("derived_stay"))
    classic = (pl.col("stay_kind") == "classic") & ~pl.col("is_psychiatric")
    acute = stays.filter(classic).group_by(KEY).agg(unplanned_stays=pl.col("is_unplanned").sum())
    return desk.read(told).join(doses, on=KEY, how="left").join(acute, on=KEY, how="left")


def starts(code: Any, prefixes: list[str]) -> Any:
    """Whether a code begins with one of these."""
    found = code.startswith(prefixes[0])
    for prefix in prefixes[1:]:
        found = found | code.startswith(prefix)
    return found
