"""Breast reconstruction and its agreement: see protocol.md. Methods 6.7."""

from functools import partial

import polars as pl

from mutualis.study import Desk

from . import models, pictures
from .operations import hospitals, operations, rule


def run(desk: Desk) -> None:
    """Everything that the protocol promises."""
    known = operations(desk)
    tables(desk, known)
    desk.estimates("shares", models.all_shares(known))
    desk.estimates("means", models.means(known))
    if (found := models.odds_of_supplement(desk, known)) is not None:
        desk.estimates("odds", found)
    for name in ("with_supplement", "adjusted"):
        desk.picture(name, partial(getattr(pictures, name), desk))


def tables(desk: Desk, known: pl.DataFrame) -> None:
    """How operations were billed, where a supplement was asked, and whether hospitals keep the rule."""
    given, agreed = desk.parameters, known.filter("by_agreement")
    desk.persons("operations", known, ["period", "form"])
    desk.persons("supplements", known, ["form"], met="has_supplement")
    desk.persons("billed", known, ["form"], amount="supplement_cents")
    by_hospital = hospitals(known, given["least_operations"], desk.years.last)
    desk.persons("by_hospital", by_hospital, ["hospital"], place="hospital", met="has_supplement")
    kept = rule(known, given["least_for_rule"], given["most_with_supplement_percent"])
    desk.persons("rule", kept, ["is_kept"], person="hospital_number")
    desk.persons("above", agreed, ["period"], met="is_above")
    desk.persons("both", agreed, ["period"], met="both")
