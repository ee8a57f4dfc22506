"""The figures of a view as CSV: machine-clean, blank where there is no figure, and a column that says why."""

import csv
import io

from mutualis.atlas.view import View
from mutualis.release import Release

COLUMNS = (
    "release",
    "indicator",
    "unit",
    "year",
    "level",
    "area_code",
    "area_name",
    "value",
    "numerator",
    "denominator",
    "status",
)


def table(release: Release, view: View) -> bytes:
    """The figures of a view (RFC 4180, UTF-8, decimal point), in order of area code."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    areas = release.areas(view.year, view.level)
    unit = release.sheet(view.indicator).text("unit", view.lang)
    start = (release.id, view.indicator, unit, view.year, view.level)
    writer.writerows(
        (
            *start,
            each.area_code,
            areas[each.area_code].names[view.lang],
            each.value,
            each.numerator,
            each.denominator,
            each.status,
        )
        for each in release.figures(view.indicator, view.year, view.level)
    )
    return out.getvalue().encode()


def filename(release: Release, view: View) -> str:
    """A name that says what is in it."""
    return f"{view.indicator}-{view.year}-{view.level}-{release.id}.csv"
