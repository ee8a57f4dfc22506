"""Which municipalities of a drawing belong to which area of a year.

A drawing has the municipalities of some day, a release those of its year: one of today may have been two or three, and
two of an older drawing may be one now. Both are followed to the newest code, by the successors in the reference;
municipalities of the drawing and of the year that end in the same code are the same ground.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from mutualis import reference
from mutualis.release import LEVELS, Release

FINEST = LEVELS[-1]


@dataclass(frozen=True)
class Ground:
    """A piece of ground: the municipalities of the drawing on it, and those of the year."""

    newest: str
    drawn: tuple[str, ...]
    codes: tuple[str, ...]


@cache
def successors() -> Mapping[str, str]:
    """{code of a municipality that ended: the code that follows it} of all years."""
    rows = reference.codelist("municipality").rows
    return MappingProxyType({row["code"]: row["successor_code"] for row in rows if row.get("successor_code")})


def last_code(code: str) -> str:
    """The newest code that follows from a municipality's code."""
    following = successors()
    seen = {code}
    while code in following and following[code] not in seen:
        code = following[code]
        seen.add(code)
    return code


def grounds(release: Release, year: int, drawing: Iterable[str]) -> tuple[Ground, ...]:
    """The ground of each municipality of the year. Where drawing and year have the same municipalities on a piece of
    it, each is a ground of its own."""
    drawn, codes = _by_last(drawing), _by_last(release.areas(year, FINEST))
    found = []
    for newest, own in sorted(codes.items()):
        there = drawn.get(newest, ())
        if set(there) == set(own):
            found += [Ground(code, (code,), (code,)) for code in own]
        else:
            found.append(Ground(newest, there, own))
    return tuple(found)


def members(release: Release, year: int, level: str, drawing: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """{area of a level: the municipalities of the drawing in it}.

    Ground whose municipalities lay in two areas goes where most of them lay (the first one when equal).
    """
    found: dict[str, list[str]] = {}
    for ground in grounds(release, year, drawing):
        areas = Counter(above(release, year, code, FINEST, level) for code in ground.codes)
        found.setdefault(areas.most_common(1)[0][0], []).extend(ground.drawn or (ground.newest,))
    return {code: tuple(drawn) for code, drawn in found.items()}


def within(release: Release, year: int, level: str, finest: str) -> Mapping[str, tuple[str, ...]]:
    """{area of a level: the areas of a finer level (or the same one) in it}."""
    found: dict[str, list[str]] = {}
    for code in sorted(release.areas(year, finest)):
        found.setdefault(above(release, year, code, finest, level), []).append(code)
    return {code: tuple(parts) for code, parts in found.items()}


def above(release: Release, year: int, code: str, finest: str, level: str) -> str:
    """The code of the area of a level that holds an area of a finer level."""
    for step in reversed(LEVELS[LEVELS.index(level) + 1 : LEVELS.index(finest) + 1]):
        code = release.areas(year, step)[code].parent_code
    return code


def _by_last(codes: Iterable[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for code in sorted(codes):
        found.setdefault(last_code(code), []).append(code)
    return {newest: tuple(own) for newest, own in found.items()}
