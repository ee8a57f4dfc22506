"""What the catalogue says of the house and the law (`catalogue.toml`): publisher, contact, address, licence, EHDS."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from mutualis.reference.files import ROOT


@dataclass(frozen=True)
class CatalogueFacts:
    """The parts of the file, as plain values."""

    publisher: Mapping[str, Any]
    contact: Mapping[str, Any]
    catalogue: Mapping[str, Any]
    health: Mapping[str, Any]


@cache
def catalogue_facts() -> CatalogueFacts:
    """The facts in `catalogue.toml`."""
    said = tomllib.loads((ROOT / "catalogue.toml").read_text(encoding="utf-8"))
    return CatalogueFacts(**{name: MappingProxyType(part) for name, part in said.items()})
