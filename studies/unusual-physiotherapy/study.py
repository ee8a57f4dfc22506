"""Unusual physiotherapy: see protocol.md. The search is `mutualis.study.providers`; this says what physiotherapy is."""

import polars as pl

from mutualis.reference import codelist
from mutualis.study import Desk
from mutualis.study.providers import COUNTS, Domain, Material, patients, search

LEVELS = ("few", "some", "many")
# cost group of physiotherapy, and acts outside hospital, in the nomenclature
PHYSIOTHERAPY, OUTSIDE = "06", "1"


def run(desk: Desk) -> None:
    """Everything that the protocol promises."""
    search(desk, material(desk))


def material(desk: Desk) -> Material:
    """Cases, acts and stays: a case is a patient with a physiotherapist in a year."""
    acts = sessions(desk)
    cases = classed(acts, desk.parameters["bounds"], desk.parameters["fewest_sessions"])
    known = patients(desk, desk.parameters["conditions"])
    told = desk.table("derived_stay")
    stays = desk.read(told.filter((told.stay_kind == "classic") & (told.year >= desk.years.first - 1)))
    return Material(
        domain(desk, acts), cases.join(known, on=["person_id", "year"]).drop("year"), acts.drop("cents"),
        stays.select("person_id", "admission_day", "discharge_day"),
    )  # fmt: skip


def domain(desk: Desk, acts: pl.DataFrame) -> Domain:
    """Physiotherapy: classes of numbers of sessions, and what a patient has apart from the physiotherapist."""
    codes = frozenset(acts["act"].unique())
    features = ("age", "woman", "increased", "illnesses", *desk.parameters["conditions"], *COUNTS)
    minutes = dict.fromkeys(codes, desk.parameters["minutes"])
    mix = ("age", "increased", "illnesses", "hospital_nights")
    return Domain("physiotherapy", LEVELS, features, mix, ("acts", "euros"), minutes, codes, codes)


def sessions(desk: Desk) -> pl.DataFrame:
    """Sessions outside hospital: a row an act."""
    told, rows = desk.table("core_care_line_net"), codelist("nomenclature").rows
    codes = [
        row["code"] for row in rows if row["cost_group"] == PHYSIOTHERAPY and row["ambulatory_hospital"] == OUTSIDE
    ]
    in_years = told.service_day.year().between(desk.years.first, desk.years.last)
    chosen = told.nomenclature_code.isin(codes) & (told.quantity > 0) & told.provider_id.notnull()
    named = {"provider_id": "provider", "service_day": "day", "nomenclature_code": "act", "reimbursed_cents": "cents"}
    return desk.read(told.filter(in_years & chosen)).select("person_id", *named).rename(named)


def classed(acts: pl.DataFrame, bounds: list[int], fewest: int) -> pl.DataFrame:
    """A row for each patient, physiotherapist and year: sessions as a class, and how far above its first number; not so
    for the lowest class, which nobody gains by.
    """
    lowest = dict(zip(LEVELS[1:], [each + 1 for each in bounds], strict=True))
    cases = acts.group_by("person_id", "provider", pl.col("day").dt.year().alias("year")).agg(
        first_day=pl.col("day").min(), last_day=pl.col("day").max(), acts=pl.len(), euros=pl.col("cents").sum() / 100,
    )  # fmt: skip
    observed = pl.lit(LEVELS[0])
    for level, bound in zip(LEVELS[1:], bounds, strict=True):
        observed = pl.when(pl.col("acts") > bound).then(pl.lit(level)).otherwise(observed)
    least = observed.replace_strict(lowest, default=None, return_dtype=pl.Int64)
    kept = cases.filter(pl.col("acts") >= fewest)
    return kept.with_columns(observed=observed, above=pl.col("acts").cast(pl.Int64) - least, exposure=365)
