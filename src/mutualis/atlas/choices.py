"""What a reader can choose: the menu of indicators by group, and the lists of the form."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from mutualis import reference
from mutualis.atlas.view import View
from mutualis.picture.order import plain
from mutualis.release import LEVELS, Release

OTHER = "other"
Options = list[tuple[str, str]]


@dataclass(frozen=True)
class Group:
    """A heading of the menu and its indicators (name, title)."""

    name: str
    title: str
    indicators: tuple[tuple[str, str], ...]


@cache
def declared() -> Mapping[str, tuple[str, ...]]:
    """{group: indicators} of groups.toml."""
    said = tomllib.loads((Path(__file__).parent / "groups.toml").read_text(encoding="utf-8"))
    return {name: tuple(indicators) for name, indicators in said.items()}


def groups(release: Release, language: str) -> tuple[Group, ...]:
    """The groups that have indicators in a release, in order."""
    placed = {indicator for indicators in declared().values() for indicator in indicators}
    all_ = {**declared(), OTHER: tuple(each for each in release.indicators if each not in placed)}
    found = [
        Group(
            name,
            reference.text(f"atlas.group_{name}", language),
            tuple((each, release.sheet(each).text("title", language)) for each in names if each in release.sheets),
        )
        for name, names in all_.items()
    ]
    return tuple(each for each in found if each.indicators)


def options(release: Release, view: View) -> dict[str, Options]:
    """The values of year, level, split and category that can be chosen beside the others, each with its words."""
    at = (view.indicator, view.year, view.level)
    categories = release.categories_of(*at, view.split)
    return {
        "year": [(str(year), str(year)) for year in reversed(release.years_of(view.indicator))],
        "level": [(level, _level(level, view)) for level in release.levels_of(view.indicator, view.year)],
        "split": [(split, release.split_name(split, view.lang)) for split in release.splits_of(*at)],
        "category": [(each, release.category_name(view.split, each, view.lang)) for each in categories],
    }


def areas(release: Release, view: View) -> Options:
    """The areas of the level by name, of the year whose areas a series is re-based on if there is one.

    The country comes first, as ''.
    """
    country = ("", reference.text("atlas.country", view.lang))
    if view.level == LEVELS[0]:
        return [country]
    named = [
        (code, area.names[view.lang])
        for code, area in release.areas(int(view.division or view.year), view.level).items()
    ]
    return [country, *sorted(named, key=lambda each: (plain(each[1]), each[0]))]


def _level(level: str, view: View) -> str:
    return reference.text(f"atlas.level_{level}", view.lang)
