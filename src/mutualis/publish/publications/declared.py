"""The publications that there are: a folder each, with publication.toml and a text in each language.

Those of the house stand in `publish/templates/publications`; a centre adds its own in `publications/templates` of its
workspace. Names of a workspace go before those of the house.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from mutualis import reference
from mutualis.model import MutualisError
from mutualis.reference.publication_kinds import Kind, publication_kind, publication_kinds

FOLDER = Path(__file__).parents[1] / "templates" / "publications"
DESCRIPTION, TEXT = "publication.toml", "{language}.md.j2"
KEYS = {"kind", "indicators", "languages", "sections", "constants"}


@dataclass(frozen=True)
class Publication:
    """A publication as declared. The first of `indicators` is the one that helpers take where none is named; `sections`
    are the parts of the text in order; `constants` are numbers that the text may hold and why ({number: source})."""

    name: str
    folder: Path
    kind: Kind
    indicators: tuple[str, ...]
    languages: tuple[str, ...]
    sections: tuple[str, ...]
    constants: Mapping[str, str]

    @property
    def indicator(self) -> str:
        return self.indicators[0] if self.indicators else ""

    @property
    def missing_languages(self) -> tuple[str, ...]:
        """The languages that a publication must have and this one has not."""
        return tuple(each for each in publication_kinds().required if each not in self.languages)

    def template(self, language: str) -> Path:
        """The text of a language."""
        return self.folder / TEXT.format(language=language)


def publications(own: Path | None = None) -> Mapping[str, Publication]:
    """{name: publication}, those of the house and those of a folder, by name."""
    folders = [FOLDER, *([own] if own and own.is_dir() else [])]
    found = {path.parent.name: _read(path.parent) for each in folders for path in each.glob(f"*/{DESCRIPTION}")}
    return MappingProxyType(dict(sorted(found.items())))


def publication(name: str, own: Path | None = None) -> Publication:
    """A publication by its name."""
    known = publications(own)
    if name not in known:
        raise MutualisError(f"There is no publication '{name}'.", there_is=", ".join(known))
    return known[name]


def _read(folder: Path) -> Publication:
    try:
        said = tomllib.loads((folder / DESCRIPTION).read_text(encoding="utf-8"))
    except ValueError as problem:
        raise MutualisError(f"The publication '{folder.name}' cannot be read.", there_is=str(problem)) from None
    _check(folder, said)
    return Publication(
        folder.name,
        folder,
        publication_kind(said["kind"]),
        tuple(said["indicators"]),
        tuple(said["languages"]),
        tuple(said["sections"]),
        MappingProxyType(dict(said.get("constants", {}))),
    )


def _check(folder: Path, said: Mapping[str, Any]) -> None:
    where = f"The publication '{folder.name}'"
    if odd := sorted((KEYS - {"constants"} - set(said)) | (set(said) - KEYS)):
        raise MutualisError(
            f"{where} lacks or does not know '{odd[0]}'.", there_is=f"keys are {', '.join(sorted(KEYS))}"
        )
    publication_kind(said["kind"])
    _known(where, "indicator", said["indicators"], list(reference.all_indicator_facts()))
    _known(where, "language", said["languages"], publication_kinds().possible)
    absent = [each for each in said["languages"] if not (folder / TEXT.format(language=each)).is_file()]
    if absent:
        raise MutualisError(f"{where} has no text in '{absent[0]}'.", do=f"add {TEXT.format(language=absent[0])}")


def _known(where: str, what: str, named: Sequence[str], known: Sequence[str]) -> None:
    if unknown := [each for each in named if each not in known]:
        raise MutualisError(f"{where} names {what} '{unknown[0]}', which is not known.")
