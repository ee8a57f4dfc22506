"""Pictures of the barometer, all from what left protected."""

from functools import partial

import polars as pl
from markupsafe import Markup

from mutualis.picture.series import Point, Series, Words, series
from mutualis.study import Desk
from mutualis.study.drawing import Told, number, shown, title

OVER_YEARS = ("copayment", "fee_supplement", "room_supplement")
THOUSAND_EUROS = 100_000


def mean_by_room(desk: Desk, told: Told, language: str) -> Markup:
    """Mean bill of classic stays by room in euros."""
    classic = shown(told["billed_by_room"]).filter(pl.col("stay_kind") == "classic")
    means = classic.with_columns(value=pl.col("numerator") / pl.col("denominator") / 100)
    return _lines(desk, means, "room_type", ("single", "double", "common"), "mean_by_room", "€", language)


def billed_over_years(desk: Desk, told: Told, language: str) -> Markup:
    """What was billed by component, in thousands of euros, where all kinds of stays of a year are shown."""
    every = (
        told["billed_by_component"]
        .group_by("year", "component")
        .agg(pl.col("numerator").sum(), is_shown=(pl.col("status") == "shown").all())
    )
    sums = every.filter("is_shown").with_columns(value=pl.col("numerator") / THOUSAND_EUROS)
    return _lines(desk, sums, "component", OVER_YEARS, "billed_over_years", "1 000 €", language)


def by_specialty(desk: Desk, told: Told, language: str) -> Markup:
    """Supplements on fees of all stays, in percent of the official fee, by group of specialties."""
    found = shown(told["specialty_figures"]).filter(pl.col("measure") == "fee_percent_all")
    groups = tuple(desk.parameters["specialties"])
    return _lines(desk, found, "specialty", groups, "fees_by_specialty", "%", language)


def _lines(
    desk: Desk, told: pl.DataFrame, by: str, kinds: tuple[str, ...], name: str, unit: str, language: str
) -> Markup:
    """A line a kind over the years."""
    drawn = []
    for kind in kinds:
        own = told.filter(pl.col(by) == kind).sort("year").select(pl.col("year").cast(pl.Float64), "value")
        if own.height:
            drawn.append(Series(desk.word(kind, language), [Point(*row) for row in own.rows()]))
    words = Words(title(desk, name, language), desk.word("year", language), unit, partial(number, language=language))
    return series(drawn, words, zero=True)
