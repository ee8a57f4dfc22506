"""The folder of releases on disk: a release appears whole, and with it its line in the ledger; one writer at a time.

Order of writing: the files beside their place, the next ledger beside the ledger, the folder by one rename, the ledger
by one rename, the pointer. A process that stops in between leaves at most a finished folder and a next ledger, and the
next publication finishes that (`_recover`).
"""

import contextlib
import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from mutualis import release
from mutualis.model import Busy, MutualisError
from mutualis.node.locks import try_lock
from mutualis.parcel.durable import sync, write_file
from mutualis.release import files, ledger

NEXT = f".{files.LEDGER}.next"


@contextlib.contextmanager
def held(folder: Path) -> Iterator[None]:
    """The folder of releases, made where it is missing, for one writer; what an earlier one left is put right."""
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder, os.O_RDONLY)
    try:
        if not try_lock(handle):
            raise Busy("Another process is publishing into this folder.", do="wait until it ends, then publish again")
        _recover(folder)
        yield
    finally:
        os.close(handle)


def published(folder: Path, root: str) -> Path | None:
    """The folder of the release with that root, or None. The ledger must hold, and know every folder there is."""
    entries = ledger.entries(folder)
    ledger.no_strangers(folder, entries)
    for each in entries:
        if each.root == root:
            ledger.holds(folder, each)
            return folder / each.release
    return None


def write(target: Path, content: Mapping[str, bytes]) -> None:
    """Write everything beside the target, read it back, and let it appear with its line in the ledger."""
    releases, part = target.parent, target.parent / f".{target.name}.{os.getpid()}"
    shutil.rmtree(part, ignore_errors=True)
    try:
        part.mkdir()
        _fill(part, content)
        line = ledger.line(ledger.following(releases, release.read(part)))
        _write_next(releases, line)
        os.rename(part, target)
        sync(releases)
        _finish(releases)
    except OSError as problem:
        if not target.is_dir():
            (releases / NEXT).unlink(missing_ok=True)
        raise MutualisError(
            "The release could not be written.",
            there_is=problem.strerror or "",
            do="make room or give write access, then publish again",
        ) from None
    finally:
        shutil.rmtree(part, ignore_errors=True)


def point(folder: Path, name: str) -> None:
    """Let the pointer name the newest release."""
    write_file(folder / files.POINTER, f"{name}\n".encode())


def _fill(part: Path, content: Mapping[str, bytes]) -> None:
    for name in files.FOLDERS:
        (part / name).mkdir()
    for name, data in content.items():
        write_whole(part / name, data)
    for folder in (*(part / name for name in files.FOLDERS), part):
        sync(folder)


def write_whole(path: Path, data: bytes) -> None:
    """A new file, on disk when this returns, that nobody may write."""
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    path.chmod(0o444)


def _write_next(releases: Path, line: str) -> None:
    there = releases / files.LEDGER
    known = there.read_bytes() if there.is_file() else b""
    write_file(releases / NEXT, known + line.encode())


def _finish(releases: Path) -> None:
    os.replace(releases / NEXT, releases / files.LEDGER)
    sync(releases)


def _recover(folder: Path) -> None:
    """Finish what a stopped process began: a next ledger counts when the folder of its last release is there."""
    if not (folder / NEXT).is_file():
        return
    waiting = ledger.entries(folder, NEXT)
    if waiting and waiting[:-1] == ledger.entries(folder) and (folder / waiting[-1].release).is_dir():
        _finish(folder)
        point(folder, waiting[-1].release)
    else:
        (folder / NEXT).unlink()
