"""Areas of a reader's own choice in the address: some to compare, and municipalities that are taken together."""

from collections.abc import Collection, Mapping

from mutualis.atlas.wrong import Wrong
from mutualis.release import LEVELS, Release

MOST_AREAS = 12
MOST_MEMBERS = 100
LONGEST_NAME = 60


def areas(query: Mapping[str, str], release: Release, year: int, notices: list[str]) -> str:
    """The codes of areas of any level to compare, as asked; those that the year does not have give way."""
    there = {code for level in LEVELS for code in release.areas(year, level)}
    return _codes("areas", query, there, _ever(release, LEVELS), MOST_AREAS, notices)


def group(query: Mapping[str, str], release: Release, year: int, notices: list[str]) -> str:
    """The codes of the municipalities of a group, in order."""
    finest = LEVELS[-1:]
    found = _codes("group", query, set(release.areas(year, finest[0])), _ever(release, finest), MOST_MEMBERS, notices)
    return ",".join(sorted(codes(found)))


def name(query: Mapping[str, str]) -> str:
    """The name that the reader gave to the group; a sign that cannot be shown is read as a space."""
    asked = query.get("group_name", "")
    if len(asked) > LONGEST_NAME:
        raise Wrong("views.wrong_group_name", most=str(LONGEST_NAME))
    return " ".join("".join(sign if sign.isprintable() else " " for sign in asked).split())


def codes(joined: str) -> tuple[str, ...]:
    """The codes in a part of the address."""
    return tuple(each for each in joined.split(",") if each)


def _ever(release: Release, levels: Collection[str]) -> set[str]:
    return {code for (_, level), areas in release.areas_by.items() if level in levels for code in areas}


def _codes(part: str, query: Mapping[str, str], there: set[str], ever: set[str], most: int, notices: list[str]) -> str:
    asked = tuple(dict.fromkeys(each.strip() for each in codes(query.get(part, ""))))
    if set(asked) - ever:
        raise Wrong(f"views.wrong_{part}", status=404)
    if len(asked) > most:
        raise Wrong(f"views.wrong_many_{part}", most=str(most))
    if set(asked) - there:
        notices.append(part)
    return ",".join(each for each in asked if each in there)
