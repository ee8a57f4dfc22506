"""What a reader asks for: the query string as a value, checked against what the release has."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from urllib.parse import urlencode

from mutualis.atlas import own_choice, search
from mutualis.atlas.wrong import Wrong
from mutualis.picture.chosen import COUNTRY, Chosen
from mutualis.picture.classes import MAKERS
from mutualis.picture.measure import SHOWS
from mutualis.picture.serving.languages import preferred
from mutualis.reference import SPLITS
from mutualis.release import LANGUAGES, LEVELS, Release
from mutualis.release.values import CROSS, TOTAL

SORTS = ("name", "code", "value", "standardised", "denominator")
ORDERS = ("asc", "desc")
CLASSES = tuple(MAKERS)
FIRST_LEVEL = "arrondissement"


@dataclass(frozen=True)
class View(Chosen):
    """The state of a page of the Atlas: what is shown, how it is classed and sorted, and the release, which is set only
    when the reader asked for a given one.

    `areas` and `group` are codes with commas between them: areas to compare, and municipalities that are taken
    together under `group_name`. `division`: the year whose municipalities a series is re-based on ('' as published).
    """

    classes: str = CLASSES[0]
    sort: str = SORTS[0]
    order: str = ORDERS[0]
    release: str = ""
    areas: str = ""
    group: str = ""
    group_name: str = ""
    division: str = ""

    def url(self, path: str = "", **changes: object) -> str:
        """The address of this view with some parts changed; defaults are left out."""
        asked = asdict(replace(self, **changes))  # type: ignore[arg-type]
        return f"{path}?{urlencode({name: each for name, each in asked.items() if (name, each) not in DEFAULTS})}"

    def permalink(self, path: str, release_id: str) -> str:
        """The address that holds the whole state, defaults too, and the release: it never shows anything else."""
        asked = asdict(replace(self, release=release_id))
        return f"{path}?{urlencode({name: each for name, each in asked.items() if each != ''})}"


NAMES = tuple(each.name for each in fields(View))
DEFAULTS = frozenset((each.name, each.default) for each in fields(View)) | {("area", ""), ("release", "")}
FIND = "find"  # a name typed in the search box; it becomes the level and the area


def view(query: Mapping[str, str], release: Release, accept_language: str = "") -> tuple[View, tuple[str, ...]]:
    """The view that a query asks for, and the parts of it that are not published together (`atlas.notice_<part>`).

    What is left out is the newest year, the arrondissements (the finest level where there are none), the first
    indicator, the total. A value that the release cannot know is an error (`Wrong`); one that it knows, or another
    release could have, but that is not there beside the others, gives way.
    """
    if set(query) - {*NAMES, FIND}:
        raise Wrong("wrong_part", there=", ".join(NAMES))
    notices: list[str] = []
    query = search.found(query, release)
    indicator = _chosen("indicator", query, release.indicators, release.indicators[0])
    years = tuple(map(str, release.years_of(indicator)))
    year = int(_near("year", query, tuple(map(str, release.years)), years, years[-1], notices))
    levels = release.levels_of(indicator, year)
    usual = FIRST_LEVEL if FIRST_LEVEL in levels else levels[-1]
    level = _near("level", query, LEVELS, levels, usual, notices)
    split, category = _part(query, release, (indicator, year, level), notices)
    division = query.get("division") and _chosen("division", query, tuple(map(str, release.years)), "")
    base = int(division or year)
    found = View(
        indicator,
        year,
        level,
        _chosen("lang", query, LANGUAGES, preferred(accept_language)),
        split,
        category,
        _area(query, release, base, level, notices),
        _show(query, release, (indicator, year, level, split), notices),
        _chosen("classes", query, CLASSES, CLASSES[0]),
        _chosen("sort", query, SORTS, SORTS[0]),
        _chosen("order", query, ORDERS, ORDERS[0]),
        query.get("release", ""),
        own_choice.areas(query, release, base, notices),
        own_choice.group(query, release, base, notices),
        own_choice.name(query),
        division or "",
    )
    return found, tuple(notices)


def _part(query: Mapping[str, str], release: Release, at: tuple[str, int, str], notices: list[str]) -> tuple[str, str]:
    """The split and the category; a category of another split is forgotten, since the form sends it along."""
    split = _near("split", query, SPLITS, release.splits_of(*at), TOTAL, notices)
    there = release.categories_of(*at, split)
    asked = query.get("category") or there[0]
    codes = {code for each in release.classifications.values() for code in each.categories}
    if not set(asked.split(CROSS)) <= codes:
        raise Wrong("wrong_value", part="category", there=", ".join(there))
    if asked not in there and _is_of(release, split, asked):
        notices.append("category")
    return split, asked if asked in there else there[0]


def _is_of(release: Release, split: str, category: str) -> bool:
    parts, codes = split.split(CROSS), category.split(CROSS)
    return len(parts) == len(codes) and all(
        code in release.classifications[part].categories for part, code in zip(parts, codes, strict=True)
    )


def _area(query: Mapping[str, str], release: Release, year: int, level: str, notices: list[str]) -> str:
    asked = query.get("area", "")
    if asked in ("", COUNTRY):
        return ""
    if asked in release.areas(year, level):
        return asked
    if not any(asked in areas for areas in release.areas_by.values()):
        raise Wrong("wrong_area", status=404)
    notices.append("area")
    return ""


def _show(query: Mapping[str, str], release: Release, at: tuple[str, int, str, str], notices: list[str]) -> str:
    there = SHOWS if any(each.standardised is not None for each in release.figures(*at)) else SHOWS[:1]
    return _near("show", query, SHOWS, there, SHOWS[0], notices)


def _near(
    name: str,
    query: Mapping[str, str],
    known: tuple[str, ...],
    there: tuple[str, ...],
    otherwise: str,
    notices: list[str],
) -> str:
    """The value asked for when it is there; when it is only known, another one and a notice."""
    asked = _chosen(name, query, known, otherwise)
    if asked in there:
        return asked
    notices.append(name)
    return otherwise if otherwise in there else there[0]


def _chosen(name: str, query: Mapping[str, str], known: tuple[str, ...], otherwise: str) -> str:
    asked = query.get(name) or otherwise
    if asked not in known:
        raise Wrong("wrong_value", part=name, there=", ".join(known))
    return asked
