"""The figures of a view or a trend as CSV: machine-clean, blank where there is no figure; a column says why."""

import csv
import io
from collections.abc import Iterable, Iterator

from mutualis.atlas.rows import COLUMNS, Row, Rows
from mutualis.atlas.view import View
from mutualis.picture.chosen import COUNTRY
from mutualis.release import LEVELS, Release


def table(release: Release, view: View) -> bytes:
    """All categories of a view (RFC 4180, UTF-8, decimal point), in order of area code and category."""
    made, figures = Rows(release, view.lang), release.figures(view.indicator, view.year, view.level, view.split)
    return written(made.row(view.indicator, view.year, view.level, view.split, each) for each in figures)


def trend(release: Release, view: View) -> bytes:
    """The figures by year of the chosen area and category, and those of the country."""
    places = [(view.level, view.area)] if view.area else []
    return written(_trend(release, view, [*places, (LEVELS[0], COUNTRY)]))


def _trend(release: Release, view: View, places: list[tuple[str, str]]) -> Iterator[Row]:
    made = Rows(release, view.lang)
    for level, code in places:
        for year, each in release.trend(view.indicator, level, code, view.split, view.category).items():
            yield made.row(view.indicator, year, level, view.split, each)


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
