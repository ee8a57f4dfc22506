"""The files of a release folder: their names, columns and checksums."""

import hashlib
from pathlib import Path

FORMAT = "mutualis-release-1"
DESCRIPTION = "release.json"
INDICATORS = "indicators.json"
AREAS = "areas.csv"
FIGURES = "figures.csv"
FILES = (AREAS, FIGURES, INDICATORS)
AREA_COLUMNS = ("year", "level", "code", "nl", "fr", "de", "en", "parent_code")
FIGURE_COLUMNS = ("indicator", "year", "level", "area_code", "value", "numerator", "denominator", "status")
POINTER = "latest"


def digest(path: Path) -> str:
    """The SHA-256 of a file, as 64 hex characters."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
