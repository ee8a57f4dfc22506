"""The automatic job of 20/284: self-registrations go from the senders' accounts to the analysis zone, and nothing else.

It looks at the name of a file, the account it lies in and its size, never inside. What does not fit is kept in
`store/refused` with the reason; what fits is on disk in the zone before it leaves the account.
"""

import os
import shutil
import time
from pathlib import Path

from mutualis.node import inbox
from mutualis.node.sftp.accounts import Accounts
from mutualis.parcel.durable import UNFINISHED_PREFIX, full_disk_told, sync
from mutualis.parcel.registration_name import MAX_BYTES, RegistrationName

ENDING, IN_A_PARCEL = ".xml", "+"


def copy_registrations(accounts: Accounts, zone: Path, settled_seconds: float = 0.0) -> list[Path]:
    """Copy what fits to `<zone>/<sender>/<name>`; returns those paths. Safe to repeat, and after being killed.

    `settled_seconds`: leave alone what changed less long ago; for a server that shows files while they are written.
    """
    with accounts.host.lock("registrations"), full_disk_told():
        return [
            made
            for sender in accounts.names()
            for path in _uploaded(accounts.folder(sender), settled_seconds)
            if (made := _copied(accounts, sender, path, zone)) is not None
        ]


def _uploaded(folder: Path, settled_seconds: float) -> list[Path]:
    """The files in an account that end as a self-registration does and are of no parcel."""
    latest = time.time() - settled_seconds
    names = (path for path in sorted(folder.iterdir()) if path.name.lower().endswith(ENDING))
    return [path for path in names if IN_A_PARCEL not in path.name and path.lstat().st_mtime <= latest]


def _copied(accounts: Accounts, sender: str, path: Path, zone: Path) -> Path | None:
    """One file; None where it is refused."""
    target = zone / sender / path.name
    if reason := _misfit(path, sender, target):
        _refuse(accounts, sender, path, reason)
        return None
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = target.with_name(f"{UNFINISHED_PREFIX}{path.name}")
    shutil.copyfile(path, unfinished, follow_symlinks=False)
    unfinished.chmod(0o600)
    sync(unfinished)
    unfinished.replace(target)
    sync(target.parent)
    accounts.host.log("registration.copied", on=sender)
    _remove(path)
    return target


def _misfit(path: Path, sender: str, target: Path) -> str:
    """The rule that a file breaks; empty where it fits."""
    name = RegistrationName.parse(path.name)
    if name is None or path.is_symlink() or not path.is_file():
        return "selfreg.name"
    if name.sender != sender:
        return "selfreg.sender"
    if path.stat().st_size > MAX_BYTES:
        return "selfreg.size"
    return "selfreg.number" if target.is_file() and target.read_bytes() != path.read_bytes() else ""


def _refuse(accounts: Accounts, sender: str, path: Path, reason: str) -> None:
    """Move a file, as it is, out of the account; a name that is not of the form is not used."""
    folder = accounts.host.store / "refused"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    stem = path.stem if RegistrationName.parse(path.name) else "unnamed"
    number = 1
    while os.path.lexists(kept := folder / f"{sender}-{stem}.{number}{ENDING}"):
        number += 1
    inbox.write_reason(kept, reason)
    path.rename(kept)
    sync(folder)
    sync(path.parent)
    accounts.host.log("registration.refused", on=sender)


def _remove(path: Path) -> None:
    path.unlink()
    sync(path.parent)
