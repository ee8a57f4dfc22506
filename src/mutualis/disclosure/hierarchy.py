"""The areas of a year and the municipalities that each is made of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from mutualis.model import MutualisError

LEVELS = ("country", "region", "province", "arrondissement", "municipality")
GROUP, REST = "group", "rest"
COUNTRY = "BE"
BEFORE = "earlier "  # begins the names of areas that only an earlier release had
Area = tuple[str, str]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Hierarchy:
    """`areas` (level, code) from the country down, groups last; `members`: the municipalities of each; `above`: the
    area one level up.
    """

    areas: tuple[Area, ...]
    members: Mapping[Area, frozenset[str]]
    above: Mapping[Area, Area]

    @property
    def municipalities(self) -> tuple[str, ...]:
        return tuple(code for level, code in self.areas if level == LEVELS[-1])


def hierarchy(parents: Mapping[Area, str], groups: Mapping[Area, Sequence[str]] | None = None) -> Hierarchy:
    """The areas of {(level, code): code of the area one level up}; the country is added where it is missing.

    `groups` are areas of one's own: {("group", code): codes of municipalities}.
    """
    areas = sorted({*parents, (LEVELS[0], COUNTRY)}, key=lambda area: (LEVELS.index(area[0]), area[1]))
    known = set(areas)
    members: dict[Area, set[str]] = {area: set() for area in areas}
    for area in areas:
        line = _line(area, parents, known)
        if area[0] == LEVELS[-1]:
            for each in line:
                members[each].add(area[1])
    for group, codes in (groups or {}).items():
        members[group] = _group(group, codes, known)
        areas.append(group)
    up = {area: (LEVELS[LEVELS.index(area[0]) - 1], parents[area]) for area in parents if area[0] != LEVELS[0]}
    return Hierarchy(tuple(areas), {area: frozenset(codes) for area, codes in members.items()}, up)


def _line(area: Area, parents: Mapping[Area, str], known: set[Area]) -> list[Area]:
    """An area and all areas above it."""
    found = [area]
    while found[-1][0] != LEVELS[0]:
        level, code = found[-1]
        up = (LEVELS[LEVELS.index(level) - 1], parents[found[-1]])
        if up not in known:
            raise MutualisError(
                f"The geography gives {level} {code} a parent that is not there.",
                there_is=f"no {up[0]} has the code '{up[1]}'",
                do="correct the parents of this year's geography",
            )
        found.append(up)
    return found


def _group(group: Area, codes: Sequence[str], known: set[Area]) -> set[str]:
    if group[0] != GROUP:
        raise MutualisError(f"A group of areas is at level '{GROUP}'.", there_is=f"the level given is '{group[0]}'")
    if unknown := sorted(code for code in codes if (LEVELS[-1], code) not in known):
        raise MutualisError(
            f"Group '{group[1]}' names a municipality that the geography does not have.",
            there_is=f"no municipality has the code '{unknown[0]}'",
        )
    if not codes:
        raise MutualisError(f"Group '{group[1]}' is empty.", do="name its municipalities")
    return set(codes)
