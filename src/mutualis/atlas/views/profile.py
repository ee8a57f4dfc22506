"""The profile of an area: every indicator of a year beside its province, region and country.

`spine` gives the rows, for the page and for the report. Words beside colours: `picture/comparison.py` says higher,
similar or lower; the reference says whether higher or lower is better (`polarity`), and where it says neither, no row
is called favourable.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from mutualis import reference
from mutualis.atlas import choices, search
from mutualis.atlas.page import Shown, Values
from mutualis.atlas.view import View
from mutualis.picture.chosen import COUNTRY
from mutualis.picture.comparison import Compared, compare
from mutualis.picture.measure import Measured, measured
from mutualis.picture.numbers import interval, with_interval
from mutualis.picture.spine import key, spine
from mutualis.reference import written
from mutualis.release import LEVELS, Figure, Release, Sheet
from mutualis.release.values import ALL, TOTAL

GOOD, BAD = "good", "bad"


@dataclass(frozen=True)
class Place:
    """An area of a year."""

    level: str
    code: str
    name: str


@dataclass(frozen=True)
class Above:
    """The figure of an area above, and what the own figure is beside it."""

    place: Place
    number: Measured
    value: str
    between: str
    compared: Compared


@dataclass(frozen=True)
class Row:
    """One indicator of the area: its number as written, n, the areas above, the word and mark beside the country."""

    indicator: str
    title: str
    unit: str
    number: Measured
    value: str
    between: str
    persons: str
    compared: Compared
    mark: str
    polarity: str
    above: tuple[Above, ...]
    drawn: Markup


@dataclass(frozen=True)
class Group:
    """A heading and its rows."""

    title: str
    rows: tuple[Row, ...]


def area_page(shown: Shown) -> Values:
    """The spine of the chosen area; without one that of the country."""
    release, view = shown.release, shown.view
    places = places_of(release, view)
    return {
        "place": places[0],
        "above": places[1:],
        "spine": spine_of(release, view, places),
        "unpublished": _unpublished(release, view, places[0].level),
        "offered": search.offered(release, view.year, view.lang),
        "areas": choices.areas(release, view),
        "keys": [(key(each), each) for each in ("own", *(place.level for place in reversed(places[1:])))],
        "inside": _inside(release, view, places[0]),
        "below": LEVELS[min(LEVELS.index(places[0].level) + 1, len(LEVELS) - 1)],
    }


def places_of(release: Release, view: View) -> tuple[Place, ...]:
    """The chosen area and the areas above it, the country last."""
    level, code = (view.level, view.area) if view.area in release.areas(view.year, view.level) else (LEVELS[0], COUNTRY)
    found = []
    for each in reversed(LEVELS[: LEVELS.index(level) + 1]):
        found.append(Place(each, code, release.area_name(view.year, each, code, view.lang)))
        code = release.areas(view.year, each)[code].parent_code
    return tuple(found)


def spine_of(release: Release, view: View, places: tuple[Place, ...]) -> tuple[Group, ...]:
    """The rows of every indicator that is published of the area's level in the year, under their headings."""
    found = []
    for group in choices.groups(release, view.lang):
        there = [name for name, _ in group.indicators if _key(name, view, places[0].level) in release.figures_by]
        if there:
            found.append(Group(group.title, tuple(row(release, view, name, places) for name in there)))
    return tuple(found)


def row(release: Release, view: View, indicator: str, places: tuple[Place, ...]) -> Row:
    """One indicator of an area beside those above it."""
    sheet, own = release.sheet(indicator), figure_of(release, view, indicator, places[0])
    number = measured(own, view.show if _is_rated(release, view, indicator, places[0].level) else "crude")
    above = tuple(_above(release, view, indicator, each, number) for each in places[1:])
    compared = above[-1].compared if above else "none"
    polarity = polarity_of(indicator)
    others = [each.value for each in _figures(release, indicator, view, places[0].level) if each.value is not None]
    title = sheet.text("title", view.lang)
    said = with_interval(number, view.lang) or reference.text(f"atlas.{number.status}", view.lang)
    return Row(
        indicator,
        title,
        sheet.text("unit", view.lang),
        number,
        "" if number.value is None else written(number.value, view.lang),
        interval(number, view.lang),
        ""
        if own is None or own.denominator is None or sheet.divisor == "none"
        else written(own.denominator, view.lang),
        compared,
        mark_of(compared, polarity),
        polarity,
        above,
        spine(number, _yardsticks(sheet, above), others, f"{title}: {said}"),
    )


def _yardsticks(sheet: Sheet, above: tuple[Above, ...]) -> Mapping[str, Measured]:
    """The figures above an area; those of numbers of persons are no yardstick."""
    return {} if sheet.divisor == "none" else {each.place.level: each.number for each in above}


def polarity_of(indicator: str) -> str:
    """Whether higher or lower is better; none where nobody wrote it down."""
    facts = reference.all_indicator_facts().get(indicator)
    return facts.polarity if facts else "none"


def mark_of(compared: str, polarity: str) -> str:
    """Favourable or not; '' where there is no difference or no better side."""
    if polarity not in ("higher", "lower") or compared not in ("higher", "lower"):
        return ""
    return GOOD if compared == polarity else BAD


def figure_of(release: Release, view: View, indicator: str, place: Place, year: int | None = None) -> Figure | None:
    """The published figure of everybody in an area; None where there is none."""
    found = _by_area(release, indicator, year or view.year, place.level)
    return found.get(place.code)


def _above(release: Release, view: View, indicator: str, place: Place, own: Measured) -> Above:
    show = view.show if _is_rated(release, view, indicator, place.level) else "crude"
    number = measured(figure_of(release, view, indicator, place), show)
    said = "" if number.value is None else written(number.value, view.lang)
    return Above(place, number, said, interval(number, view.lang), compare(own, number))


def _figures(release: Release, indicator: str, view: View, level: str) -> tuple[Measured, ...]:
    show = view.show if _is_rated(release, view, indicator, level) else "crude"
    return tuple(measured(each, show) for each in _by_area(release, indicator, view.year, level).values())


def _is_rated(release: Release, view: View, indicator: str, level: str) -> bool:
    """Whether there are standardised figures to show at a level."""
    there = _by_area(release, indicator, view.year, level).values()
    return view.show == "standardised" and any(each.standardised is not None for each in there)


def _by_area(release: Release, indicator: str, year: int, level: str) -> Mapping[str, Figure]:
    figures = release.figures_by.get((indicator, year, level, TOTAL), ())
    return {each.area_code: each for each in figures if each.category == ALL}


def _key(indicator: str, view: View, level: str) -> tuple[str, int, str, str]:
    return indicator, view.year, level, TOTAL


def _unpublished(release: Release, view: View, level: str) -> list[str]:
    """The titles of the indicators without figures of the level in the year."""
    lost = [each for each in release.indicators if _key(each, view, level) not in release.figures_by]
    return [release.sheet(each).text("title", view.lang) for each in lost]


def _inside(release: Release, view: View, place: Place) -> choices.Options:
    """The areas one level down, to go on to."""
    if place.level == LEVELS[-1]:
        return []
    below = LEVELS[LEVELS.index(place.level) + 1]
    named = choices.areas(release, View(view.indicator, view.year, below, view.lang))
    there = release.areas(view.year, below)
    return [(code, name) for code, name in named if code and there[code].parent_code == place.code]
