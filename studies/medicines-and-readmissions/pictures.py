"""Pictures of what left protected."""

from collections.abc import Callable
from functools import partial

import polars as pl
from markupsafe import Markup

from mutualis.picture.plots import Dot, funnel
from mutualis.picture.plots import Words as PlotWords
from mutualis.picture.series import Point, Series, Words, series
from mutualis.study import Desk
from mutualis.study.drawing import Told, across, compared, named, number, percent, shown, side, title

from .hospitals import LEVELS

AT_HOME_OR_NOT = ("at_home", "nursing_home")
Draw = Callable[[Desk, Told, str], Markup]


def by_year(desk: Desk, told: Told, language: str) -> Markup:
    """Antibiotics: doses by 1,000 insured a day by year, in the regions and the country."""
    rows, drawn = shown(told["antibiotics"]).filter(pl.col("measure") == "did"), []
    for (area,), own in rows.group_by(["area"], maintain_order=True):
        points = own.select(pl.col("year").cast(pl.Float64), "value", "low", "high").rows()
        drawn.append(Series(desk.word(str(area), language), [Point(*each) for each in points]))
    words = Words(
        title(desk, "antibiotics_by_year", language),
        desk.word("year", language),
        desk.word("doses", language),
        partial(number, language=language),
    )
    return series(drawn, words, zero=True)


def psychotropics(desk: Desk, told: Told, language: str) -> Markup:
    """The share of the old with each psychotropic, at home and in a nursing home."""
    drawn = across(desk, shown(told["psychotropic_users"]), "medicine", "residence", AT_HOME_OR_NOT, language)
    place = partial(side, desk, AT_HOME_OR_NOT, language)
    words = Words(title(desk, "psychotropics_drawn", language), "", "%", partial(number, language=language), place)
    return series(drawn, words, zero=True)


def hospitals(desk: Desk, told: Told, language: str) -> Markup:
    """A funnel of the adjusted percentage of readmissions by hospital, without names."""
    rows = shown(told["hospitals"]).filter(pl.col("hospital").cast(pl.String) != "other_hospitals")
    if rows.is_empty():
        return Markup("")
    mean = float((rows["value"] / rows["ratio"])[0]) / 100
    dots = [
        Dot(int(n), v / 100, lo / 100, hi / 100) for n, v, lo, hi in rows.select("stays", "value", "low", "high").rows()
    ]
    says, along = desk.word("funnel_says", language), desk.word("stays", language)
    share, count = partial(percent, language=language), partial(number, language=language)
    words = PlotWords("funnel", title(desk, "funnel", language), says, along, "", share, count)
    return funnel(dots, mean, words, LEVELS)


def odds(desk: Desk, told: Told, language: str) -> Markup:
    """Odds ratios of a readmission with their intervals."""
    drawn = named(desk, shown(told["factors"]).filter(pl.col("variant") == "main"), "term", language)
    return compared(desk, "odds", drawn, "odds_ratio", language)
