"""Boundary files of others: which field holds the code, and the shapes of each code in metres.

GeoPackage, shapefile, GeoJSON, GML and what else GDAL reads, through pyogrio; TopoJSON too.
"""

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mutualis.model import MutualisError
from mutualis.picture.packs.coverage import METRES, joined, library, projected
from mutualis.reference.files import ROOT

CODE_LENGTH = 5


@dataclass(frozen=True)
class Read:
    """The shapes of a boundary file by municipality code, in metres; `parts` is how many rows there were."""

    shapes: dict[str, Any]
    parts: int
    field: str


def fields() -> tuple[str, ...]:
    """The fields in which boundary files have the code of the municipality, in the order in which they are tried."""
    with (ROOT / "geometry" / "sources.csv").open(encoding="utf-8", newline="") as file:
        return tuple(row["code_field"] for row in csv.DictReader(file))


def read(path: Path, field: str = "", layer: str = "", crs: str = "") -> Read:
    """The municipalities of a file. `field` holds the code (default: one of `fields()`); `crs` is needed where the
    file does not say its system of coordinates."""
    meta, geometries, columns = opened(path, layer)
    chosen = _field(list(meta["fields"]), field, path.name)
    codes = [_code(each) for each in columns[list(meta["fields"]).index(chosen)]]
    shapes = valid(geometries)
    whole = joined((code, shape) for code, shape in zip(codes, shapes, strict=True) if code and shape is not None)
    if not whole:
        raise MutualisError(f"'{path.name}' holds no municipality.", there_is=f"{len(codes)} rows without a code")
    return Read(projected(whole, crs or _crs(meta, path), METRES), len(codes), chosen)


def _field(names: list[str], asked: str, file: str) -> str:
    chosen = asked or next((each for each in fields() if each in names), "")
    if chosen not in names:
        raise MutualisError(
            f"'{file}' has no field '{chosen}'." if chosen else f"No field of '{file}' is known as a code.",
            there_is=f"its fields are {', '.join(names)}",
            do="name the field that holds the NIS code of the municipality with --code",
        )
    return chosen


def opened(path: Path, layer: str) -> tuple[dict[str, Any], Any, Any]:
    """What GDAL reads of a file: what it says of it, the shapes as WKB, and the columns."""
    pyogrio = library("pyogrio")
    if not path.exists():
        raise MutualisError(f"There is no file '{path}'.", do="name a GeoPackage, shapefile, GeoJSON or TopoJSON")
    try:
        meta, _, geometries, columns = pyogrio.raw.read(path, layer=layer or None, force_2d=True)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, ValueError) as problem:
        raise MutualisError(
            f"'{path.name}' cannot be read as boundaries.",
            there_is=str(problem),
            do="give a GeoPackage, shapefile, GeoJSON or TopoJSON; name the layer with --layer where there are more",
        ) from None
    return meta, geometries, columns


def valid(geometries: Any) -> Any:
    """Shapes out of WKB as polygons that do not cross themselves; what has no surface falls out."""
    shapely = library("shapely")
    return shapely.make_valid(shapely.from_wkb(geometries), method="structure", keep_collapsed=False)


def _crs(meta: dict[str, Any], path: Path) -> str:
    if not meta.get("crs"):
        raise MutualisError(
            f"'{path.name}' does not say its system of coordinates.",
            do="name it with --crs: EPSG:31370 (Lambert 72), EPSG:3812 (Lambert 2008) or EPSG:4326 (degrees)",
        )
    return str(meta["crs"])


def _code(value: object) -> str:
    """A code as five digits; '' for what is none."""
    text = str(value).split(".")[0].strip()
    return text.zfill(CODE_LENGTH) if text.isdigit() and len(text) <= CODE_LENGTH else ""
