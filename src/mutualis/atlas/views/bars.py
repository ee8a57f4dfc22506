"""Ranked bars: the areas of a level in order of their figure, with intervals, a line at the country, and a table."""

from dataclasses import dataclass

from mutualis import reference
from mutualis.atlas import choices, summary
from mutualis.atlas.page import Shown, Values, figures_of, numbers_of
from mutualis.atlas.view import View
from mutualis.picture.bars import Bar, Line, ranked
from mutualis.picture.comparison import Compared, compare
from mutualis.picture.drawing import Numbers
from mutualis.picture.measure import SHOWS, Measured
from mutualis.picture.numbers import interval
from mutualis.picture.order import ordered, plain
from mutualis.reference import written
from mutualis.release import LEVELS, Release


@dataclass(frozen=True)
class Row:
    """An area: its number as written, n, and what it is beside the country."""

    code: str
    name: str
    value: str
    between: str
    status: str
    persons: str
    compared: Compared
    is_chosen: bool


def bars_page(shown: Shown) -> Values:
    """The chart and the rows in its order; of the country alone there is nothing to rank."""
    release, view = shown.release, shown.view
    numbers = {} if view.level == LEVELS[0] else numbers_of(release, view)
    country = summary.country(release, view)
    people = {each.area_code: each.denominator for each in figures_of(release, view) if each.category == view.category}
    rows = [_row(shown, code, each, people.get(code), country) for code, each in _placed(release, view, numbers)]
    return {
        "rows": rows,
        "chart": ranked(_bars(release, view, numbers), _line(release, country, view), _title(release, view), view.lang),
        "areas": choices.areas(release, view),
        "shows": SHOWS,
        "standardised_there": any(each.standardised is not None for each in figures_of(release, view)),
        "country": _country_row(country, view),
    }


def _placed(release: Release, view: View, numbers: Numbers) -> list[tuple[str, Measured]]:
    """The highest first, those without a number by name at the end."""
    by_name = sorted(
        numbers.items(), key=lambda each: plain(release.area_name(view.year, view.level, each[0], view.lang))
    )
    return ordered(by_name, lambda each: each[1].value, "desc")


def _bars(release: Release, view: View, numbers: Numbers) -> list[Bar]:
    names = {code: area.names[view.lang] for code, area in release.areas(view.year, view.level).items()}
    return [Bar(names[code], each, code == view.area) for code, each in _placed(release, view, numbers)]


def _line(release: Release, country: Measured | None, view: View) -> Line | None:
    """The country's figure; a number of persons of the whole country is no yardstick for those of an area."""
    if country is None or country.value is None or release.sheet(view.indicator).divisor == "none":
        return None
    return Line(reference.text("atlas.country", view.lang), country.value)


def _title(release: Release, view: View) -> str:
    title = release.sheet(view.indicator).text("title", view.lang)
    level = reference.text(f"atlas.level_{view.level}", view.lang).lower()
    return reference.text("views.bars_of", view.lang, title=title, year=view.year, level=level)


def _row(shown: Shown, code: str, number: Measured, people: int | None, country: Measured | None) -> Row:
    view = shown.view
    return Row(
        code,
        shown.release.area_name(view.year, view.level, code, view.lang),
        "" if number.value is None else written(number.value, view.lang),
        interval(number, view.lang),
        number.status,
        "" if people is None else written(people, view.lang),
        compare(number, country),
        code == view.area,
    )


def _country_row(country: Measured | None, view: View) -> tuple[str, str] | None:
    if country is None or country.value is None:
        return None
    return written(country.value, view.lang), interval(country, view.lang)
