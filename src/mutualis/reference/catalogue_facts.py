"""What the catalogue says of the house and the law (`catalogue.toml`): publisher, contact, address, licence, EHDS.

An installation of one's own names a file with the same parts as MUTUALIS_CATALOGUE_FACTS.
"""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from mutualis.model import MutualisError
from mutualis.reference.files import ROOT

OWN_FILE = "MUTUALIS_CATALOGUE_FACTS"
PARTS = ("publisher", "contact", "catalogue", "health")


@dataclass(frozen=True)
class CatalogueFacts:
    """The parts of the file, as plain values."""

    publisher: Mapping[str, Any]
    contact: Mapping[str, Any]
    catalogue: Mapping[str, Any]
    health: Mapping[str, Any]


@cache
def catalogue_facts() -> CatalogueFacts:
    """The facts in the file that the environment names, else in `catalogue.toml`; one that lacks some is an error."""
    path = Path(os.environ.get(OWN_FILE) or ROOT / "catalogue.toml")
    there, said = _read(ROOT / "catalogue.toml"), _read(path)
    lacking = [f"{part}.{name}" for part in PARTS for name in there[part] if name not in said.get(part, {})]
    if lacking:
        raise MutualisError(
            f"The file {path.name} with the facts of the catalogue lacks {', '.join(lacking)}.",
            do="copy the part from the catalogue.toml that comes with the program, and write your own values",
        )
    return CatalogueFacts(**{part: MappingProxyType(said[part]) for part in PARTS})


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise MutualisError(
            f"The file {path.name} with the facts of the catalogue cannot be read.", do="write it as TOML in UTF-8"
        ) from None
