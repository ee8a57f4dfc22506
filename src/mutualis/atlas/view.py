"""What a reader asks for: the query string as a value, checked against what the release has."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from urllib.parse import urlencode

from mutualis.model import MutualisError
from mutualis.release import LANGUAGES, Release

SORTS = ("name", "code", "value", "denominator")
ORDERS = ("asc", "desc")
NAMES = ("indicator", "year", "level", "lang", "sort", "order", "release")
FIRST_LEVEL = "arrondissement"


@dataclass(frozen=True)
class View:
    """One page of the Atlas. `release` is set only when the reader asked for a given release."""

    indicator: str
    year: int
    level: str
    lang: str
    sort: str = "name"
    order: str = "asc"
    release: str = ""

    def url(self, path: str = "", **changes: object) -> str:
        """The address of this view with some parts changed; defaults are left out."""
        asked = asdict(replace(self, **changes))  # type: ignore[arg-type]
        kept = {
            name: value
            for name, value in asked.items()
            if value != "" and (name, value) not in {("sort", "name"), ("order", "asc")}
        }
        return f"{path}?{urlencode(kept)}"


def view(query: Mapping[str, str], release: Release, accept_language: str = "") -> View:
    """The view that a query asks for; what is left out is the newest year, the arrondissements, the first indicator."""
    unknown = sorted(set(query) - set(NAMES))
    if unknown:
        raise MutualisError(
            "The address has a part that the Atlas does not know.", there_is=f"it knows {', '.join(NAMES)}"
        )
    language = _chosen("lang", query, LANGUAGES, preferred(accept_language))
    indicators = release.indicators
    indicator = _chosen("indicator", query, indicators, indicators[0])
    years = tuple(map(str, release.years_of(indicator)))
    year = _chosen("year", query, years, years[-1])
    levels = release.levels_of(indicator, int(year))
    level = _chosen("level", query, levels, FIRST_LEVEL if FIRST_LEVEL in levels else levels[-1])
    return View(
        indicator,
        int(year),
        level,
        language,
        _chosen("sort", query, SORTS, "name"),
        _chosen("order", query, ORDERS, "asc"),
        query.get("release", ""),
    )


def _chosen(name: str, query: Mapping[str, str], known: tuple[str, ...], otherwise: str) -> str:
    asked = query.get(name) or otherwise
    if asked not in known:
        raise MutualisError(f"There is no such {name}.", there_is=f"there is {', '.join(known)}")
    return asked


def preferred(accept_language: str) -> str:
    """The first language of an Accept-Language header that the Atlas has, else English."""
    wanted = []
    for position, part in enumerate(accept_language.split(",")):
        tag, _, weight = part.strip().partition(";q=")
        try:
            wanted.append((-float(weight or 1), position, tag[:2].lower()))
        except ValueError:
            continue
    return next((tag for _, _, tag in sorted(wanted) if tag in LANGUAGES), "en")
