"""Covid impact: continuity, postponed care and interrupted series by month; see protocol.md. Methods 4.5."""

from functools import partial

import polars as pl

from mutualis.study import Desk

from . import models, pictures
from .rows import by_month, care, people


def run(desk: Desk) -> None:
    """Everything that the protocol promises."""
    insured, cared = people(desk), care(desk)
    often = models.seen_often(insured, desk.parameters["least_contacts"])
    tables(desk, insured, cared, often)
    months = by_month(desk, cared, insured)
    desk.estimates("beside_expected", pl.concat(models.beside(desk, months, trend=True)))
    desk.estimates("waves", pl.concat(models.over_periods(desk, months)))
    desk.estimates("interrupted", models.changes(desk, months))
    desk.estimates("gp_series", models.lines(desk, months))
    desk.estimates("continuity", models.continuity(often))
    years = tuple(range(desk.parameters["covid"].year, desk.years.last + 1))
    desk.estimates("who_came_less", models.who_came_less(insured, years))
    for name in ("contacts_by_month", "postponed_by_month", "gp_before_and_after"):
        desk.picture(name, partial(getattr(pictures, name), desk))


def tables(desk: Desk, insured: pl.DataFrame, cared: pl.DataFrame, often: pl.DataFrame) -> None:
    """Care by quarter; who came to a general practitioner or a dentist; who kept to one; planned stays by age."""
    quarter = pl.col("month").dt.year().cast(pl.String) + "Q" + pl.col("month").dt.quarter().cast(pl.String)
    year = pl.col("month").dt.year().cast(pl.Int32)
    told = cared.select("person_id", "care", "n", quarter=quarter.cast(pl.Categorical), year=year)
    desk.persons("care_by_quarter", told, ["year", "quarter", "care"], year="year", amount="n")
    seen = insured.with_columns(has_gp=pl.col("gp_contacts") > 0, has_dentist=pl.col("dental_contacts") > 0)
    desk.persons("came_to_gp", seen, ["year", "age_class", "sex"], year="year", met="has_gp")
    rights = ["year", "age_class", "is_increased_reimbursement"]
    desk.persons("came_to_dentist", seen, rights, year="year", met="has_dentist")
    kept = often.with_columns(kept=pl.col("upc") >= desk.parameters["high_continuity"])
    desk.persons("kept_to_one_gp", kept, ["year", "age_class"], year="year", met="kept")
    stays = told.filter(pl.col("care").is_in(["planned_stay", "unplanned_stay"]))
    ages = insured.select(pl.col("person_id").cast(pl.Categorical), "year", "age_class")
    known = stays.join(ages, on=["person_id", "year"])
    desk.persons("stays_by_age", known, ["year", "care", "age_class"], year="year", amount="n")
