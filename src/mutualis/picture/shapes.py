"""Shapes of areas from a TopoJSON topology: neighbours share arcs, so areas are joined by counting arcs.

An arc that two members of an area share lies inside it; the arcs used once are its border and are stitched into rings.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import cos, radians
from typing import Any

from mutualis.picture.rings import stitched, twice_area
from mutualis.release import LEVELS

Point = tuple[int, int]
Ring = tuple[Point, ...]
WIDTH = 9000
MIDDLE_LATITUDE = 50.5
SPECK = 700  # square units: gaps and crumbs that simplified borders leave where areas meet (about 0.7 square km)


@dataclass(frozen=True)
class Topology:
    """The areas of a level as arcs.

    `arcs` hold points of the drawing (x right, y down); `members` the arc numbers of each area (negative: ~number);
    `label` says what kind of map it is, `credit` whose it is.
    """

    arcs: tuple[Ring, ...]
    members: Mapping[str, tuple[int, ...]]
    height: int
    label: str
    credit: str
    level: str = LEVELS[-1]

    def joined(self, codes: Iterable[str]) -> tuple[Ring, ...]:
        """The rings around the union of some areas (fill with the even-odd rule)."""
        count: dict[int, int] = {}
        for code in codes:
            for arc in self.members.get(code, ()):
                number = arc if arc >= 0 else ~arc
                count[number] = count.get(number, 0) + 1
        made = stitched((number for number, times in count.items() if times % 2), self.arcs)
        rings = tuple(tuple(points) for _, points in made if len(points) > 3)
        return rings if len(rings) == 1 else tuple(ring for ring in rings if abs(twice_area(ring)) > 2 * SPECK)


def drawn(said: Mapping[str, Any]) -> tuple[tuple[Ring, ...], int]:
    """Arcs as points of the drawing: degrees to whole units, a degree of longitude shortened by the latitude."""
    (scale_x, scale_y), (move_x, move_y) = said["transform"]["scale"], said["transform"]["translate"]
    degrees = [_absolute(arc, scale_x, scale_y, move_x, move_y) for arc in said["arcs"]]
    west, east = (pick(x for arc in degrees for x, _ in arc) for pick in (min, max))
    south, north = (pick(y for arc in degrees for _, y in arc) for pick in (min, max))
    unit = WIDTH / (east - west)
    tall = unit / cos(radians(MIDDLE_LATITUDE))
    arcs = tuple(tuple((round((x - west) * unit), round((north - y) * tall)) for x, y in arc) for arc in degrees)
    return arcs, round((north - south) * tall)


def _absolute(
    arc: list[list[int]], scale_x: float, scale_y: float, move_x: float, move_y: float
) -> list[tuple[float, float]]:
    x = y = 0
    points = []
    for step_x, step_y in arc:
        x, y = x + step_x, y + step_y
        points.append((x * scale_x + move_x, y * scale_y + move_y))
    return points


def flat(arcs: Any) -> list[int]:
    return [arcs] if isinstance(arcs, int) else [number for part in arcs for number in flat(part)]
