"""Home hospitalisation: see protocol.md. Source: founding document 000, 3.3.3 (pilots of home hospitalisation)."""

from functools import partial

import polars as pl
from markupsafe import Markup

from mutualis.study import Desk
from mutualis.study.drawing import Told, compared, named, shown

from . import checking, quality
from .cohort import care_at_home, cohort

CARE = pl.when("is_home").then(pl.lit("treated_at_home")).otherwise(pl.lit("comparable"))


def run(desk: Desk) -> None:
    """Everything that the protocol promises."""
    check(desk)
    told = quality.with_covariates(cohort(desk)).with_columns(care=CARE)
    desk.persons("adverse", told, ["care"], met="adverse")
    desk.persons("gp_contact", told, ["year", "care"], year="year", met="gp_contact")
    own = quality.weights(told)
    desk.estimates("quality", pl.concat(quality.ratios(told, own)))
    desk.estimates("balance", quality.how_alike(told, own["main"]))
    desk.estimates("days", quality.days(told, own["main"]))
    desk.picture("forest", partial(forest, desk))


def check(desk: Desk) -> None:
    """What hospitals tell beside what they billed."""
    home = checking.billed(care_at_home(desk), (desk.parameters["first_year"], desk.years.last))
    told = checking.own_figures(desk.study)
    checking.must_be_of_pilots(told, home)
    by = ["year", "hospital_number"]
    desk.persons("patients_by_hospital", home, by, place="hospital_number", year="year")
    desk.persons("days_by_hospital", home, by, place="hospital_number", year="year", amount="home_days")
    found = checking.compared(told, home, desk.parameters["tolerance_percent"], desk.k)
    desk.estimates("told_by_hospitals", found)


def forest(desk: Desk, told: Told, language: str) -> Markup:
    """The ratios of the main analysis, below each other."""
    drawn = named(desk, shown(told["quality"]).filter(pl.col("variant") == "main"), "outcome", language)
    return compared(desk, "forest", drawn, "ratio", language)
