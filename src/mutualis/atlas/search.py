"""The search box for an area: the names it offers, and the level and area that a typed name stands for.

A name may be that of a municipality, an arrondissement and a province at once, so each is offered with its level:
`Antwerpen (provincie)`. A name alone means the smallest area of that name; a NIS code is understood too.
"""

from collections.abc import Mapping

from mutualis import reference
from mutualis.atlas.wrong import Wrong
from mutualis.picture.order import plain
from mutualis.release import LANGUAGES, LEVELS, Release


def offered(release: Release, year: int, language: str) -> list[str]:
    """The names of all areas of a year, each with its level, in alphabetical order."""
    named = [
        _named(area.names[language], level, language)
        for level in LEVELS[1:]
        for area in release.areas(year, level).values()
    ]
    return sorted(set(named), key=plain)


def found(query: Mapping[str, str], release: Release) -> Mapping[str, str]:
    """The query with the area that was typed in the search box; a name that is of no area is an error."""
    asked = " ".join(query.get("find", "").split())
    rest = {name: value for name, value in query.items() if name != "find"}
    if not asked:
        return rest
    years = [int(rest["year"])] if rest.get("year", "").isdecimal() else []
    wanted = [year for year in years if year in release.years] or [release.years[-1]]
    for level in (*reversed(LEVELS[1:]), LEVELS[0]):
        for code, area in release.areas(wanted[0], level).items():
            if plain(asked) in _meant(code, level, area.names):
                return {**rest, **_published_there(release, rest.get("indicator", ""), wanted[0], level), "area": code}
    raise Wrong("views.wrong_find", status=404)


def _published_there(release: Release, indicator: str, year: int, level: str) -> dict[str, str]:
    """The level, and another indicator where the one asked for is not published at that level."""
    named = indicator or release.indicators[0]
    if named not in release.sheets or level in release.levels_of(named, year):
        return {"level": level}
    others = [each for each in release.indicators if level in release.levels_of(each, year)]
    return {"level": level, "indicator": (others or [named])[0]}


def _meant(code: str, level: str, names: Mapping[str, str]) -> set[str]:
    both = {plain(_named(names[each], level, each)) for each in LANGUAGES}
    return {code.casefold(), *(plain(each) for each in names.values()), *both}


def _named(name: str, level: str, language: str) -> str:
    return f"{name} ({reference.text(f'atlas.level_one_{level}', language)})"
