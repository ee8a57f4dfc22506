"""Work incapacity of more than six months for psychological reasons: see protocol.md. Methods 6.5."""

import datetime as dt
from functools import partial

import polars as pl

from mutualis.study import Desk

from . import models, pictures, predicting
from .cohort import PERIODS, care, long_ones, met_days, people, periods, spells_of


def run(desk: Desk) -> None:
    """Everything that the protocol promises."""
    insured, told = people(desk), periods(desk)
    found = {name: spells_of(desk, told, tuple(gaps)) for name, gaps in desk.parameters["gaps"].items()}
    long = {name: long_ones(desk, each, insured) for name, each in found.items()}
    met = met_days(desk)
    cared = care(desk, long["main"], met)
    long = {name: in_psychiatric_care(desk, each, met) for name, each in long.items()}
    at = models.at_risk(desk, insured)
    begun = models.begins(at, long["main"])
    persons = models.by_person(at, found["main"])
    tables(desk, long["main"], cared, begun, persons)
    estimates(desk, long, begun, persons)
    prediction, shares = predicting.prediction(desk, predicting.known(desk, long["main"], cared))
    desk.estimates("prediction", prediction)
    desk.estimates("calibration", shares)
    for name in ("curve", "ratios", "begun_by_year", "care_before_and_during"):
        desk.picture(name, partial(getattr(pictures, name), desk))


def in_psychiatric_care(desk: Desk, long: pl.DataFrame, met: pl.DataFrame) -> pl.DataFrame:
    """Long spells with whether a psychiatrist was seen in the first six months."""
    seen = care(desk, long, met).filter((pl.col("care") == "psychiatrist") & (pl.col("period") == PERIODS[1]))
    return long.join(seen.select("person_id", "start_day", psychiatric_care="has"), on=["person_id", "start_day"])


def tables(desk: Desk, long: pl.DataFrame, cared: pl.DataFrame, begun: pl.DataFrame, persons: pl.DataFrame) -> None:
    """Who begins a long spell, with which care, what became of it after a year, and how often spells come."""
    begun = begun.with_columns(begins=pl.col("begun") > 0)
    desk.persons("begun", begun, ["year", "sex"], year="year", met="begins")
    desk.persons("profile", begun, ["sex", "age_class"], met="begins")
    desk.persons("profile_rights", begun, ["is_increased_reimbursement"], met="begins")
    desk.persons("profile_region", begun, ["region_code"], met="begins")
    desk.persons("care_path", cared, ["care", "period"], met="has")
    desk.persons("after_a_year", after_a_year(desk, long), ["sex", "age_class"], met="is_invalid")
    desk.persons("number_of_spells", persons.with_columns(spells=counted(pl.col("n"))), ["sex", "spells"])


def after_a_year(desk: Desk, long: pl.DataFrame) -> pl.DataFrame:
    """Long spells of which the first year lies within the years, whether they passed into invalidity."""
    limit = desk.parameters["invalidity_days"]
    early = long.filter(pl.col("start_day") <= desk.last_day - dt.timedelta(days=limit))
    return early.with_columns(is_invalid=pl.col("days") > limit)


def counted(n: pl.Expr) -> pl.Expr:
    """A number of spells in words: none, 1, 2 and more."""
    many = pl.when(n >= 2).then(pl.lit("2+")).otherwise(n.cast(pl.String))
    return pl.when(n == 0).then(pl.lit("none")).otherwise(many)


def estimates(desk: Desk, long: dict[str, pl.DataFrame], begun: pl.DataFrame, persons: pl.DataFrame) -> None:
    """Duration, explaining factors, invalidity, the beginning of spells and their number."""
    main = long["main"]
    desk.estimates("duration", models.duration(desk, main))
    desk.estimates("differences", models.differences(main))
    variants = [models.factors(each, name, models.FACTORS) for name, each in long.items()]
    desk.estimates("factors", pl.concat([*variants, models.factors(main, "wider", models.WIDER)]))
    desk.estimates("monthly_hazard", models.monthly_hazard(main))
    desk.estimates("invalidity", models.invalidity(desk, main))
    desk.estimates("return_within_a_year", models.invalidity_factors(desk, main))
    desk.estimates("incidence", models.incidence(begun))
    desk.estimates("episodes", models.episodes(desk, persons))
