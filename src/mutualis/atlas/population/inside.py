"""What lies inside a place: the map of an indicator with its rows, and the funnel of practices; published figures."""

from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

from mutualis import reference
from mutualis.atlas.population.asked import Asked
from mutualis.atlas.population.place import FINEST, Place
from mutualis.picture.chosen import Chosen
from mutualis.picture.classes import quantiles
from mutualis.picture.divisions import above
from mutualis.picture.drawing import Drawer
from mutualis.picture.geometry import Geometry
from mutualis.picture.measure import Measured, measured, missing
from mutualis.picture.numbers import interval
from mutualis.picture.order import plain
from mutualis.picture.plots import Dot, Words, funnel
from mutualis.reference import written
from mutualis.release import LEVELS, Release
from mutualis.release.providers import ProviderSet
from mutualis.release.values import TOTAL

LIMITS = (0.95, 0.998)
BELOW = {"country": "arrondissement", "region": "arrondissement", "province": "arrondissement"}


@dataclass(frozen=True)
class Row:
    """An area inside: its code, name, figure as written (or why there is none) and interval."""

    code: str
    name: str
    value: str
    between: str
    is_shown: bool


@dataclass(frozen=True)
class Inside:
    """The map ('' without a drawing), its legend (fill, low, high) and the rows of the areas inside."""

    svg: Markup
    legend: tuple[tuple[str, str, str], ...]
    rows: tuple[Row, ...]
    level: str
    has_hidden: bool


def inside(release: Release, place: Place, asked: Asked, geometry: Geometry) -> Inside | None:
    """The areas inside a place one step down; None where the release has no figures of them."""
    level = BELOW.get(place.level, FINEST)
    if (asked.indicator, asked.year, level, TOTAL) not in release.figures_by or place.level == FINEST:
        return None
    numbers = _numbers(release, place, asked, level)
    classes = quantiles([each.value for each in numbers.values() if each.value is not None])
    chosen = Chosen(asked.indicator, asked.year, level, asked.lang)
    drawn = Drawer(release, geometry).map(chosen, numbers, classes)
    legend = tuple(
        (f"c{classes.step(n)}", written(low, asked.lang), written(high, asked.lang))
        for n, (low, high) in enumerate(classes.ranges, 1)
    )
    rows = tuple(
        Row(code, release.area_name(asked.year, level, code, asked.lang), _value(each, asked.lang),
            interval(each, asked.lang), each.value is not None)
        for code, each in numbers.items()
    )  # fmt: skip
    ordered = tuple(sorted(rows, key=lambda each: (plain(each.name), each.code)))
    return Inside(drawn.svg, legend, ordered, level, "small" in drawn.fills)


def _numbers(release: Release, place: Place, asked: Asked, level: str) -> dict[str, Measured]:
    figures = release.figures(asked.indicator, asked.year, level)
    found, otherwise = {each.area_code: each for each in figures}, missing(figures)
    return {
        code: measured(found.get(code), "crude", otherwise(code))
        for code in sorted(release.areas(asked.year, level))
        if _is_inside(release, place, asked.year, code, level)
    }


def _is_inside(release: Release, place: Place, year: int, code: str, level: str) -> bool:
    if place.is_summed:
        return code in place.codes
    return place.level == LEVELS[0] or above(release, year, code, level, place.level) == place.code


def _value(number: Measured, language: str) -> str:
    if number.value is not None:
        return written(number.value, language)
    return reference.text(f"atlas.{number.status}", language)


def provider_funnel(there: ProviderSet, title: str, language: str) -> Markup:
    """The points of practices or hospitals around the mean of all, none of them marked; '' without points."""
    dots = [Dot(each.cases, float(each.value) / 100, 0.0, 0.0) for each in there.points]
    words = Words(
        f"funnel-{there.indicator}-{there.by}",
        title,
        reference.text("dashboard.funnel_says", language, number=written(len(dots), language)),
        reference.text(f"dashboard.along_{there.by}", language),
        "",
        lambda share: f"{written(Decimal(str(round(share * 100, 1))), language)} %",
        lambda cases: written(cases, language),
    )
    return funnel(dots, float(there.mean) / 100, words, LIMITS)
