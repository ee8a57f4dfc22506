"""Publications that were issued, beside the releases: `publications/<name>/<year>/`, one folder an edition.

An edition is immutable: `edition.json` holds the hash of every file and a root over all that it says. A mistake is put
right by a corrected edition beside it, `<year>.<number>`, that says why; the first one stays.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from mutualis.model import MutualisError
from mutualis.release.files import digest, hashed
from mutualis.release.values import File

FORMAT = "mutualis-edition-1"
FOLDER = "publications"
EDITION = "edition.json"
ADDRESS = re.compile(r"(\d{4})(?:\.(\d+))?")
NAME = re.compile(r"[a-z0-9][a-z0-9-]*")
FILE = re.compile(r"[a-z0-9][a-z0-9_.-]*")


@dataclass(frozen=True)
class IssuedText:
    """An edition in one language."""

    title: str
    lead: str
    words: int
    pages: int


@dataclass(frozen=True, eq=False)
class Issued:
    """An edition that was issued; compared by being the same, so that pages can be kept by it. `correction` is 0 for
    the first one of a year; `why` says what was put right."""

    name: str
    year: int
    kind: str
    issued: str
    release: str
    root: str
    texts: Mapping[str, IssuedText]
    files: Mapping[str, File]
    folder: Path
    correction: int = 0
    why: str = ""

    @property
    def address(self) -> str:
        """The last part of its address: `2023`, or `2023.1` for a corrected edition."""
        return f"{self.year}.{self.correction}" if self.correction else str(self.year)


def editions(releases: Path) -> tuple[Issued, ...]:
    """All editions that were issued, newest first. Files are compared with their hashes when they are read."""
    found = [issued_in(path.parent) for path in (releases / FOLDER).glob(f"*/[!.]*/{EDITION}")]
    return tuple(sorted(found, key=lambda each: (each.issued, each.year, each.correction, each.name), reverse=True))


def issued_in(folder: Path) -> Issued:
    """The edition in a folder. Errors: another format, a description that was changed, a folder of another name."""
    said = _described(folder)
    found = Issued(
        name=said["name"],
        year=said["year"],
        kind=said["kind"],
        issued=said["issued"],
        release=said["release"],
        root=said["root"],
        texts=MappingProxyType({language: _text(each) for language, each in said["texts"].items()}),
        files=MappingProxyType({name: File(each["size"], each["sha256"]) for name, each in said["files"].items()}),
        folder=folder,
        correction=said.get("correction", 0),
        why=said.get("why", ""),
    )
    if (folder.parent.name, folder.name) != (found.name, found.address):
        raise _damaged(folder, "it is the edition of another folder")
    return found


def content(edition: Issued, name: str) -> bytes:
    """A file of an edition, compared with its hash."""
    path = edition.folder / name
    if name not in edition.files or not FILE.fullmatch(name):
        raise MutualisError("The edition has no file of that name.", there_is=", ".join(edition.files))
    if not path.is_file() or digest(path) != edition.files[name].sha256:
        raise _damaged(edition.folder, f"{name} is missing or was changed")
    return path.read_bytes()


def verify(edition: Issued) -> None:
    """Compare every file of an edition with its hash; one that is not of it is an error."""
    for name in edition.files:
        content(edition, name)
    if foreign := sorted({path.name for path in edition.folder.iterdir()} - {*edition.files, EDITION}):
        raise _damaged(edition.folder, f"{foreign[0]} was not issued with it")


def root(said: Mapping[str, Any]) -> str:
    """The hash over a description, its own root left out."""
    return hashed({name: each for name, each in said.items() if name != "root"})


def _described(folder: Path) -> dict[str, Any]:
    try:
        said = json.loads((folder / EDITION).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise _damaged(folder, f"{EDITION} cannot be read") from None
    if not isinstance(said, dict) or said.get("format") != FORMAT:
        raise MutualisError(f"Edition '{folder.name}' is of another format.", there_is=f"this program reads {FORMAT}")
    if said.get("root") != root(said):
        raise _damaged(folder, f"{EDITION} was changed since it was issued")
    return said


def _text(said: Mapping[str, Any]) -> IssuedText:
    return IssuedText(said["title"], said["lead"], said["words"], said["pages"])


def _damaged(folder: Path, how: str) -> MutualisError:
    return MutualisError(
        f"Edition '{folder.parent.name}/{folder.name}' is damaged: {how}.", do="restore the folder from a copy"
    )
