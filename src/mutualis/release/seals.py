"""Whether a release folder is whole: the files it declares and no other, their checksums, and the root over all."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mutualis.model import MutualisError
from mutualis.release import files

PARTS = ("id", "root", "created", "versions", "effort", "files", *files.FACTS)


def described(folder: Path) -> dict[str, Any]:
    """The description of a release. Errors: no release, no JSON, another format, a part that is missing."""
    path = folder / files.DESCRIPTION
    if not path.is_file():
        raise MutualisError(f"Folder '{folder.name}' is no release.", there_is=f"it has no {files.DESCRIPTION}")
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        raise _damaged(folder, f"{path.name} is no JSON") from None
    if not isinstance(said, dict) or said.get("format") != files.FORMAT:
        raise MutualisError(
            f"Release '{folder.name}' is of another format.", there_is=f"this program reads {files.FORMAT}"
        )
    if missing := [part for part in PARTS if part not in said]:
        raise _damaged(folder, f"{path.name} lacks {', '.join(missing)}")
    return said


def verify_files(folder: Path, said: Mapping[str, Any]) -> None:
    """Compare every file with its checksum, and all of it with the root. What is wrong first is an error."""
    declared = said["files"]
    if not set(files.FILES) <= set(declared) or not all(files.NAME.fullmatch(name) for name in declared):
        raise MutualisError(
            f"Release '{folder.name}' declares other files than a release has.",
            there_is=f"it has {', '.join(files.FILES)} and files in {' and '.join(files.FOLDERS)}",
        )
    for name in sorted(declared):
        path = folder / name
        if not path.is_file():
            raise _damaged(folder, f"{name} is missing")
        if files.digest(path) != declared[name]["sha256"]:
            raise _damaged(folder, f"{name} has changed since it was published")
    if foreign := sorted(_there(folder) - {*declared, files.DESCRIPTION}):
        raise _damaged(folder, f"{foreign[0]} was not published with it")
    if files.root({name: each["sha256"] for name, each in declared.items()}, said) != said["root"]:
        raise _damaged(folder, f"{files.DESCRIPTION} has changed since it was published: the root is another")


def _there(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_symlink() or not path.is_dir()}


def _damaged(folder: Path, how: str) -> MutualisError:
    return MutualisError(
        f"Release '{folder.name}' is damaged: {how}.", do="restore the folder, or publish the release again"
    )
