"""Read an edition of the catalogue: every checksum and the root are verified before anything is used."""

import json
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from mutualis.model import MutualisError
from mutualis.release.catalogue import files
from mutualis.release.catalogue.values import Edition, Key, backward
from mutualis.release.files import digest


def listing_editions(releases: Path) -> tuple[str, ...]:
    """The ids of the editions in a folder of releases, by day."""
    return tuple(sorted(path.parent.name for path in (releases / files.FOLDER).glob(f"[!.]*/{files.DESCRIPTION}")))


def latest_edition(releases: Path) -> Path:
    """The folder of the newest edition: the one that the pointer names."""
    pointer, there = releases / files.FOLDER / files.POINTER, listing_editions(releases)
    name = pointer.read_text(encoding="utf-8").strip() if pointer.is_file() else ""
    if name not in there:
        raise MutualisError(
            "There is no edition of the catalogue to read.",
            there_is=f"editions {', '.join(there)}, and no pointer to one of them" if there else "none was published",
            do="publish one with `mutualis catalogue publish`",
        )
    return releases / files.FOLDER / name


def read_edition(folder: Path) -> Edition:
    """The edition in a folder. Errors: no edition there, another format, a missing, changed or foreign file."""
    said = described(folder)
    _verify(folder, said)
    items = {each.key: each for each in files.items_of(_json(folder / files.ITEMS))}
    lists = sorted(path for path in (folder / files.LISTS).glob("*.csv"))
    codes = {path.stem: tuple(files.codes_of(path.read_text(encoding="utf-8"))) for path in lists}
    found: Mapping[Key, Any] = MappingProxyType(items)
    return Edition(
        id=said["id"],
        root=said["root"],
        created=said["created"],
        release=said["release"],
        about=MappingProxyType(said["about"]),
        items=found,
        codes=MappingProxyType(codes),
        backward=MappingProxyType(backward(items)),
    )


def described(folder: Path) -> dict[str, Any]:
    """The description of an edition. Errors: no edition, no JSON, another format, a part that is missing."""
    path = folder / files.DESCRIPTION
    if not path.is_file():
        raise MutualisError(f"Folder '{folder.name}' is no edition of the catalogue.", there_is=f"no {path.name}")
    try:
        said = _json(path)
    except ValueError:
        raise _damaged(folder, f"{path.name} is no JSON") from None
    if not isinstance(said, dict) or said.get("format") != files.FORMAT:
        raise MutualisError(f"Edition '{folder.name}' is of another format.", there_is=f"this reads {files.FORMAT}")
    if missing := [part for part in ("id", "root", "created", "files", *files.FACTS) if part not in said]:
        raise _damaged(folder, f"{path.name} lacks {', '.join(missing)}")
    return said


def _verify(folder: Path, said: Mapping[str, Any]) -> None:
    declared: Mapping[str, str] = said["files"]
    for name, sha256 in sorted(declared.items()):
        path = folder / name
        if path.is_symlink() or not path.is_file():
            raise _damaged(folder, f"{name} is missing")
        if digest(path) != sha256:
            raise _damaged(folder, f"{name} has changed since it was published")
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}
    if foreign := sorted(there - {*declared, files.DESCRIPTION}):
        raise _damaged(folder, f"{foreign[0]} was not published with it")
    if files.root(declared, said) != said["root"]:
        raise _damaged(folder, f"{files.DESCRIPTION} has changed since it was published: the root is another")


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _damaged(folder: Path, how: str) -> MutualisError:
    return MutualisError(f"Edition '{folder.name}' of the catalogue is damaged: {how}.", do="restore it from a copy")
