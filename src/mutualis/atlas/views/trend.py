"""The trend of an area and of the country, with the breaks of its series, as published or re-based."""

from collections.abc import Sequence
from string import ascii_uppercase

from mutualis import reference
from mutualis.atlas import choices
from mutualis.atlas.page import Shown, Values, figures_of
from mutualis.atlas.view import View
from mutualis.picture import territory, trend
from mutualis.picture.chart import Mark, chart
from mutualis.picture.measure import SHOWS
from mutualis.picture.numbers import interval
from mutualis.reference import written
from mutualis.release import LEVELS, Release


def trend_page(shown: Shown) -> Values:
    """The chart, its breaks, and the rows."""
    release, view = shown.release, shown.view
    drawn, years = trend.lines(release, view, division_of(view)), release.years_of(view.indicator)
    marks = marks_of(release, view, [(view.level, view.area)] if view.area else [])
    return {
        "lines": drawn,
        "rows": [(year, [(line, line.numbers.get(year)) for line in drawn]) for year in years],
        "area_name": drawn[0].name if drawn else reference.text("atlas.country", view.lang),
        "chart": chart(drawn, years, _title(release, view, drawn), view.lang, marks),
        "marks": marks,
        "divisions": _divisions(release, view),
        "areas": choices.areas(release, view),
        "shows": SHOWS,
        "written": lambda number: "" if number is None or number.value is None else written(number.value, view.lang),
        "between": lambda number: "" if number is None else interval(number, view.lang),
        "has_interval": any(each.has_interval for line in drawn for each in line.numbers.values()),
        "standardised_there": any(each.standardised is not None for each in figures_of(release, view)),
    }


def division_of(view: View) -> int | None:
    """The year whose municipalities the series is re-based on."""
    return int(view.division) if view.division else None


def marks_of(release: Release, view: View, places: Sequence[tuple[str, str]]) -> list[Mark]:
    """The known breaks of the indicator, and where one of the areas became another, between the years that are shown.

    On the areas of one year there is no change of areas left.
    """
    years = release.years_of(view.indicator)
    found = [
        (each.day.year - 0.5 + (each.day.month - 1) / 12, _broke(each, view))
        for each in reference.series_breaks(view.indicator)
    ]
    if not view.division:
        found += _changed(release, view, places)
    inside = sorted({each for each in found if years[0] < each[0] < years[-1]})
    return [Mark(at, sign, says) for sign, (at, says) in zip(ascii_uppercase, inside, strict=False)]


def _broke(each: reference.Break, view: View) -> str:
    day = reference.written_day(each.day, view.lang)
    return reference.text("views.break_known", view.lang, day=day, text=each.texts[view.lang])


def _changed(release: Release, view: View, places: Sequence[tuple[str, str]]) -> list[tuple[float, str]]:
    years = release.years_of(view.indicator)
    return [
        ((before + year) / 2, _became(release, view, before, year, level, code))
        for level, code in places
        for before, year in territory.changes(release, level, code, years)
    ]


def _became(release: Release, view: View, before: int, year: int, level: str, code: str) -> str:
    name = release.area_name(year, level, code, view.lang)
    return reference.text("views.break_territory", view.lang, before=before, year=year, name=name)


def _divisions(release: Release, view: View) -> tuple[int, ...]:
    """The years on whose areas the series of the chosen area can be re-based; none where nothing ever changed."""
    years = release.years_of(view.indicator)
    codes = [frozenset(release.areas(year, LEVELS[-1])) for year in years]
    newest = years[-1]
    there = view.area and view.area in release.areas(newest, view.level)
    return (newest,) if there and len(set(codes)) > 1 and _has_parts(release, view) else ()


def _has_parts(release: Release, view: View) -> bool:
    """Whether the split is published of municipalities, of which a re-based series is made."""
    return any((view.indicator, year, LEVELS[-1], view.split) in release.figures_by for year in release.years)


def _title(release: Release, view: View, drawn: Sequence[trend.Line]) -> str:
    title = reference.text("atlas.trend_of", view.lang, title=release.sheet(view.indicator).text("title", view.lang))
    return f"{title}: {', '.join(line.name for line in drawn)}"
