"""Areas of a map as one coverage: parts of an area joined, and borders made simpler without parting neighbours.

Done with shapely and pyproj, which only the making of a pack needs: they are loaded here when they are first asked for.
"""

import importlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from mutualis.model import MutualisError

DEGREES, METRES = "EPSG:4326", "EPSG:3812"  # longitude and latitude; Belgian Lambert 2008
TOLERANCE = 60.0  # metres: a border of a map of Belgium that a screen cannot tell from the true one
SPECK = 60_000.0  # square metres: smaller islands of a simpler border are left out

Shapes = Mapping[str, Any]


def library(name: str) -> Any:
    """shapely, pyogrio or pyproj. Raises where it is not installed."""
    try:
        return importlib.import_module(name)
    except ImportError:
        raise MutualisError(
            f"A geometry pack cannot be made on this machine: {name} is not installed.",
            do="install the packages of requirements/geometry.txt",
        ) from None


def joined(parts: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """{code: the union of the parts of that code}."""
    shapely = library("shapely")
    by_code: dict[str, list[Any]] = {}
    for code, shape in parts:
        by_code.setdefault(code, []).append(shape)
    return {code: shapely.union_all(shapes) for code, shapes in sorted(by_code.items())}


def projected(shapes: Shapes, source: str, target: str) -> dict[str, Any]:
    """Shapes in another system of coordinates, x or longitude first."""
    shapely, pyproj = library("shapely"), library("pyproj")
    turn = pyproj.Transformer.from_crs(source, target, always_xy=True)
    return {
        code: shapely.transform(shape, lambda points: np.column_stack(turn.transform(points[:, 0], points[:, 1])))
        for code, shape in shapes.items()
    }


def simpler(shapes: Shapes, tolerance: float = TOLERANCE) -> dict[str, Any]:
    """Shapes in metres with simpler borders: what two areas share stays shared. Crumbs are left out, no area is."""
    shapely = library("shapely")
    made = shapely.coverage_simplify(list(shapes.values()), tolerance)
    return {code: _without_crumbs(shape) for code, shape in zip(shapes, made, strict=True)}


def rings(shape: Any) -> list[list[tuple[float, float]]]:
    """Every ring of a shape, holes too."""
    shapely = library("shapely")
    polygons = [each for each in shapely.get_parts([shape]) if each.geom_type == "Polygon"]
    return [list(ring.coords) for each in polygons for ring in (each.exterior, *each.interiors)]


def share_within(shapes: Shapes, wholes: Sequence[tuple[frozenset[str], Any]]) -> float:
    """The share (0 to 1) of the area of shapes, in metres, that lies within the whole that their code belongs to."""
    shapely = library("shapely")
    inside = total = 0.0
    for codes, whole in wholes:
        for code in sorted(codes & set(shapes)):
            total += shapes[code].area
            inside += shapely.intersection(shapes[code], whole).area
    return inside / total if total else 0.0


def _without_crumbs(shape: Any) -> Any:
    shapely = library("shapely")
    parts = sorted(shapely.get_parts([shape]), key=lambda each: -each.area)
    kept = [each for each in parts if each.area >= SPECK] or parts[:1]
    return shapely.union_all(kept)
