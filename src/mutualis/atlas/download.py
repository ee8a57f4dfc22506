"""The figures of a view or a trend as CSV: machine-clean, blank where there is no figure; a column says why."""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

from mutualis.atlas.view import View
from mutualis.picture.chosen import COUNTRY
from mutualis.release import LEVELS, Figure, Release
from mutualis.release.figures import DECIMALS

NUMBERS = (*DECIMALS, "numerator", "denominator", "status")
COLUMNS = (
    "release",
    "root",
    "indicator",
    "title",
    "unit",
    "year",
    "level",
    "area_code",
    "area_name",
    "split",
    "category",
    "category_name",
    *NUMBERS,
)


def table(release: Release, view: View) -> bytes:
    """All categories of a view (RFC 4180, UTF-8, decimal point), in order of area code and category."""
    figures = release.figures(view.indicator, view.year, view.level, view.split)
    return _csv(_row(release, view, view.year, view.level, each) for each in figures)


def trend(release: Release, view: View) -> bytes:
    """The figures by year of the chosen area and category, and those of the country."""
    places = [(view.level, view.area)] if view.area else []
    return _csv(_trend(release, view, [*places, (LEVELS[0], COUNTRY)]))


def _trend(release: Release, view: View, places: list[tuple[str, str]]) -> Iterator[tuple[Any, ...]]:
    for level, code in places:
        for year, each in release.trend(view.indicator, level, code, view.split, view.category).items():
            yield _row(release, view, year, level, each)


def filename(release: Release, view: View, kind: str = "") -> str:
    """A name that says what is in it."""
    what = (view.indicator, kind or str(view.year), view.level, view.split.replace("*", "-"), release.id)
    return "-".join(what) + ".csv"


def _csv(rows: Iterable[tuple[Any, ...]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows(rows)
    return out.getvalue().encode()


def _row(release: Release, view: View, year: int, level: str, figure: Figure) -> tuple[Any, ...]:
    sheet = release.sheet(view.indicator)
    return (
        release.id,
        release.root,
        view.indicator,
        sheet.text("title", view.lang),
        sheet.text("unit", view.lang),
        year,
        level,
        figure.area_code,
        release.area_name(year, level, figure.area_code, view.lang),
        view.split,
        figure.category,
        release.category_name(view.split, figure.category, view.lang),
        *(getattr(figure, name) for name in NUMBERS),
    )
