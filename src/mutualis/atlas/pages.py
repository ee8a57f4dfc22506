"""The pages of a view, in the order of their tabs: where each is, what fills it, and its figures as rows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from mutualis.atlas import download
from mutualis.atlas.page import Shown, Values, fiche_page, map_page, release_page, trend_page
from mutualis.atlas.view import View
from mutualis.release import Release


@dataclass(frozen=True)
class Page:
    """A page at `path`: its template, what makes the template's values, the text of its tab.

    `figures` makes its figures as CSV; without one it has none of its own. `names_releases`: it is made anew each time,
    since it tells of other releases too.
    """

    path: str
    template: str
    values: Callable[[Shown], Values]
    tab: str
    figures: Callable[[Release, View], bytes] | None = None
    names_releases: bool = False

    @property
    def name(self) -> str:
        """The word of its address: `map` for the first page."""
        return self.path.strip("/") or "map"


ALL = (
    Page("/", "map.html", map_page, "tab_map", download.table),
    Page("/trend", "trend.html", trend_page, "tab_trend", download.trend),
    Page("/fiche", "fiche.html", fiche_page, "tab_fiche"),
    Page("/release", "release.html", release_page, "tab_release", names_releases=True),
)
PAGES: Mapping[str, Page] = MappingProxyType({each.path: each for each in ALL})
