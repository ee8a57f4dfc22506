"""The figures of a view or a trend as CSV: machine-clean, blank where there is no figure; a column says why."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from mutualis.atlas.own_choice import codes
from mutualis.atlas.rows import COLUMNS, GROUP, Making, Row, Rows
from mutualis.atlas.view import View
from mutualis.atlas.views import group
from mutualis.picture import rebased
from mutualis.picture.chosen import COUNTRY
from mutualis.picture.rebased import Made
from mutualis.release import LEVELS, Release
from mutualis.release.values import TOTAL

REIMBURSED = "increased_reimbursement"


def table(release: Release, view: View) -> bytes:
    """All categories of a view (RFC 4180, UTF-8, decimal point), in order of area code and category."""
    made, figures = Rows(release, view.lang), release.figures(view.indicator, view.year, view.level, view.split)
    return written(made.row(view.indicator, view.year, view.level, view.split, each) for each in figures)


def trend(release: Release, view: View) -> bytes:
    """The figures by year of the chosen area and category, as published or re-based, and those of the country."""
    places = [(view.level, view.area)] if view.area else []
    return written([*_areas(release, view, places), *_country(release, view)])


def compared(release: Release, view: View) -> bytes:
    """The figures by year of the areas compared, of the own group, and of the country; a group that may not be shown is
    refused as on the page."""
    chosen = [code for code in codes(view.areas) if code != COUNTRY]
    places = [(level, code) for code in chosen if (level := _level(release, view, code))]
    of_group = [*_of_group(release, view)]
    return written([*_areas(release, view, places), *of_group, *_country(release, view)])


def profile(release: Release, view: View) -> bytes:
    """Every indicator of an area in a year, with those of the areas that it lies in."""
    made, places = Rows(release, view.lang), _above(release, view)
    keys = [(each, level, code) for each in release.indicators for level, code in places]
    found = ((key, release.trend(key[0], key[1], key[2]).get(view.year)) for key in keys)
    return written(made.row(name, view.year, level, TOTAL, each) for (name, level, _), each in found if each)


def equity(release: Release, view: View) -> bytes:
    """The figures with and without increased reimbursement, of the country and of the areas of the level."""
    made, levels = Rows(release, view.lang), dict.fromkeys((LEVELS[0], view.level))
    keys = [(view.indicator, view.year, level, REIMBURSED) for level in levels]
    there = ((key, each) for key in keys for each in release.figures_by.get(key, ()))
    return written(made.row(*key, each) for key, each in there)


def _level(release: Release, view: View, code: str) -> str:
    """The level of an area: the one that is looked at where it is there, else the finest."""
    year = group.base_year(view)
    return next((each for each in (view.level, *reversed(LEVELS)) if code in release.areas(year, each)), "")


def _above(release: Release, view: View) -> list[tuple[str, str]]:
    """The area of a view and those that it lies in, up to the country."""
    code, found = view.area or COUNTRY, []
    for level in reversed(LEVELS[: LEVELS.index(view.level) + 1] if view.area else LEVELS[:1]):
        found.append((level, code))
        code = release.areas(view.year, level)[code].parent_code
    return found


def _country(release: Release, view: View) -> Iterator[Row]:
    return _as_published(release, view, LEVELS[0], COUNTRY)


def _areas(release: Release, view: View, places: Iterable[tuple[str, str]]) -> Iterator[Row]:
    """The rows of areas by year, on the areas of another year where the view asks for it."""
    for level, code in places:
        if not view.division:
            yield from _as_published(release, view, level, code)
            continue
        division = int(view.division)
        name = release.area_name(division, level, code, view.lang)
        made = rebased.figures(release, view, level, code, division)
        yield from _made(release, view, level, made, Making(division=division, name=name))


def _as_published(release: Release, view: View, level: str, code: str) -> Iterator[Row]:
    made = Rows(release, view.lang)
    for year, each in release.trend(view.indicator, level, code, view.split, view.category).items():
        yield made.row(view.indicator, year, level, view.split, each)


def _of_group(release: Release, view: View) -> Iterator[Row]:
    """The rows of the own group by year; its code is no code of an area."""
    said = Making(division=group.base_year(view), name=group.name(view))
    found = {
        year: replace(each, figure=each.figure and replace(each.figure, area_code=GROUP))
        for year, each in group.figures(release, view).items()
    }
    return _made(release, view, GROUP, found, said)


def _made(release: Release, view: View, level: str, made: Mapping[int, Made], said: Making) -> Iterator[Row]:
    rows = Rows(release, view.lang)
    for year, each in made.items():
        if each.figure is not None:
            making = replace(said, how=each.how, members=each.members)
            yield rows.row(view.indicator, year, level, view.split, each.figure, making)


def filename(release: Release, view: View, kind: str = "", suffix: str = "csv") -> str:
    """A name that says what is in it."""
    what = (view.indicator, kind or str(view.year), view.level, view.split.replace("*", "-"), release.id)
    return "-".join(what) + f".{suffix}"


def written(rows: Iterable[Row]) -> bytes:
    """Rows of COLUMNS as CSV (RFC 4180, UTF-8)."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows(rows)
    return out.getvalue().encode()
