"""Which definition of each indicator a release was made with: read without its figures, for the list of versions."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from mutualis.model import MutualisError
from mutualis.release import files
from mutualis.release.seals import described

KEPT = 256


@dataclass(frozen=True)
class Definitions:
    """A release, when it was made (ISO), its years, and {indicator: version of its definition}."""

    release: str
    created: str
    years: tuple[int, ...]
    versions: Mapping[str, str]


@lru_cache(maxsize=KEPT)
def definitions(folder: Path) -> Definitions:
    """Of a release folder; the list of indicators is checked against its checksum, the rest is not looked at."""
    said, path = described(folder), folder / files.INDICATORS
    if not path.is_file() or files.digest(path) != said["files"][files.INDICATORS]["sha256"]:
        raise MutualisError(
            f"Release '{folder.name}' is damaged: {path.name} is not the one that was published.",
            do="restore the folder, or publish the release again",
        )
    sheets = json.loads(path.read_text(encoding="utf-8"))
    versions = MappingProxyType({each["name"]: each["version"] for each in sheets})
    return Definitions(said["id"], said["created"], tuple(said["contents"]["years"]), versions)
