"""Shapes of areas from a TopoJSON topology: neighbours share arcs, so areas are joined by counting arcs.

An arc that two members of an area share lies inside it; the arcs used once are its border and are stitched into rings.
"""

import itertools
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from math import cos, radians
from pathlib import Path
from typing import Any

from mutualis import reference
from mutualis.model import MutualisError

Point = tuple[int, int]
Ring = tuple[Point, ...]
WIDTH = 9000
MIDDLE_LATITUDE = 50.5
SPECK = 700  # square units: gaps and crumbs that simplified borders leave where areas meet (about 0.7 square km)


@dataclass(frozen=True)
class Topology:
    """Areas (municipalities, or provinces) as arcs.

    `arcs` hold points of the drawing (x right, y down); `members` the arc numbers of each area (negative: ~number);
    `label` says what kind of map it is, `credit` whose it is.
    """

    arcs: tuple[Ring, ...]
    members: Mapping[str, tuple[int, ...]]
    height: int
    label: str
    credit: str

    def joined(self, codes: Iterable[str]) -> tuple[Ring, ...]:
        """The rings around the union of some areas (fill with the even-odd rule)."""
        count: dict[int, int] = {}
        for code in codes:
            for arc in self.members.get(code, ()):
                number = arc if arc >= 0 else ~arc
                count[number] = count.get(number, 0) + 1
        rings = _rings([self.arcs[number] for number, times in count.items() if times % 2])
        return rings if len(rings) == 1 else tuple(ring for ring in rings if abs(_twice_area(ring)) > 2 * SPECK)


def built_in() -> Topology:
    """The schematic municipalities of 2025 that come with the program."""
    return _read("communes_565_schematic", "schematic", "NGI, Statbel, GeoNames (CC BY 4.0)")


def built_in_provinces() -> Topology:
    """The exact provinces, with Brussels, that come with the program (made by `tools/make_geometry.py`)."""
    return _read("provinces_11", "exact", "NGI, Statbel (CC BY 4.0)")


def from_pack(folder: Path) -> Topology:
    """A geometry pack: `municipalities.topo.json` (ids are NIS codes) and `pack.json` with `label` and `credit`."""
    topology, about = folder / "municipalities.topo.json", folder / "pack.json"
    for path in (topology, about):
        if not path.is_file():
            raise MutualisError(
                "The geometry pack is not complete.",
                there_is=f"it has no {path.name}",
                do="give a folder with municipalities.topo.json and pack.json (label, credit)",
            )
    said = json.loads(about.read_text(encoding="utf-8"))
    return _topology(json.loads(topology.read_text(encoding="utf-8")), said["label"], said["credit"])


@cache
def _read(name: str, label: str, credit: str) -> Topology:
    return _topology(json.loads(reference.geometry_path(name).read_text(encoding="utf-8")), label, credit)


def _topology(said: Mapping[str, Any], label: str, credit: str) -> Topology:
    if said.get("type") != "Topology" or len(said.get("objects", {})) != 1:
        raise MutualisError("The geometry is no topology of areas.", there_is="one TopoJSON object is needed")
    (collection,) = said["objects"].values()
    arcs, height = _drawn(said)
    members = {str(each["id"]): tuple(_flat(each["arcs"])) for each in collection["geometries"]}
    return Topology(arcs, members, height, label, credit)


def _drawn(said: Mapping[str, Any]) -> tuple[tuple[Ring, ...], int]:
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


def _flat(arcs: Any) -> list[int]:
    return [arcs] if isinstance(arcs, int) else [number for part in arcs for number in _flat(part)]


def _twice_area(ring: Ring) -> int:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in itertools.pairwise(ring))


def _rings(arcs: list[Ring]) -> tuple[Ring, ...]:
    """Stitch arcs end to end into closed rings."""
    at: dict[Point, list[int]] = {}
    for number, arc in enumerate(arcs):
        for end in (arc[0], arc[-1]):
            at.setdefault(end, []).append(number)
    unused, rings = set(range(len(arcs))), []
    for first in range(len(arcs)):
        if first not in unused:
            continue
        unused.discard(first)
        ring = list(arcs[first])
        while ring[-1] != ring[0]:
            following = next((number for number in at[ring[-1]] if number in unused), None)
            if following is None:
                break
            unused.discard(following)
            arc = arcs[following]
            ring += (arc if arc[0] == ring[-1] else arc[::-1])[1:]
        rings.append(tuple(ring))
    return tuple(ring for ring in rings if len(ring) > 3)
