"""Residents of institutions by home and competent authority: see protocol.md."""

from functools import partial

import polars as pl

from mutualis.model import MutualisError
from mutualis.study import Desk

from . import models, pictures
from .rows import NURSING_HOME, PSYCHIATRIC, UNKNOWN, people, persons, residents

KINDS = (NURSING_HOME, PSYCHIATRIC)


def run(desk: Desk) -> None:
    """Everything that the protocol promises."""
    told = placed(desk, residents(desk, people(desk)))
    each = persons(told)
    tables(desk, told, each)
    desk.estimates("destinations", pl.concat([*models.destinations(each)]))
    desk.estimates("crossing", pl.concat([*models.crossing(desk, each)]))
    desk.estimates("factors", pl.concat([*models.factors(each)]))
    if not desk.parameters["german_apart"]:
        what = "the German-speaking Community is told with the Walloon Region"
        desk.deviate(what, "in a small country its few residents would hide others")
    for kind in KINDS:
        desk.picture(f"flows_{kind}", partial(pictures.flows, kind, desk))
    desk.picture("by_year", partial(pictures.by_year, desk))


def placed(desk: Desk, told: pl.DataFrame) -> pl.DataFrame:
    """Residents of whom home and institution have a known authority. Raises where a kind of institution has none."""
    known = told.filter((pl.col("home") != UNKNOWN) & (pl.col("competent") != UNKNOWN))
    if missing := [each for each in KINDS if known.filter(pl.col("kind") == each).is_empty()]:
        raise MutualisError(
            f"Nobody lives in an institution of the kind {missing[0]} in {desk.years}.",
            do="look whether the codes of study.toml are billed, and whether institutions have a municipality",
        )
    if left := told.height - known.height:
        share = 100 * left / told.height
        desk.deviate(
            f"{share:.1f} percent of residents are left out", "the place of their home or institution is not known"
        )
    return known


def tables(desk: Desk, told: pl.DataFrame, each: pl.DataFrame) -> None:
    """Residents by year; persons from home to institution; their days and amounts; who they are."""
    desk.persons("residents", told, ["kind", "year", "competent"], year="year")
    desk.persons("origin_destination", each, ["kind", "home", "competent"])
    desk.persons("days", each, ["kind", "home", "competent"], amount="days")
    desk.persons("amounts", each, ["kind", "home", "competent"], amount="cents")
    desk.persons("profile", each, ["kind", "sex", "age_class"], met="crosses")
    homes = each.filter(pl.col("kind") == NURSING_HOME)
    desk.persons("dependency", homes, ["competent", "dependency"])
