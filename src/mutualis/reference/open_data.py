"""The terms of open data (`open_data.toml`): the licence of figures, and the id of the agency in SDMX."""

import tomllib
from dataclasses import dataclass
from functools import cache

from mutualis.reference.files import ROOT


@dataclass(frozen=True)
class OpenData:
    """`licence` is its name, `licence_url` its text, `licence_id` its name among machines (SPDX); `agency` the
    maintainer of the SDMX structures."""

    licence: str
    licence_url: str
    licence_id: str
    agency: str


@cache
def open_data() -> OpenData:
    """The terms under which figures go out."""
    said = tomllib.loads((ROOT / "open_data.toml").read_text(encoding="utf-8"))
    licence = said["licence"]
    return OpenData(licence["name"], licence["url"], licence["path"].rsplit("/", 1)[1], said["sdmx"]["agency"])
