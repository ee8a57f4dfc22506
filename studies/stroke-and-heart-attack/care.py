"""The care path: which care cases had in the year before and in the year after."""

import polars as pl

from mutualis.reference import codelist
from mutualis.study import Desk

from .cohort import YEAR_DAYS, episodes
from .money import BATCH

PERIODS = ("before", "after")
OTHER_STAY = "other_stay"


def path(desk: Desk, cases: pl.DataFrame) -> pl.DataFrame:
    """A row a case, period (a year before the admission, after the episode until day 365) and kind of care: `has`."""
    met = pl.concat([*lines(desk, sorted(cases["person_id"].unique())), stays(desk)])
    own = cases.select("condition", "person_id", "admission_day", "last_day")
    wait = (pl.col("day") - pl.col("admission_day")).dt.total_days()
    near = met.join(own, on="person_id").filter(
        wait.is_between(-YEAR_DAYS, -1) | ((pl.col("day") > pl.col("last_day")) & (wait <= YEAR_DAYS))
    )
    told = near.with_columns(period=pl.when(wait < 0).then(pl.lit(PERIODS[0])).otherwise(pl.lit(PERIODS[1])))
    key = ["condition", "person_id", "period", "care"]
    kinds = [*desk.parameters["kinds"], *desk.parameters["medicines"], OTHER_STAY]
    grid = own.join(pl.DataFrame({"period": PERIODS}), how="cross").join(pl.DataFrame({"care": kinds}), how="cross")
    has = told.select(key).unique().with_columns(has=pl.lit(value=True))
    return grid.join(has, on=key, how="left").with_columns(pl.col("has").fill_null(value=False))


def lines(desk: Desk, persons: list[str]) -> list[pl.DataFrame]:
    """Days of care and medicines of these persons, by kind: person_id, day, care."""
    acts = {
        row["code"]: care
        for row in codelist("nomenclature").rows
        for care, kinds in desk.parameters["kinds"].items()
        if row["kind"] in kinds
    }
    packs = {
        row["code"]: care
        for row in codelist("cnk").rows
        for care, starts in desk.parameters["medicines"].items()
        if row["atc_code"].startswith(tuple(starts))
    }
    sources = (("core_care_line_net", "nomenclature_code", acts), ("core_dispensing_net", "cnk", packs))
    return [
        _of(desk, name, column, kinds, persons[start : start + BATCH])
        for name, column, kinds in sources
        for start in range(0, len(persons), BATCH)
    ]


def _of(desk: Desk, name: str, column: str, kinds: dict[str, str], persons: list[str]) -> pl.DataFrame:
    told = desk.table(name)
    chosen = told.filter(told.person_id.isin(persons) & told[column].isin(sorted(kinds)) & (told.quantity > 0))
    own = desk.read(chosen.select("person_id", "service_day", column).distinct())
    return own.select("person_id", day="service_day", care=pl.col(column).replace_strict(kinds, return_dtype=pl.String))


def stays(desk: Desk) -> pl.DataFrame:
    """Admissions for another stay over a night in a general hospital."""
    return episodes(desk).select("person_id", day="admission_day", care=pl.lit(OTHER_STAY))
