"""Home hospitalisation: see protocol.md. Source: founding document 000, 3.3.3 (pilots of home hospitalisation)."""

from collections.abc import Mapping
from decimal import Decimal
from functools import partial

import polars as pl
from markupsafe import Markup

from mutualis.picture.forest import Estimate
from mutualis.picture.forest import forest as below_each_other
from mutualis.reference import written
from mutualis.study import Desk

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


def forest(desk: Desk, told: Mapping[str, pl.DataFrame], language: str) -> Markup:
    """The ratios of the main analysis, below each other."""
    shown = told["quality"].filter((pl.col("status") == "shown") & (pl.col("variant") == "main"))
    drawn = [
        Estimate(desk.word(row["outcome"], language), row["value"], row["low"], row["high"]) for row in shown.to_dicts()
    ]
    title = desk.study.output("forest", "picture").title[language]
    return below_each_other(drawn, title, desk.word("ratio", language), partial(in_words, language=language), none=1.0)


def in_words(value: float, language: str) -> str:
    """A ratio with two decimals."""
    return written(Decimal(f"{value:.2f}"), language)
