"""A geometry pack out of a boundary file of Statbel or the NGI: joined, checked, made simpler, written."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from mutualis import reference
from mutualis.model import MutualisError
from mutualis.picture import packs
from mutualis.picture.packs import coverage
from mutualis.picture.packs.arcs import arcs_of, joined
from mutualis.picture.packs.pack import CANTON_GROUP, About
from mutualis.picture.packs.sources import Read, opened, valid
from mutualis.picture.packs.writing import rows_of, write
from mutualis.reference.files import ROOT

LEVEL = "municipality"
YEARS = range(2014, 2026)
RIGHT = 0.97  # of the area in the right group of cantons: a map drawn loosely has 0.94, a true one 0.997 (web 4.1)
NAMED = 6


@dataclass(frozen=True)
class Imported:
    """What was made: how many areas out of how many parts, the year of the division, the share in the right place."""

    areas: int
    parts: int
    division: int
    share_right: float
    field: str


def import_pack(
    found: Read, folder: Path, about: Mapping[str, str], division: int = 0, loose: bool = False
) -> Imported:
    """Write a pack of municipalities, arrondissements, provinces and regions from the shapes of a file.

    `about`: name, label, licence, credit, source. `division`: join municipalities of an older file to those of that
    year; 0 keeps those of the file. `loose` takes a map of which less than RIGHT lies in the right place.
    """
    shapes = rebased(found.shapes, division) if division else found.shapes
    year = division or division_of(shapes)
    _only_known(shapes, year)
    share = share_right(shapes)
    if share < RIGHT and not loose:
        raise MutualisError(
            "The boundaries lie in the wrong place.",
            there_is=f"{share:.1%} of the area lies in the right group of cantons of the NGI, and {RIGHT:.0%} is asked",
            do="check --crs and --code, or take the map as it is with --loose",
        )
    said = About(valid_on=dt.date(year, 1, 1), **about)
    degrees = coverage.projected(coverage.simpler(shapes), coverage.METRES, coverage.DEGREES)
    arcs, members = arcs_of({code: coverage.rings(shape) for code, shape in degrees.items()})
    objects = {**_above(members, year), LEVEL: members}
    rows = [row for level, own in objects.items() for row in rows_of(level, sorted(own), said)]
    write(folder, said, arcs, objects, rows)
    return Imported(len(shapes), found.parts, year, share, found.field)


def division_of(shapes: Mapping[str, Any]) -> int:
    """The newest year that has exactly these municipalities. Errors say which year is nearest and what differs."""
    nearest = min(YEARS, key=lambda year: (len(set(reference.geography(year).municipalities) ^ set(shapes)), -year))
    wanted = set(reference.geography(nearest).municipalities)
    if wanted == set(shapes):
        return nearest
    lacks, foreign = sorted(wanted - set(shapes)), sorted(set(shapes) - wanted)
    raise MutualisError(
        "The municipalities of the file are those of no year.",
        there_is=f"nearest is {nearest}; lacking: {_few(lacks)}; not of that year: {_few(foreign)}",
        do="give a whole file, or join its municipalities to those of a year with --division",
    )


def rebased(shapes: Mapping[str, Any], year: int) -> dict[str, Any]:
    """Shapes joined to the municipalities of a year, by the dates of the mergers in the reference."""
    wanted, rows = set(reference.geography(year).municipalities), reference.codelist(LEVEL).rows
    following = {row["code"]: row["successor_code"] for row in rows if row["successor_code"]}
    return coverage.joined((_until(code, wanted, following), shape) for code, shape in shapes.items())


def share_right(shapes: Mapping[str, Any]) -> float:
    """The share of the area that lies in the group of cantons of its municipality (exact, of the NGI)."""
    newest = rebased(shapes, YEARS[-1])
    return coverage.share_within(newest, _groups())


def _until(code: str, wanted: set[str], following: Mapping[str, str]) -> str:
    while code not in wanted and code in following:
        code = following[code]
    return code


def _only_known(shapes: Mapping[str, Any], year: int) -> None:
    wanted = set(reference.geography(year).municipalities)
    if different := sorted(wanted ^ set(shapes)):
        raise MutualisError(
            f"The file does not have the municipalities of {year}.",
            there_is=f"{len(different)} differ: {_few(different)}",
            do="name the year that the file is of with --division, or give a whole file",
        )


def _few(codes: list[str]) -> str:
    return (", ".join(codes[:NAMED]) + (" …" if len(codes) > NAMED else "")) or "none"


def _above(members: Mapping[str, list[int]], year: int) -> dict[str, dict[str, list[int]]]:
    """The objects of the levels above the municipality."""
    geography = reference.geography(year)
    found: dict[str, dict[str, list[int]]] = {}
    for level in ("region", "province", "arrondissement"):
        groups: dict[str, list[str]] = {}
        for code in members:
            groups.setdefault(geography.above(code)[level], []).append(code)
        found[level] = joined(members, groups)
    return found


@cache
def _groups() -> tuple[tuple[frozenset[str], Any], ...]:
    """(municipalities of 2025, shape in metres) of each group of cantons that comes with the program."""
    rows = packs.built_in("exact").areas
    meta, geometries, columns = opened(ROOT / "geometry" / "exact" / packs.SHAPES, CANTON_GROUP)
    codes = columns[list(meta["fields"]).index("id")]
    degrees = dict(zip(codes, valid(geometries), strict=True))
    metres = coverage.projected(degrees, coverage.DEGREES, coverage.METRES)
    return tuple((frozenset(rows[CANTON_GROUP, code]["parts"].split()), shape) for code, shape in metres.items())
