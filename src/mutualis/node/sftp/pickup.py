"""Picking up complete parcels: out of the accounts into the host's outbox, from where they are carried on.

The host opens the envelope, never a file: the sender is the account's own, the files are those of the manifest, their
sizes agree. Signatures and hashes are the recipient's to check.
"""

from collections.abc import Iterator
from pathlib import Path

from mutualis import parcel
from mutualis.model import MutualisError
from mutualis.node import inbox
from mutualis.node.sftp.accounts import Accounts
from mutualis.node.sftp.names import DONE, UploadName
from mutualis.parcel.durable import appear, sync, unfinished_folder
from mutualis.parcel.names import MANIFEST_NAME, SIGNATURE_NAME


def collect(accounts: Accounts) -> list[Path]:
    """Move every complete parcel into the host's outbox; returns them. What is no parcel goes to store/refused."""
    with accounts.host.lock("pickup"):
        return [
            found
            for sender in accounts.names()
            for name in _complete(accounts.folder(sender))
            if (found := _collect(accounts, sender, name)) is not None
        ]


def _complete(folder: Path) -> Iterator[str]:
    """The parcels whose marker has come."""
    names = (UploadName.parse(path.name) for path in sorted(folder.iterdir()))
    return iter([name.parcel for name in names if name and name.is_marker])


def _collect(accounts: Accounts, sender: str, name: str) -> Path | None:
    """One parcel. It is in the outbox before its marker goes: a pick-up that is killed is begun again."""
    host, folder = accounts.host, accounts.folder(sender)
    marker = folder / str(UploadName(name, DONE))
    try:
        with unfinished_folder(host.outbox) as unfinished:
            files = sorted(path for path in folder.glob(f"{name}+*") if path != marker)
            for path in files:
                if path.is_symlink() or not path.is_file():
                    raise MutualisError(f"Parcel {name} holds something that is no plain file.")
                (unfinished / path.name.partition("+")[2]).hardlink_to(path)
            _check(unfinished, name, sender)
            made = appear(unfinished, host.outbox / name)
    except MutualisError as error:
        _refuse(accounts, sender, name, str(error))
        return None
    host.log("parcel.collected", on=sender, files=len(files))
    _remove(files, marker)
    return made


def _check(folder: Path, name: str, sender: str) -> None:
    if not (folder / MANIFEST_NAME).is_file():
        raise MutualisError(f"Parcel {name} came without its manifest.", do="send it again")
    manifest = parcel.read_envelope(folder)
    if manifest.sender != sender or manifest.folder_name != name:
        raise MutualisError(
            f"Parcel {name} is not what its account may send: the manifest names another sender or another parcel."
        )
    declared = {entry.name: entry.size for entry in manifest.files}
    there = {path.name: path.stat().st_size for path in folder.iterdir()}
    extra = {each: there[each] for each in (MANIFEST_NAME, SIGNATURE_NAME) if each in there}
    if there != declared | extra or len(extra) != 2:
        raise MutualisError(f"Parcel {name} has not the files and sizes of its manifest.", do="send it again")


def _refuse(accounts: Accounts, sender: str, name: str, reason: str) -> None:
    host, folder = accounts.host, accounts.folder(sender)
    marker = folder / str(UploadName(name, DONE))
    kept = host.store / "refused" / f"{sender}-{name}"
    kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    host.log("parcel.refused", on=sender)
    inbox.write_reason(kept, reason)
    _remove([path for path in folder.glob(f"{name}+*") if path != marker], marker)


def _remove(files: list[Path], marker: Path) -> None:
    """The marker first: files without one wait, and are written over when the parcel is sent again."""
    for path in (marker, *files):
        path.unlink(missing_ok=True)
    sync(marker.parent)
