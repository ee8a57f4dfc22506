"""Which municipalities of the drawing belong to which area of a year.

The drawing has the municipalities of one day (2025). Those of an earlier year are found by following the successors
in the reference: one of the drawing may have been two or three.
"""

from collections import Counter
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from mutualis import reference
from mutualis.release import LEVELS, Release


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


def parts(release: Release, year: int) -> dict[str, tuple[str, ...]]:
    """{municipality of the drawing: the municipalities of the year that lie in it}, in order."""
    found: dict[str, list[str]] = {}
    for code in sorted(release.areas(year, LEVELS[-1])):
        found.setdefault(last_code(code), []).append(code)
    return {code: tuple(codes) for code, codes in found.items()}


def members(release: Release, year: int, level: str, finest: str = LEVELS[-1]) -> dict[str, tuple[str, ...]]:
    """{area of a level: the areas of the drawing in it}, when the drawing has municipalities, or areas of a level.

    A municipality of the drawing whose parts lay in two areas goes where most parts lay (the first one when equal).
    """
    whole = {code: (code,) for code in sorted(release.areas(year, finest))}
    found: dict[str, list[str]] = {}
    for drawn, codes in (parts(release, year) if finest == LEVELS[-1] else whole).items():
        areas = Counter(above(release, year, code, finest, level) for code in codes)
        found.setdefault(areas.most_common(1)[0][0], []).append(drawn)
    return {code: tuple(drawn) for code, drawn in found.items()}


def above(release: Release, year: int, code: str, finest: str, level: str) -> str:
    """The code of the area of a level that holds an area of a finer level."""
    for step in reversed(LEVELS[LEVELS.index(level) + 1 : LEVELS.index(finest) + 1]):
        code = release.areas(year, step)[code].parent_code
    return code
