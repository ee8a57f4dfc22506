"""Files and folders that appear whole or not at all: write beside, fsync, rename, fsync the parent."""

import contextlib
import errno
import os
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path

from mutualis.model import DiskFull

UNFINISHED_PREFIX = ".unfinished-"


def sync(path: Path) -> None:
    """Force a file or folder to disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_file(path: Path, content: bytes, mode: int = 0o644) -> None:
    """Write a small file whole: a reader sees the old content or the new, also after a crash."""
    unfinished = path.with_name(f"{UNFINISHED_PREFIX}{secrets.token_hex(6)}")
    try:
        handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    sync(path.parent)


@contextlib.contextmanager
def full_disk_told() -> Iterator[None]:
    """A full disk or quota becomes an error people can act on; other errors pass."""
    try:
        yield
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise DiskFull(
            "The disk is full, or the quota used up.",
            there_is="what was being written was removed; nothing that was there before has changed",
            do="make space, then run the command again",
        ) from error


@contextlib.contextmanager
def unfinished_folder(parent: Path) -> Iterator[Path]:
    """A folder in `parent` to be filled and then given to `appear`; removed where that did not happen."""
    parent.mkdir(parents=True, exist_ok=True)
    folder = parent / f"{UNFINISHED_PREFIX}{secrets.token_hex(6)}"
    try:
        with full_disk_told():
            folder.mkdir(mode=0o700)
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def appear(folder: Path, target: Path) -> Path:
    """Let the filled folder appear as `target`. A target that exists stays, since its name holds its hash."""
    for path in folder.iterdir():
        sync(path)
    sync(folder)
    try:
        folder.rename(target)
    except OSError:
        if not target.is_dir():
            raise
    sync(target.parent)
    return target
