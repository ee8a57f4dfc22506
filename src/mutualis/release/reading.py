"""Read a release folder: every checksum is verified, and what is wrong is said before anything is used."""

import json
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pyarrow as pa
from pyarrow import csv

from mutualis.model import MutualisError
from mutualis.release import files
from mutualis.release.content import LANGUAGES, LEVELS, SUPPRESSED, Area, Figure, Release, Sheet

_WHOLE = pa.int64()
_TYPES = {"year": _WHOLE, "numerator": _WHOLE, "denominator": _WHOLE}


def read(folder: Path) -> Release:
    """The release in a folder. Errors: no release there, another format, a missing or changed file."""
    described = _description(folder)
    _verify(folder, described)
    sheets = {
        each["name"]: _sheet(each) for each in json.loads((folder / files.INDICATORS).read_text(encoding="utf-8"))
    }
    figures = _figures(_table(folder / files.FIGURES, files.FIGURE_COLUMNS))
    _nothing_hidden_is_shown(folder, figures)
    return Release(
        id=described["id"],
        created=described["created"],
        sources=MappingProxyType(described["sources"]),
        rules=MappingProxyType(described["rules"]),
        verdict=MappingProxyType(described["verdict"]),
        sheets=MappingProxyType(sheets),
        years=tuple(described["years"]),
        levels=tuple(level for level in LEVELS if level in described["levels"]),
        areas_by=_areas(_table(folder / files.AREAS, files.AREA_COLUMNS)),
        figures_by=figures,
    )


def listing(releases: Path) -> tuple[str, ...]:
    """The ids of the releases in a folder of releases, oldest first."""
    return tuple(sorted(path.parent.name for path in releases.glob(f"[!.]*/{files.DESCRIPTION}")))


def latest(releases: Path) -> Path:
    """The folder of the newest release: the one that the pointer names."""
    pointer = releases / files.POINTER
    there = listing(releases)
    if not pointer.is_file():
        raise MutualisError(
            "There is no release to read.",
            there_is=f"releases {', '.join(there)}, but no pointer to the latest"
            if there
            else "the folder has no release",
            do="publish one, for example with `mutualis publish`",
        )
    name = pointer.read_text(encoding="utf-8").strip()
    if name not in there:
        raise MutualisError(
            "The pointer to the latest release names one that is not there.",
            there_is=", ".join(there) or "no release",
            do="publish again",
        )
    return releases / name


def _description(folder: Path) -> dict[str, Any]:
    path = folder / files.DESCRIPTION
    if not path.is_file():
        raise MutualisError(f"Folder '{folder.name}' is no release.", there_is=f"it has no {files.DESCRIPTION}")
    try:
        described: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        raise MutualisError(f"Release '{folder.name}' is damaged.", there_is=f"{path.name} is no JSON") from None
    if described.get("format") != files.FORMAT:
        raise MutualisError(
            f"Release '{folder.name}' is of another format.", there_is=f"this program reads {files.FORMAT}"
        )
    return described


def _verify(folder: Path, described: Mapping[str, Any]) -> None:
    declared = described["files"]
    if set(declared) != set(files.FILES):
        raise MutualisError(
            f"Release '{folder.name}' declares other files than a release has.",
            there_is=f"it has {', '.join(files.FILES)}",
        )
    for name in files.FILES:
        path = folder / name
        if not path.is_file() or files.digest(path) != declared[name]["sha256"]:
            state = "has changed since it was published" if path.is_file() else "is missing"
            raise MutualisError(
                f"Release '{folder.name}' is damaged: {name} {state}.",
                do="restore the folder, or publish the release again",
            )


def _sheet(said: Mapping[str, Any]) -> Sheet:
    texts = {language: MappingProxyType(said["texts"][language]) for language in LANGUAGES}
    return Sheet(
        said["name"],
        said["kind"],
        Fraction(said["factor"]),
        said["divisor"],
        said["decimals"],
        tuple(said["sources"]),
        MappingProxyType(texts),
    )


def _table(path: Path, columns: tuple[str, ...]) -> pa.Table:
    types = {name: _TYPES.get(name, pa.string()) for name in columns}
    table = csv.read_csv(
        path, convert_options=csv.ConvertOptions(column_types=types, strings_can_be_null=False, null_values=[""])
    )
    if tuple(table.column_names) != columns:
        raise MutualisError(f"{path.name} of a release has other columns.", there_is=f"expected {', '.join(columns)}")
    return table


def _areas(table: pa.Table) -> Mapping[tuple[int, str], Mapping[str, Area]]:
    found: dict[tuple[int, str], dict[str, Area]] = {}
    for row in table.to_pylist():
        names = MappingProxyType({language: row[language] for language in LANGUAGES})
        area = Area(row["level"], row["code"], names, row["parent_code"])
        found.setdefault((row["year"], row["level"]), {})[row["code"]] = area
    return MappingProxyType({key: MappingProxyType(areas) for key, areas in found.items()})


def _figures(table: pa.Table) -> Mapping[tuple[str, int, str], tuple[Figure, ...]]:
    found: dict[tuple[str, int, str], list[Figure]] = {}
    for row in table.to_pylist():
        value = Decimal(row["value"]) if row["value"] else None
        figure = Figure(row["area_code"], value, row["numerator"], row["denominator"], row["status"])
        found.setdefault((row["indicator"], row["year"], row["level"]), []).append(figure)
    return MappingProxyType({key: tuple(figures) for key, figures in found.items()})


def _nothing_hidden_is_shown(folder: Path, figures: Mapping[tuple[str, int, str], tuple[Figure, ...]]) -> None:
    for of_table in figures.values():
        if any(each.status == SUPPRESSED and (each.value, each.numerator) != (None, None) for each in of_table):
            raise MutualisError(
                f"Release '{folder.name}' is damaged: a suppressed figure has a value.", do="withdraw it"
            )
