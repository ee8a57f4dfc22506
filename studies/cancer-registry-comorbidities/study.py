"""Comorbidities for the cancer registry: see protocol.md. Methods 2.2 and 2.3; weights: linkage 3.1."""

from functools import partial

import polars as pl

from mutualis.study import Desk

from . import models, pictures
from .cohort import aged, conditions, grouped, index, scored, treated, with_conditions

SEXES = {"1": "men", "2": "women"}


def run(desk: Desk) -> None:
    """Everything that the protocol promises."""
    found = treated(desk)
    cohort, met = index(found), {name: conditions(desk, name) for name in ("open", "nihdi")}
    long = with_conditions(cohort, met["open"], [*desk.parameters["open"]])
    tables(desk, cohort, long)
    desk.estimates("shares", models.shares_of(long))
    variants = [
        models.ratios(desk, "open", cohort, found, met["open"], "open"),
        models.ratios(desk, "nihdi", cohort, found, met["nihdi"], "nihdi"),
        models.ratios(desk, "new", cohort.filter("is_new"), found, met["open"], "open"),
    ]
    if told := [each for each in variants if each is not None]:
        desk.estimates("ratios", pl.concat(told))
    desk.picture("more_often", partial(pictures.more_often, desk))


def tables(desk: Desk, cohort: pl.DataFrame, long: pl.DataFrame) -> None:
    """Who is treated, with which conditions, groups and scores."""
    bounds = desk.parameters["age_from"]
    groups = grouped(long, desk.parameters["charlson"])
    named = cohort.with_columns(age_group=aged(bounds), sex=pl.col("sex").replace(SEXES))
    desk.persons("cohort", named, ["sex", "age_group"])
    desk.persons("conditions", long, ["condition"], met="has")
    desk.persons("groups", groups, ["charlson"], met="has")
    desk.persons("scores", scored(groups, bounds), ["age_group", "score"])
