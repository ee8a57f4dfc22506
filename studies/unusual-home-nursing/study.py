"""Unusual home nursing: see protocol.md. The search is `mutualis.study.providers`; this tells it what nursing is."""

import polars as pl

from mutualis.methods.katz import ITEMS, home_class, points_above
from mutualis.study import Desk
from mutualis.study.providers import COUNTS, Domain, Material, patients, search

AT_HOME, AGREED = "1", "1"
CASE = ["person_id", "assessment", "provider"]


def run(desk: Desk) -> None:
    """Everything that the protocol promises."""
    found = search(desk, material(desk))
    cases = found.given.cases.with_columns(year=pl.col("first_day").dt.year())
    desk.persons("billed_and_assessed", cases, ["observed", "assessed"])


def domain(desk: Desk) -> Domain:
    """Home nursing: the classes of its lump sums, and what a patient has apart from the nurse."""
    given = desk.parameters
    features = ("age", "woman", "increased", "illnesses", *given["conditions"], *COUNTS)
    mix = ("age", "increased", "illnesses", "hospital_nights")
    lump_sums = frozenset(given["lump_sums"])
    return Domain(
        "home-nursing", tuple(given["lump_sums"].values()), features, mix, ("acts", "euros"), given["minutes"],
        once=lump_sums - {given["several_a_day"]}, outside=lump_sums,
    )  # fmt: skip


def material(desk: Desk) -> Material:
    """The cases, acts and stays of the years."""
    acts, assessments = nursing(desk), assessed(desk)
    known = patients(desk, desk.parameters["conditions"])
    cases = with_class(billed(acts, assessments, desk), desk.parameters["c_rule"])
    cases = cases.with_columns(year=pl.col("first_day").dt.year()).join(known, on=["person_id", "year"]).drop("year")
    return Material(domain(desk), cases, acts, stays(desk))


def nursing(desk: Desk) -> pl.DataFrame:
    """Nursing at home: a row an act, so many as were billed."""
    told = desk.table("core_care_line_net")
    codes = list(desk.parameters["minutes"])
    lines = desk.read(told.filter(told.nomenclature_code.isin(codes) & told.service_day.year().between(*_ends(desk))))
    named = lines.rename({"provider_id": "provider", "service_day": "day", "nomenclature_code": "act"})
    counted = named.filter((pl.col("quantity") > 0) & pl.col("provider").is_not_null())
    repeated = counted.with_columns(
        cents=pl.col("reimbursed_cents") // pl.col("quantity"), times=pl.int_ranges(pl.col("quantity"))
    ).explode("times")
    return repeated.select("person_id", "provider", "day", "act", "cents")


def assessed(desk: Desk) -> pl.DataFrame:
    """Agreed assessments at home with their scores, each with a number."""
    told = desk.table("core_dependency")
    rows = desk.read(
        told.filter(
            (told.setting == AT_HOME) & (told.class_decision == AGREED) & told.start_day.year().between(*_ends(desk))
        )
    )
    return rows.with_row_index("assessment").sort("start_day")


def billed(acts: pl.DataFrame, assessments: pl.DataFrame, desk: Desk) -> pl.DataFrame:
    """A row for each assessment and nurse who billed lump sums under it: what was billed, the class billed most."""
    classes = desk.parameters["lump_sums"]
    under = acts.sort("day").join_asof(
        assessments, left_on="day", right_on="start_day", by="person_id", strategy="backward", check_sortedness=False
    ).filter(pl.col("day") <= pl.col("end_day"))  # fmt: skip
    lump_sum = pl.col("act").replace_strict(classes, default=None, return_dtype=pl.String)
    most = pl.col("lump_sum").drop_nulls().mode(maintain_order=True).sort(descending=True).first()
    cases = under.with_columns(lump_sum=lump_sum).group_by(CASE).agg(
        pl.col("start_day", "end_day", *ITEMS).first(), observed=most, lump_sums=pl.col("lump_sum").count(),
        acts=pl.len(), euros=pl.col("cents").sum() / 100,
    )  # fmt: skip
    kept = cases.filter(pl.col("lump_sums") >= desk.parameters["fewest_lump_sums"])
    exposure = (pl.col("end_day") - pl.col("start_day")).dt.total_days() + 1
    return kept.with_columns(first_day="start_day", last_day="end_day", exposure=exposure)


def with_class(cases: pl.DataFrame, c_rule: str) -> pl.DataFrame:
    """The class that the scores give, and how far they are above the threshold of the class that was billed."""
    told = cases.with_columns(pl.col(ITEMS).cast(pl.Int64))
    return told.with_columns(assessed=home_class(c_rule).fill_null("none"), above=points_above("observed", c_rule))


def stays(desk: Desk) -> pl.DataFrame:
    """Classic stays that touch the years."""
    told = desk.table("derived_stay")
    rows = desk.read(
        told.filter((told.stay_kind == "classic") & told.year.between(desk.years.first - 1, desk.years.last))
    )
    return rows.select("person_id", "admission_day", "discharge_day")


def _ends(desk: Desk) -> tuple[int, int]:
    return desk.years.first, desk.years.last
