"""What an area was in another year: its municipalities, followed through their mergers.

Mergers have dates (reference, code list `municipality`: each code that ended names its successor). A municipality that
keeps its code may still take in another one, and one may go over to another province: so an area of two years is the
same only when the same municipalities lie in it.
"""

from collections.abc import Collection
from itertools import pairwise

from mutualis.picture.divisions import above, successors
from mutualis.release import LEVELS, Release

FINEST = LEVELS[-1]


def followed(release: Release, code: str, year: int) -> str:
    """The municipality of a year that one of an earlier year went into; '' where the release has none."""
    there, following, seen = release.areas(year, FINEST), successors(), set()
    while code not in there:
        if code in seen or code not in following:
            return ""
        seen.add(code)
        code = following[code]
    return code


def inside(release: Release, year: int, level: str, code: str) -> frozenset[str]:
    """The municipalities of a year that lie in an area of a level."""
    there = release.areas(year, FINEST)
    return frozenset(each for each in there if above(release, year, each, FINEST, level) == code)


def matching(release: Release, codes: Collection[str], division: int, year: int) -> frozenset[str] | None:
    """The municipalities of a year with the same territory as those of the year `division`; None where none have it.

    Those of an earlier year were merged into them. Those of a later year count only when nothing else went into them.
    """
    wanted = frozenset(codes)
    if year <= division:
        return frozenset(each for each in release.areas(year, FINEST) if followed(release, each, division) in wanted)
    later = frozenset(followed(release, each, year) for each in wanted)
    whole = frozenset(each for each in release.areas(division, FINEST) if followed(release, each, year) in later)
    return later if whole == wanted and "" not in later else None


def changes(release: Release, level: str, code: str, years: Collection[int]) -> tuple[tuple[int, int], ...]:
    """Between which two years (of those in which it is there) an area became another: (the year before, the year)."""
    there = [year for year in sorted(years) if code in release.areas(year, level)]
    if level == LEVELS[0]:
        return ()
    return tuple(
        (before, year)
        for before, year in pairwise(there)
        if matching(release, inside(release, year, level, code), year, before) != inside(release, before, level, code)
    )
