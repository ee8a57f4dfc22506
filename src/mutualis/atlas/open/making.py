"""What the files of a page say of figures that the page added up of published ones: re-based, or of an own group.

Only the trend and the comparison have such figures; every other row is a figure of the release.
"""

from collections.abc import Iterator
from typing import Any

from mutualis import reference
from mutualis.atlas.open.wanted import Wanted
from mutualis.atlas.own_choice import codes
from mutualis.atlas.rows import GROUP
from mutualis.release import LEVELS

NAMES = ("year", "level", "area_code", "split", "category", "made", "members", "division")


def sentences(wanted: Wanted) -> list[str]:
    """A sentence for the own group, with its members by name, and one for the year that series are re-based on."""
    return [*_of_group(wanted), *_of_division(wanted)]


def computed(wanted: Wanted) -> list[dict[str, Any]]:
    """The key of each row that is not as published, how it was made, of what."""
    return [{name: row[name] for name in NAMES} for row in wanted.rows if row["made"] != "published"]


def _of_group(wanted: Wanted) -> Iterator[str]:
    own = next((row for row in wanted.rows if row["level"] == GROUP), None)
    if own is not None:
        release, view = wanted.release, wanted.view
        names = [release.area_name(own["division"], LEVELS[-1], each, view.lang) for each in codes(view.group)]
        said = {"name": own["area_name"], "year": str(own["division"]), "members": ", ".join(names)}
        yield reference.text("open.made_group", view.lang, **said)


def _of_division(wanted: Wanted) -> Iterator[str]:
    years = {row["division"] for row in wanted.rows if row["division"] and row["level"] != GROUP}
    for year in sorted(years):
        yield reference.text("open.made_rebased", wanted.view.lang, year=str(year))
