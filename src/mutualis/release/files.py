"""The files of a release folder: their names and columns, their checksums, and the root over all of them."""

import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

FORMAT = "mutualis-release-2"
DESCRIPTION = "release.json"
INDICATORS = "indicators.json"
CLASSIFICATIONS = "classifications.json"
AREAS = "areas.csv"
FIGURES = "figures.csv"
CSVW = "figures.csv-metadata.json"
PARQUET = "figures.parquet"
DATAPACKAGE = "datapackage.json"  # releases before it was made have none
FILES = (AREAS, CLASSIFICATIONS, FIGURES, CSVW, PARQUET, INDICATORS)
FOLDERS = ("fiches", "jsonstat")
NAME = re.compile(r"(?:(?:fiches|jsonstat)/)?[a-z0-9][a-z0-9_.-]*")

AREA_COLUMNS = ("year", "level", "code", "nl", "fr", "de", "en", "parent_code")
KEY = ("indicator", "year", "level", "area_code", "split", "category")
BOUNDS = ("low", "high", "standardised", "standardised_low", "standardised_high")
FIGURE_COLUMNS = (*KEY, "value", *BOUNDS, "numerator", "denominator", "status")

POINTER = "latest"
LEDGER = "ledger.jsonl"
INCOMPLETE = "incomplete"  # the deliveries that were missing; not there where none was
FACTS = ("format", "program", "sources", "rules", "plan", "contents", "attack", "reasons")


def digest(path: Path) -> str:
    """The SHA-256 of a file, as 64 hex characters."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def hashed(value: Any) -> str:
    """The SHA-256 of a plain value: of its JSON in UTF-8, keys sorted, without blanks."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def root(digests: Mapping[str, str], described: Mapping[str, Any]) -> str:
    """The hash over a whole release: SHA-256 of sorted lines `name sha256`.

    One line for each file (`digests` without release.json) and one, `#name`, for each of FACTS of the description, and
    for the missing deliveries where there are any. The hour, the id, versions of tables, and the time and programs of
    the attack are not in it: they differ when the same release is made again.
    """
    lines = [f"{name} {sha256}\n" for name, sha256 in digests.items()]
    there = (*FACTS, INCOMPLETE) if INCOMPLETE in described else FACTS
    lines += [f"#{name} {hashed(described[name])}\n" for name in there]
    return hashlib.sha256("".join(sorted(lines)).encode()).hexdigest()


def jsonstat_name(indicator: str, level: str) -> str:
    """The JSON-stat file of an indicator and level."""
    return f"jsonstat/{indicator}-{level}.json"


def fiche_name(indicator: str, language: str) -> str:
    """The fiche of an indicator in nl, fr, de or en."""
    return f"fiches/{indicator}.{language}.html"
