"""The funnel: areas as points by number of persons, with the limits that chance alone would set around the country.

It is for shares of persons: of other figures the spread by chance does not follow from the number of persons. The
limits are exact binomial ones (`methods/funnel.py`). Areas differ for more reasons than chance, so that of large areas
most lie outside: the page says so.

Practices and hospitals follow where a provider set was published beside the release: points without a name, around
the mean of all, each for the ages and sexes of all.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from mutualis import reference
from mutualis.atlas import choices
from mutualis.atlas.page import Shown, Values, figures_of
from mutualis.atlas.population.inside import provider_funnel
from mutualis.atlas.view import View
from mutualis.methods.funnel import FAR, UNUSUAL, funnel_limits
from mutualis.picture.chosen import COUNTRY
from mutualis.picture.funnel import LEVELS as LIMITS
from mutualis.picture.funnel import Point, Words, funnel
from mutualis.picture.order import plain
from mutualis.reference import written
from mutualis.release import LEVELS, Figure, Release, Sheet
from mutualis.release.providers import ProviderSet, provider_sets
from mutualis.release.values import SHOWN

PROVIDERS = ("practice", "hospital")


@dataclass(frozen=True)
class Row:
    """A point as a row: its share as written, its persons, and where it lies (a key of `views.funnel_...`)."""

    code: str
    name: str
    value: str
    persons: str
    position: str
    is_chosen: bool


@dataclass(frozen=True)
class Providers:
    """Practices or hospitals of a year: the funnel, its points as rows (cases, value), the mean."""

    by: str
    title: str
    chart: Markup
    rows: tuple[tuple[str, str], ...]
    mean: str


def funnel_page(shown: Shown) -> Values:
    """The points of the areas of the level, or why there are none; those of practices and hospitals where allowed."""
    return _areas(shown.release, shown.view) | {"providers": _providers(shown)}


def _providers(shown: Shown) -> list[Providers]:
    release, view = shown.release, shown.view
    there = provider_sets(shown.folder, release.id)
    found = [there.of(view.indicator, by, str(view.year)) for by in PROVIDERS] if there else []
    return [_of_set(each, release, view) for each in found if each and each.points]


def _of_set(there: ProviderSet, release: Release, view: View) -> Providers:
    title = reference.text(
        f"views.funnel_{there.by}", view.lang, title=release.sheet(view.indicator).text("title", view.lang)
    )
    rows = tuple((written(each.cases, view.lang), written(each.value, view.lang)) for each in there.points)
    mean = written(there.mean, view.lang)
    return Providers(there.by, title, provider_funnel(there, title, view.lang), rows, mean)


def _areas(release: Release, view: View) -> Values:
    why, country = _why_not(release, view), _country(release, view)
    if why or country is None:
        return {"why": why or "views.funnel_no_country", "chart": "", "rows": [], **_chosen(release, view)}
    named = points_of_areas(release, view)
    hidden = [each.area_code for each in _figures(release, view) if each.status != SHOWN]
    return {
        "why": "",
        "hidden": sorted((release.area_name(view.year, view.level, code, view.lang) for code in hidden), key=plain),
        **funnel_of(named, country, view, _title(release, view)),
        **_chosen(release, view),
    }


def _chosen(release: Release, view: View) -> Values:
    return {"areas": choices.areas(release, view)}


def points_of_areas(release: Release, view: View) -> list[tuple[str, Point]]:
    """The areas of the level whose figure is shown, with their codes."""
    return [
        (each.area_code, Point(name, each.denominator, each.numerator, each.value, each.area_code == view.area))
        for each in _figures(release, view)
        if each.status == SHOWN and each.numerator is not None and each.denominator and each.value is not None
        for name in [release.area_name(view.year, view.level, each.area_code, view.lang)]
    ]


def funnel_of(named: Sequence[tuple[str, Point]], country: Figure, view: View, title: str) -> Values:
    """Chart and rows of points with their codes ('' for one without), around the figure of the country."""
    points, mean = [each for _, each in named], (country.numerator or 0) / (country.denominator or 1)
    name = reference.text("atlas.country", view.lang)
    words = Words(title, reference.text("views.funnel_along", view.lang), name, view.lang)
    positions = positions_of(points, mean)
    rows = [
        Row(code, each.name, written(each.value, view.lang), written(each.persons, view.lang), where, each.is_chosen)
        for (code, each), where in zip(named, positions, strict=True)
    ]
    value = country.value
    return {
        "chart": funnel(points, mean, value, words) if value is not None else "",
        "rows": sorted(rows, key=lambda each: plain(each.name)),
        "country": "" if value is None else written(value, view.lang),
    }


def positions_of(points: Sequence[Point], mean: float) -> list[str]:
    """Where each point lies: `within`, or above or below the inner or the outer limits."""
    if not points:
        return []
    (inner_low, inner_high), (outer_low, outer_high) = (
        funnel_limits(mean, [each.persons for each in points], level) for level in LIMITS
    )
    found = []
    for place, each in enumerate(points):
        side = "above" if each.share > mean else "below"
        if not outer_low[place] <= each.share <= outer_high[place]:
            found.append(f"{side}_{FAR}")
        elif not inner_low[place] <= each.share <= inner_high[place]:
            found.append(f"{side}_{UNUSUAL}")
        else:
            found.append("within")
    return found


def is_share(sheet: Sheet) -> bool:
    """Whether an indicator counts persons of persons."""
    return sheet.kind == "count" and sheet.divisor == "persons"


def _why_not(release: Release, view: View) -> str:
    if not is_share(release.sheet(view.indicator)):
        return "views.funnel_no_share"
    return "views.funnel_no_areas" if view.level == LEVELS[0] else ""


def _figures(release: Release, view: View) -> list[Figure]:
    return [each for each in figures_of(release, view) if each.category == view.category]


def _country(release: Release, view: View) -> Figure | None:
    key = (view.indicator, view.year, LEVELS[0], view.split)
    found = (each for each in release.figures_by.get(key, ()) if each.category == view.category)
    own = next((each for each in found if each.area_code == COUNTRY), None)
    return own if own and own.status == SHOWN and own.denominator and own.numerator is not None else None


def _title(release: Release, view: View) -> str:
    title = release.sheet(view.indicator).text("title", view.lang)
    level = reference.text(f"atlas.level_{view.level}", view.lang).lower()
    return reference.text("views.funnel_of", view.lang, title=title, year=view.year, level=level)
