"""The report of an area: key figures, spine, what stands out, what changed since the year before, small maps.

Every number in it is a figure of the release.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from mutualis.atlas.page import Shown, Values
from mutualis.atlas.views.profile import Group, Place, Row, figure_of, places_of, spine_of
from mutualis.atlas.views.report_maps import maps_of
from mutualis.picture.measure import Measured, measured
from mutualis.reference import written

MOST = 5
ABOVE, BELOW = "higher", "lower"
ROSE, FELL, STAYED = "rose", "fell", "stayed"


@dataclass(frozen=True)
class Changed:
    """An indicator in two years: the word, and both figures as written."""

    title: str
    unit: str
    word: str
    before: str
    now: str


def report_values(shown: Shown) -> Values:
    """Everything that the report shows of the chosen area; without one, of the country."""
    release, view = shown.release, replace(shown.view, show="crude")
    places = places_of(release, view)
    spine = spine_of(release, view, places)
    rows = [row for group in spine for row in group.rows]
    most_above, most_below = extremes(rows, ABOVE), extremes(rows, BELOW)
    before = _year_before(shown)
    return {
        "place": places[0],
        "above": places[1:],
        "spine": spine,
        "key_rows": _key_rows(spine),
        "most_above": most_above,
        "most_below": most_below,
        "before": before,
        "changed": _changed(shown, rows, places[0], before) if before else [],
        "maps": maps_of(shown, [*most_above[:2], *most_below[:2]], rows, places[0]),
    }


def _key_rows(spine: Sequence[Group]) -> list[Row]:
    """The first figure that is shown under each heading."""
    shown = ([row for row in group.rows if row.value] for group in spine)
    return [rows[0] for rows in shown if rows]


def extremes(rows: Sequence[Row], side: str) -> list[Row]:
    """The figures that lie wholly on one side of the country's, those with the largest ratio to it first."""
    apart = [row for row in rows if row.compared == side and row.above and row.above[-1].number.value]
    return sorted(apart, key=_ratio, reverse=side == ABOVE)[:MOST]


def _ratio(row: Row) -> float:
    own, country = row.number.value, row.above[-1].number.value
    return float(own) / float(country) if own is not None and country else 0.0


def _year_before(shown: Shown) -> int | None:
    years = [year for year in shown.release.years if year < shown.view.year]
    return years[-1] if years else None


def _changed(shown: Shown, rows: Sequence[Row], place: Place, before: int) -> list[Changed]:
    """The indicators with a figure in both years; of a place that had that code in the year before."""
    release, view = shown.release, shown.view
    if place.code not in release.areas(before, place.level):
        return []
    found = []
    for row in rows:
        then = measured(figure_of(release, view, row.indicator, place, before), "crude")
        if then.value is not None and row.number.value is not None:
            word, was = word_of(then, row.number), written(then.value, view.lang)
            found.append(Changed(row.title, row.unit, word, was, row.value))
    return found


def word_of(before: Measured, now: Measured) -> str:
    """Rose or fell where the intervals of the two years do not touch; '' where there is none to tell it by."""
    if before.low is None or before.high is None or now.low is None or now.high is None:
        return ""
    if now.low > before.high:
        return ROSE
    return FELL if now.high < before.low else STAYED
