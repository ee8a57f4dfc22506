"""From areas that share every point of their common borders to TopoJSON: borders are written once, as arcs.

An edge of the areas belongs to one or two of them; edges with the same areas on their sides are stitched to lines from
one meeting point to the next. TopoJSON: https://github.com/topojson/topojson-specification.
"""

import itertools
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from mutualis.picture.rings import stitched, twice_area

GRAIN = 10_000  # points of a file are multiples of 1/10,000 degree: 7 to 11 metres

Point = tuple[int, int]
Line = list[Point]
Rings = Iterable[Iterable[tuple[float, float]]]
Edge = tuple[Point, Point]


def arcs_of(areas: Mapping[str, Rings]) -> tuple[list[Line], dict[str, list[int]]]:
    """The arcs of areas and, of each area, the numbers of its arcs. Points are grains of a degree; areas are rings of
    (longitude, latitude)."""
    made = _lines(_sides({code: _edges(rings) for code, rings in areas.items()}))
    own: dict[str, list[int]] = {code: [] for code in areas}
    for number, (_, sides) in enumerate(made):
        for code in sides:
            own[code].append(number)
    return [line for line, _ in made], own


def topology(arcs: list[Line], objects: Mapping[str, Mapping[str, list[int]]]) -> dict[str, Any]:
    """TopoJSON of arcs, with an object for each level: {level: {code: arc numbers}}."""
    low = np.min([np.min(line, axis=0) for line in arcs], axis=0)
    steps = [np.diff(np.array(line) - low, axis=0, prepend=[[0, 0]]).tolist() for line in arcs]
    return {
        "type": "Topology",
        "transform": {"scale": [1 / GRAIN] * 2, "translate": (low / GRAIN).tolist()},
        "objects": {level: _collection(members, arcs) for level, members in objects.items()},
        "arcs": steps,
    }


def joined(members: Mapping[str, list[int]], groups: Mapping[str, Iterable[str]]) -> dict[str, list[int]]:
    """The arcs around groups of areas: those that lie between two areas of a group fall out."""
    found = {}
    for name, codes in groups.items():
        count: dict[int, int] = defaultdict(int)
        for code in codes:
            for number in members[code]:
                count[number] += 1
        found[name] = [number for number, times in sorted(count.items()) if times == 1]
    return found


def _edges(rings: Rings) -> set[Edge]:
    """The undirected edges of an area; one that occurs twice is no border."""
    found: set[Edge] = set()
    for ring in rings:
        points = [tuple(each) for each in np.rint(np.array(list(ring)) * GRAIN).astype(np.int64).tolist()]
        for a, b in itertools.pairwise(points):
            if a != b:
                found ^= {(a, b) if a < b else (b, a)}
    return found


def _sides(edges: Mapping[str, set[Edge]]) -> dict[Edge, tuple[str, ...]]:
    """The areas on either side of every edge."""
    found: dict[Edge, list[str]] = defaultdict(list)
    for code in sorted(edges):
        for edge in edges[code]:
            found[edge].append(code)
    return {edge: tuple(codes) for edge, codes in found.items()}


def _lines(sides: Mapping[Edge, tuple[str, ...]]) -> list[tuple[Line, tuple[str, ...]]]:
    """Edges stitched from one meeting point to the next; a line without meeting points is a ring."""
    near: dict[Point, list[Point]] = defaultdict(list)
    for a, b in sorted(sides):
        near[a].append(b)
        near[b].append(a)
    # Lines end where more than two edges meet, and where the areas on the sides change.
    ends = [point for point in sorted(near) if _is_end(point, near, sides)]
    stops, left, found = set(ends), set(sides), []
    for start in [*ends, *sorted(near)]:
        for second in near[start]:
            if _edge(start, second) in left:
                line = _walk(start, second, near, stops, left)
                found.append((line, sides[_edge(start, second)]))
    return found


def _is_end(point: Point, near: Mapping[Point, list[Point]], sides: Mapping[Edge, tuple[str, ...]]) -> bool:
    around = near[point]
    return len(around) != 2 or sides[_edge(point, around[0])] != sides[_edge(point, around[1])]


def _edge(a: Point, b: Point) -> Edge:
    return (a, b) if a < b else (b, a)


def _walk(start: Point, second: Point, near: Mapping[Point, list[Point]], stops: set[Point], left: set[Edge]) -> Line:
    line = [start, second]
    left.discard(_edge(start, second))
    while line[-1] not in stops and line[-1] != start:
        a, b = near[line[-1]]
        following = b if a == line[-2] else a
        left.discard(_edge(line[-1], following))
        line.append(following)
    return line


def _collection(members: Mapping[str, list[int]], arcs: list[Line]) -> dict[str, Any]:
    shapes = [
        {"type": "MultiPolygon", "id": code, "arcs": _polygons(numbers, arcs)}
        for code, numbers in sorted(members.items())
    ]
    return {"type": "GeometryCollection", "geometries": shapes}


def _polygons(numbers: list[int], arcs: list[Line]) -> list[list[list[int]]]:
    """Rings as polygons: a ring of which a point lies in a larger ring is a hole of it."""
    found = sorted(stitched(numbers, arcs), key=lambda each: -abs(twice_area(each[1])))
    outer: list[tuple[Line, list[list[int]]]] = []
    for ring, points in found:
        around = next((made for shell, made in outer if _is_inside(points[len(points) // 2], shell)), None)
        if around is None:
            outer.append((points, [ring]))
        else:
            around.append(ring)
    return [made for _, made in outer]


def _is_inside(point: Point, ring: Line) -> bool:
    a, b = np.array(ring[:-1]), np.array(ring[1:])
    crosses = (a[:, 1] > point[1]) != (b[:, 1] > point[1])
    a, b = a[crosses], b[crosses]
    at = a[:, 0] + (point[1] - a[:, 1]) * (b[:, 0] - a[:, 0]) / (b[:, 1] - a[:, 1])
    return bool((at > point[0]).sum() % 2)
