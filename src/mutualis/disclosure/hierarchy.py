"""The areas of a year as a tree, with areas that always have equal figures joined into one node.

An area with a single child has the child's figures (Brussels is arrondissement, province and region at once), so hiding
one and showing the other hides nothing. Such chains are one node here; what happens to the node happens to all of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from mutualis.model import MutualisError

LEVELS = ("country", "region", "province", "arrondissement", "municipality")
COUNTRY = "BE"
Area = tuple[str, str]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Hierarchy:
    """A tree of areas.

    `areas` (level, code) in a fixed order; `node` gives each area's node; `parent` each node's parent node (-1 at the
    top); `first_area` an area of each node (the finest one). Nodes are numbered 0..size-1.
    """

    areas: tuple[Area, ...]
    node: Ints
    parent: Ints
    first_area: Ints

    @property
    def size(self) -> int:
        return len(self.parent)

    @property
    def is_inner(self) -> npt.NDArray[np.bool_]:
        """Whether a node has children, per node."""
        inner = np.zeros(self.size, dtype=bool)
        inner[self.parent[self.parent >= 0]] = True
        return inner


def hierarchy(parents: Mapping[Area, str]) -> Hierarchy:
    """The tree of {(level, code): code of the area one level up}; the country is added where it is missing."""
    areas = tuple(sorted({*parents, (LEVELS[0], COUNTRY)}, key=lambda area: (LEVELS.index(area[0]), area[1])))
    place = {area: position for position, area in enumerate(areas)}
    above = np.array([_above(area, parents, place) for area in areas], dtype=np.int64)
    children = np.bincount(above[above >= 0], minlength=len(areas))
    node = np.full(len(areas), -1, dtype=np.int64)
    owner: list[int] = []
    for position, up in enumerate(above):
        if up >= 0 and children[up] == 1:
            node[position] = node[up]
            owner[node[up]] = position
        else:
            node[position] = len(owner)
            owner.append(position)
    return Hierarchy(areas, node, _node_parents(node, above), np.array(owner, dtype=np.int64))


def _above(area: Area, parents: Mapping[Area, str], place: Mapping[Area, int]) -> int:
    level, code = area
    if level == LEVELS[0]:
        return -1
    up = (LEVELS[LEVELS.index(level) - 1], parents[area])
    if up not in place:
        raise MutualisError(
            f"The geography gives {level} {code} a parent that is not there.",
            there_is=f"no {up[0]} has the code '{up[1]}'",
            do="correct the parents of this year's geography",
        )
    return place[up]


def _node_parents(node: Ints, above: Ints) -> Ints:
    parent = np.full(int(node.max()) + 1, -1, dtype=np.int64)
    has = above >= 0
    inside, outside = node[has], node[above[has]]
    apart = inside != outside
    parent[inside[apart]] = outside[apart]
    return parent
