"""Parcels waiting, done and refused: whole folders that move by rename within a node."""

import json
import re
import shutil
from pathlib import Path

from mutualis.parcel import PARCEL_NAME, PARCEL_SUFFIX, moment
from mutualis.parcel.durable import sync, write_file

ENVELOPE = ("manifest.json", "manifest.sig")


def waiting(inbox: Path, kind: str | None = None) -> list[Path]:
    """The parcels of a kind, or all, in order of period and name. A folder with another name counts as any kind."""
    found = (path for path in inbox.iterdir() if path.suffix == PARCEL_SUFFIX and not path.name.startswith("."))
    parcels = [(PARCEL_NAME.fullmatch(path.name), path) for path in found]
    wanted = [(name[2] if name else "9999H9", path) for name, path in parcels if not (kind and name) or name[1] == kind]
    return [path for _, path in sorted(wanted)]


def keep(parcel: Path, target_folder: Path, envelope_only: bool, every_copy: bool = False) -> Path:
    """Move a parcel out of the inbox into a folder of the store.

    A second copy of one parcel is dropped unless `every_copy` is asked; another parcel under its name gets a number.
    """
    target_folder.mkdir(parents=True, exist_ok=True)
    if envelope_only and parcel.is_dir():
        _empty(parcel)
    target = target_folder / parcel.name
    if not every_copy and _same_envelope(parcel, target):
        shutil.rmtree(parcel)
    else:
        target = _free_name(target)
        parcel.rename(target)
    sync(target_folder)
    sync(parcel.parent)
    return target


def write_reason(refused: Path, reason: str) -> Path:
    """Write beside a refused parcel why and when; the parcel itself is not changed."""
    path = refused.with_name(refused.name + ".reason.json")
    write_file(path, (json.dumps({"refused": moment(), "reason": _plain(reason)}, indent=1) + "\n").encode())
    return path


def _same_envelope(parcel: Path, other: Path) -> bool:
    files = [(parcel / name, other / name) for name in ENVELOPE]
    return all(mine.is_file() and its.is_file() and mine.read_bytes() == its.read_bytes() for mine, its in files)


def _free_name(target: Path) -> Path:
    free, number = target, 1
    while free.exists():
        number += 1
        free = target.with_name(f"{target.stem}.{number}{target.suffix}")
    return free


def _plain(reason: str) -> str:
    return re.sub(r"\s+", " ", reason)[:2_000]


def _empty(parcel: Path) -> None:
    for path in parcel.iterdir():
        if path.name in ENVELOPE:
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
