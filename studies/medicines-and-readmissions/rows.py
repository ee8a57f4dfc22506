"""Who is insured, and what medicines each has in a year, from public pharmacies and from hospitals."""

from collections.abc import Mapping, Sequence

import polars as pl

from mutualis.study import Desk
from mutualis.study.ages import age_class

KEY = ["person_id", "year"]
AGES, AGE_LABELS = [17, 64, 74], ["0-17", "18-64", "65-74", "75+"]
PUBLIC, HOSPITAL = "derived_person_year_drug", "derived_person_year_hospital_drug"


def people(desk: Desk) -> pl.DataFrame:
    """The insured of each year: age, sex, region, increased reimbursement, and whether in a nursing home that year."""
    told = desk.read(desk.of_years("derived_population_year")).sort(KEY)
    homes = desk.read(desk.of_years("derived_person_year"))
    days = told.join(homes, on=KEY, how="left", maintain_order="left")
    is_resident = pl.col("nursing_home_days").fill_null(0) > 0
    return days.with_columns(
        residence=pl.when(is_resident).then(pl.lit("nursing_home")).otherwise(pl.lit("at_home")),
        age_class=age_class(AGES, AGE_LABELS),
        woman=pl.col("sex") == "2",
        increased=pl.col("is_increased_reimbursement"),
        ten_years=(pl.col("age") - 65) / 10,
    )


def medicines(desk: Desk, groups: Mapping[str, Sequence[str]]) -> pl.DataFrame:
    """Defined daily doses (thousandths) of each person, year and group of ATC codes, from public pharmacies.

    A code is of the first group that it begins as.
    """
    told = desk.of_years(PUBLIC)
    starts = sorted({start for each in groups.values() for start in each})
    wanted = told.atc_code.startswith(starts[0])
    for start in starts[1:]:
        wanted = wanted | told.atc_code.startswith(start)
    found = desk.read(told.filter(wanted)).with_columns(medicine=grouped(groups))
    return found.group_by(*KEY, "medicine").agg(pl.col("ddd_thousandths").cast(pl.Int64).sum()).sort(*KEY, "medicine")


def grouped(groups: Mapping[str, Sequence[str]]) -> pl.Expr:
    """The group of an ATC code."""
    code = pl.col("atc_code")
    chosen = pl.coalesce(
        pl.when(pl.any_horizontal(code.str.starts_with(start) for start in starts)).then(pl.lit(name))
        for name, starts in groups.items()
    )
    return chosen


def substances(desk: Desk, *names: str) -> pl.DataFrame:
    """How many substances (ATC of seven characters) each person has of enough doses in a year (methods 2.4), in all of
    these tables together: person_id, year, n.
    """
    parts = [desk.of_years(name).select(*KEY, "atc_code", "ddd_thousandths") for name in names]
    whole = parts[0]
    for each in parts[1:]:
        whole = whole.union(each)
    summed = whole.group_by(*KEY, "atc_code").agg(ddd=whole.ddd_thousandths.sum())
    enough = summed.filter((summed.ddd >= desk.parameters["least_ddd"] * 1000) & (summed.atc_code.length() == 7))
    return desk.read(enough.group_by(*KEY).agg(n=enough.count())).with_columns(pl.col("n").cast(pl.Int64))
