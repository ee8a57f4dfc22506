"""Preventive HIV treatment (PrEP): see protocol.md. Methods 6.4."""

from functools import partial

import polars as pl

from mutualis.study import Desk

from . import models, pictures
from .cohort import PREVENTION, handed_out, insured, single_use, supplies, used, users

MONTH, YEAR = 31, 365


def run(desk: Desk) -> None:
    """Everything that the protocol promises."""
    boxes = handed_out(desk)
    cohort = users(desk, boxes, insured(desk))
    supply = supplies(desk, cohort, boxes)
    use = {name: used(cohort, supply, gap) for name, gap in desk.parameters["gaps"].items()}
    known = single_use(cohort, supply, desk.parameters["single_days"]["main"])
    tables(desk, cohort, known, use["main"], boxes)
    desk.estimates("ages", models.ages(cohort))
    desk.estimates("single_use", models.shares_of_single_use(desk, cohort, supply))
    desk.estimates("retention", models.retention(desk, use["main"]))
    desk.estimates("stopping", pl.concat([models.stopping(desk, name, each) for name, each in use.items()]))
    desk.estimates("incidence", models.incidence(desk, use["main"], boxes))
    if (found := models.factors(desk, cohort, supply)) is not None:
        desk.estimates("factors", found)
    for name in ("curve", "boxes_by_year", "who_uses_once"):
        desk.picture(name, partial(getattr(pictures, name), desk))


def tables(desk: Desk, cohort: pl.DataFrame, known: pl.DataFrame, use: pl.DataFrame, boxes: pl.DataFrame) -> None:
    """Who begins, who does so once, how long it goes on, and what was handed out."""
    desk.persons("starts", cohort, ["start", "age_class"])
    desk.persons("profile_region", cohort, ["region_code"])
    desk.persons("profile_rights", cohort, ["is_increased_reimbursement"])
    desk.persons("single", known, ["age_class"], met="single")
    desk.persons("length_of_use", lengths(use), ["length"])
    desk.persons("boxes", by_year(cohort, boxes), ["year"], year="year", amount="boxes")


def lengths(use: pl.DataFrame) -> pl.DataFrame:
    """Users who were seen to stop by how long they used it; the others are still using it."""
    days = (pl.col("stop_day") - pl.col("first_day")).dt.total_days()
    month, year = (pl.lit(each) for each in ("one_month", "one_year"))
    length = pl.when(days <= MONTH).then(month).when(days <= YEAR).then(year).otherwise(pl.lit("longer"))
    return use.with_columns(length=pl.when("stopped").then(length).otherwise(pl.lit("still")))


def by_year(cohort: pl.DataFrame, boxes: pl.DataFrame) -> pl.DataFrame:
    """Boxes of prevention of the cohort, a row a person and year."""
    own = boxes.filter(pl.col("medicine") == PREVENTION).join(cohort.select("person_id"), on="person_id")
    years = own.with_columns(year=pl.col("day").dt.year().cast(pl.Int32))
    return years.group_by("person_id", "year").agg(pl.col("boxes").sum().cast(pl.Int64)).sort("person_id", "year")
