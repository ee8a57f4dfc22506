"""Stays with what was billed to the patient and the kind of care that they were for."""

from typing import Any

import polars as pl

from mutualis.portable import total
from mutualis.study import Desk
from mutualis.study.stay_lines import STAY, lines_in_stays, ranked

RG, SUP = "copayment_cents", "supplement_cents"
COMPONENTS = (
    "fee_supplement_cents", "other_fee_supplement_cents", "room_supplement_cents", "pharmacy_supplement_cents",
    "implant_supplement_cents", "other_supplement_cents",
)  # fmt: skip
CUTS = (100_000, 300_000, 1_000_000, 3_000_000)
BILLS = ["0-1000", "1000-3000", "3000-10000", "10000-30000", "30000+"]
AMOUNTS = (RG, SUP)
LINE = ("nomenclature_code", "accounting_code", "quantity", *AMOUNTS)


def of_years(desk: Desk, name: str) -> Any:
    """A granted table with a column `year`, of the years of the run."""
    told = desk.table(name)
    return told.filter(told.year.between(desk.years.first, desk.years.last))


def stays(desk: Desk, lines: pl.DataFrame) -> pl.DataFrame:
    """The stays of the years, with what was billed to the patient; a stay without room billed has room `none`.

    `lines`: what `lines_of_stays` tells.
    """
    found = desk.read(of_years(desk, "derived_stay")).with_columns(
        pl.col("room_type").fill_null("none"),
        patient_cents=pl.col(RG) + pl.col(SUP),
        has_fee_supplement=pl.col("fee_supplement_cents") > 0,
        bill=bill(pl.col(RG) + pl.col(SUP)),
    )
    return with_care(found, lines.group_by(STAY).agg(pl.col("place").min()), [*kinds_of_care(desk)])


def bill(cents: pl.Expr) -> pl.Expr:
    """The class of a bill."""
    place = pl.sum_horizontal((cents > cut).cast(pl.Int64) for cut in CUTS)
    return place.replace_strict(dict(enumerate(BILLS)), return_dtype=pl.String)


def kinds_of_care(desk: Desk) -> dict[str, list[str]]:
    """The kinds of care that an act tells, the most telling first: by nomenclature code, then by accounting code."""
    return {**desk.parameters["care_codes"], **desk.parameters["care_groups"]}


def lines_of_stays(desk: Desk) -> pl.DataFrame:
    """A row a stay and year of service: the cents of its lines, and the place of the most telling act that remains."""
    lines = lines_in_stays(desk, of_years(desk, "derived_stay"), desk.parameters["booking_months"], LINE)
    codes, groups = desk.parameters["care_codes"], desk.parameters["care_groups"]
    by_code, by_group = ranked(lines.nomenclature_code, codes), ranked(lines.accounting_code, groups)
    place = (by_code < len(codes)).ifelse(by_code, by_group + len(codes))
    told = lines.mutate(place=place.cast("int32"))
    sums = {name: total(told[name]) for name in AMOUNTS}
    return desk.read(told.group_by(*STAY, "year").agg(place=told.place.min(where=told.quantity > 0), **sums))


def with_care(told: pl.DataFrame, acts: pl.DataFrame, kinds: list[str]) -> pl.DataFrame:
    """The stays with `care`: what their most telling act says, else whether they are for cancer, else day or not."""
    met = told.join(acts, on=[*STAY], how="left", validate="1:1")
    by_act = pl.col("place").replace_strict(dict(enumerate(kinds)), default=None, return_dtype=pl.String)
    without = (
        pl.when("is_oncological").then(pl.lit("oncology"))
        .when(pl.col("stay_kind") == "day").then(pl.lit("day_care"))
        .otherwise(pl.lit("without_operation"))
    )  # fmt: skip
    return met.with_columns(care=by_act.fill_null(without)).drop("place")


def components(general: pl.DataFrame) -> pl.DataFrame:
    """A row for each stay and component that was billed."""
    parts = [RG, *COMPONENTS]
    long = general.unpivot(
        parts, index=["person_id", "year", "stay_kind"], variable_name="component", value_name="cents"
    )
    return long.filter(pl.col("cents") != 0).with_columns(pl.col("component").str.strip_suffix("_cents"))


def cumulated(general: pl.DataFrame) -> pl.DataFrame:
    """Persons with what all their stays of a year cost them together, and their supplements on fees (CUM)."""
    sums = general.group_by("person_id", "year").agg(pl.col("patient_cents", "fee_supplement_cents").sum())
    return sums.with_columns(
        bill=bill(pl.col("patient_cents")), has_fee_supplement=pl.col("fee_supplement_cents") > 0
    ).sort("person_id", "year")


def by_status(general: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """The stays with `entitlement` of their person in the year: increased reimbursement or not, or not insured."""
    increased = pl.col("is_increased_reimbursement")
    status = (
        pl.when(increased).then(pl.lit("increased"))
        .when(~increased).then(pl.lit("without_increased"))
        .otherwise(pl.lit("not_insured"))
    )  # fmt: skip
    own = people.select("person_id", "year", "is_increased_reimbursement")
    return general.join(own, on=["person_id", "year"], how="left", validate="m:1").with_columns(entitlement=status)
