"""A geometry pack: a folder with `pack.toml`, `areas.topo.json` and `areas.csv`, checked before anything is drawn.

`pack.toml` says whose map it is and what kind (exact, official, schematic); the TopoJSON has an object for each level,
whose ids are codes of areas; `areas.csv` has a row for each area with its names, the area above it, its municipalities
(`parts`) where the reference does not say so, and its validity.
"""

import csv
import datetime as dt
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from mutualis.model import MutualisError
from mutualis.picture.shapes import Topology, drawn, flat
from mutualis.reference.files import ROOT

ABOUT, SHAPES, AREAS = "pack.toml", "areas.topo.json", "areas.csv"
LABELS = ("exact", "official", "schematic")
NAMES = ("nl", "fr", "de", "en")
COLUMNS = ("level", "code", *NAMES, "parent_code", "parts", "valid_from", "valid_to", "licence", "source")
CANTON_GROUP = "canton_group"
PACK_LEVELS = ("region", "province", "arrondissement", CANTON_GROUP, "municipality")
MAKE = "make a pack with `mutualis geometry import`, or leave the option out for the built-in maps"


@dataclass(frozen=True)
class About:
    """What `pack.toml` says: `label` is one of LABELS, `valid_on` a day on which all its areas exist."""

    name: str
    label: str
    licence: str
    credit: str
    source: str
    valid_on: dt.date


@dataclass(frozen=True)
class Pack:
    """The topologies of a pack by level, and its rows of areas.csv by (level, code)."""

    about: About
    topologies: Mapping[str, Topology]
    areas: Mapping[tuple[str, str], Mapping[str, str]]


def read(folder: Path) -> Pack:
    """The pack in a folder. Errors name the file and what is wrong with it."""
    for name in (ABOUT, SHAPES, AREAS):
        if not (folder / name).is_file():
            raise MutualisError("The geometry pack is not complete.", there_is=f"it has no {name}", do=MAKE)
    about, areas = _about(folder / ABOUT), _areas(folder / AREAS)
    topologies = _topologies(folder / SHAPES, about)
    shapes = {(level, code) for level, each in topologies.items() for code in each.members}
    if different := sorted(shapes ^ set(areas)):
        level, code = different[0]
        lacks = AREAS if different[0] in shapes else SHAPES
        raise MutualisError(
            f"The geometry pack is not whole: {lacks} lacks {level} {code}.",
            there_is=f"{len(different)} areas stand in one of its files only",
            do=MAKE,
        )
    return Pack(about, topologies, areas)


@cache
def built_in(name: str) -> Pack:
    """A pack that comes with the program: `exact` (groups of cantons, provinces, regions) or `schematic`."""
    return read(ROOT / "geometry" / name)


def _about(path: Path) -> About:
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
        about = About(**said)
    except (ValueError, TypeError) as problem:
        raise MutualisError(f"{ABOUT} of the geometry pack cannot be read.", there_is=str(problem), do=MAKE) from None
    if about.label not in LABELS:
        raise MutualisError(f"{ABOUT}: there is no label '{about.label}'.", there_is=", ".join(LABELS))
    if not isinstance(about.valid_on, dt.date):
        raise MutualisError(f"{ABOUT}: valid_on is no day.", do="write it as valid_on = 2025-01-01")
    return about


def _areas(path: Path) -> dict[tuple[str, str], Mapping[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise MutualisError(f"{AREAS} of the geometry pack has other columns.", there_is=", ".join(COLUMNS))
        return {(row["level"], row["code"]): row for row in reader}


def _topologies(path: Path, about: About) -> dict[str, Topology]:
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        return _by_level(said, about)
    except (ValueError, LookupError, TypeError, AttributeError):
        raise MutualisError(
            f"{SHAPES} of the geometry pack cannot be read.",
            there_is="it is no TopoJSON with a transform and arcs",
            do=MAKE,
        ) from None


def _by_level(said: Mapping[str, Any], about: About) -> dict[str, Topology]:
    objects = said.get("objects", {})
    if said.get("type") != "Topology" or not objects or not set(objects) <= set(PACK_LEVELS):
        raise MutualisError(
            f"{SHAPES} of the geometry pack is no topology of areas.",
            there_is=f"its objects are named by level: {', '.join(PACK_LEVELS)}",
            do=MAKE,
        )
    arcs, height = drawn(said)
    return {
        level: Topology(
            arcs,
            {str(each["id"]): tuple(flat(each["arcs"])) for each in collection["geometries"]},
            height,
            about.label,
            about.credit,
            level,
        )
        for level, collection in objects.items()
    }
