"""The kinds of publication (`publications/kinds.toml`): how long, in which forms and languages, for whom."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import Any

from mutualis.model import MutualisError
from mutualis.reference.files import ROOT
from mutualis.reference.words import TEXT_LANGUAGES

FORMATS = ("html", "pdf", "mail")


@dataclass(frozen=True)
class Kind:
    """A kind of publication. Limits that are None do not bind; `years` between two editions, 0 for one that is made
    once. Its name for people is the text `publication.kind_<name>`."""

    name: str
    audience: str
    formats: tuple[str, ...]
    years: int
    source: str
    mark: str
    least_words: int | None = None
    most_words: int | None = None
    least_pages: int | None = None
    least_items: int | None = None

    @property
    def key(self) -> str:
        """The key of its name."""
        return f"publication.kind_{self.name.replace('-', '_')}"


@dataclass(frozen=True)
class Kinds:
    """All kinds, the languages that each publication must and may have, and when a change is told as small."""

    by_name: Mapping[str, Kind]
    required: tuple[str, ...]
    possible: tuple[str, ...] = field(default=TEXT_LANGUAGES)
    small_percent: int = 0


@cache
def publication_kinds() -> Kinds:
    """The kinds of publication of the file."""
    said = tomllib.loads((ROOT / "publications" / "kinds.toml").read_text(encoding="utf-8"))
    kinds = {name: _kind(name, each) for name, each in said["kind"].items()}
    languages = said["languages"]
    return Kinds(
        MappingProxyType(kinds),
        tuple(languages["required"]),
        tuple(languages["possible"]),
        said["small_change"]["percent"],
    )


def publication_kind(name: str) -> Kind:
    """A kind by its name."""
    known = publication_kinds().by_name
    if name not in known:
        raise MutualisError(f"There is no kind of publication '{name}'.", there_is=", ".join(known))
    return known[name]


def _kind(name: str, said: Mapping[str, Any]) -> Kind:
    if unknown := sorted(set(said["formats"]) - set(FORMATS)):
        raise MutualisError(f"Kind '{name}' has no form '{unknown[0]}'.", there_is=", ".join(FORMATS))
    return Kind(**{"name": name, **said, "formats": tuple(said["formats"])})
