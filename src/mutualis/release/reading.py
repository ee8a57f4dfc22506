"""Read a release folder: every checksum and the root are verified before anything is used."""

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
from mutualis.release.content import Release
from mutualis.release.figures import Figures
from mutualis.release.seals import described, verify_files
from mutualis.release.values import LANGUAGES, LEVELS, Area, Classification, File, Gap, ListUsed, Sheet

_WHOLE = pa.int64()
_TYPES = {"year": _WHOLE, "numerator": _WHOLE, "denominator": _WHOLE}


def read(folder: Path) -> Release:
    """The release in a folder. Errors: no release there, another format, a missing, changed or foreign file."""
    said = described(folder)
    verify_files(folder, said)
    sheets = [_sheet(each) for each in _json(folder / files.INDICATORS)]
    lists = [_classification(each) for each in _json(folder / files.CLASSIFICATIONS)]
    contents = said["contents"]
    return Release(
        id=said["id"],
        root=said["root"],
        created=said["created"],
        program=said["program"],
        sources=MappingProxyType(said["sources"]),
        versions=MappingProxyType(said["versions"]),
        rules=MappingProxyType(said["rules"]),
        plan=said["plan"],
        verdict=MappingProxyType(said["attack"] | said["effort"]),
        reasons=MappingProxyType(said["reasons"]),
        sheets=MappingProxyType({each.name: each for each in sheets}),
        classifications=MappingProxyType({each.name: each for each in lists}),
        years=tuple(contents["years"]),
        levels=tuple(level for level in LEVELS if level in contents["levels"]),
        areas_by=_areas(_table(folder / files.AREAS, files.AREA_COLUMNS)),
        figures_by=Figures(_table(folder / files.FIGURES, files.FIGURE_COLUMNS), folder.name),
        files=MappingProxyType({name: File(each["size"], each["sha256"]) for name, each in said["files"].items()}),
        incomplete=tuple(Gap.of(each) for each in said.get(files.INCOMPLETE, ())),
    )


def listing(releases: Path) -> tuple[str, ...]:
    """The ids of the releases in a folder of releases by day, those of one day by root; the ledger has their order."""
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


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


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
        said["version"],
        MappingProxyType({int(year): Decimal(cv) for year, cv in said["cv"].items()}),
        MappingProxyType({language: tuple(fiche) for language, fiche in said["fiche"].items()}),
        tuple(ListUsed(**each) for each in said["codelists"]) if "codelists" in said else None,
    )


def _classification(said: Mapping[str, Any]) -> Classification:
    categories = {each["code"]: MappingProxyType(each["names"]) for each in said["categories"]}
    return Classification(said["name"], MappingProxyType(said["names"]), MappingProxyType(categories))


def _table(path: Path, columns: tuple[str, ...]) -> pa.Table:
    types = {name: _TYPES.get(name, pa.string()) for name in columns}
    blank = csv.ConvertOptions(
        column_types=types, strings_can_be_null=True, quoted_strings_can_be_null=True, null_values=[""]
    )
    table = csv.read_csv(path, convert_options=blank)
    if tuple(table.column_names) != columns:
        raise MutualisError(f"{path.name} of a release has other columns.", there_is=f"expected {', '.join(columns)}")
    return table


def _areas(table: pa.Table) -> Mapping[tuple[int, str], Mapping[str, Area]]:
    found: dict[tuple[int, str], dict[str, Area]] = {}
    for row in table.to_pylist():
        names = MappingProxyType({language: row[language] for language in LANGUAGES})
        area = Area(row["level"], row["code"], names, row["parent_code"] or "")
        found.setdefault((row["year"], row["level"]), {})[row["code"]] = area
    return MappingProxyType({key: MappingProxyType(areas) for key, areas in found.items()})
