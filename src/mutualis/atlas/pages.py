"""The pages of a view, in the order of their tabs: where each is, what fills it, and its figures as rows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from mutualis.atlas import download
from mutualis.atlas.page import Shown, Values, map_page, release_page
from mutualis.atlas.view import View
from mutualis.atlas.views.availability import availability_page
from mutualis.atlas.views.bars import bars_page
from mutualis.atlas.views.compare import compare_page
from mutualis.atlas.views.equity import equity_page
from mutualis.atlas.views.fiche import fiche_page
from mutualis.atlas.views.funnel import funnel_page
from mutualis.atlas.views.profile import area_page
from mutualis.atlas.views.trend import trend_page
from mutualis.release import Release


@dataclass(frozen=True)
class Page:
    """A page at `path`: its template, what makes the template's values, the text of its tab.

    `figures` makes its figures as CSV; without one it has none of its own. `names_releases`: it is made anew each time,
    since it tells of other releases too. `leaves` names parts of the form that it does not look at. A page without a
    tab is reached from another one.
    """

    path: str
    template: str
    values: Callable[[Shown], Values]
    tab: str
    figures: Callable[[Release, View], bytes] | None = None
    names_releases: bool = False
    leaves: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The word of its address: `map` for the first page."""
        return self.path.strip("/") or "map"


PARTS = ("split", "category")
ALL = (
    Page("/", "map.html", map_page, "tab_map", download.table),
    Page("/bars", "bars.html", bars_page, "views.tab_bars", download.table),
    Page("/trend", "trend.html", trend_page, "tab_trend", download.trend),
    Page("/compare", "compare.html", compare_page, "views.tab_compare", download.compared),
    Page("/area", "area.html", area_page, "views.tab_area", download.profile, leaves=PARTS),
    Page("/funnel", "funnel.html", funnel_page, "views.tab_funnel", download.table),
    Page("/equity", "equity.html", equity_page, "views.tab_equity", download.equity, leaves=PARTS),
    Page("/fiche", "fiche.html", fiche_page, "tab_fiche", names_releases=True),
    Page("/availability", "availability.html", availability_page, "views.tab_availability", leaves=PARTS),
    Page("/release", "release.html", release_page, "tab_release", names_releases=True),
)
PAGES: Mapping[str, Page] = MappingProxyType({each.path: each for each in ALL})
