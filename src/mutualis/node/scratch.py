"""Temporary files of a node: readable by its owner only, gone after use, and swept at the next open after a crash."""

import contextlib
import fcntl
import os
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path

from mutualis.node.locks import try_lock
from mutualis.parcel.durable import UNFINISHED_PREFIX

IN_USE = ".in-use"
SWEPT = ("inbox", "outbox", "store", "keys", ".")


@contextlib.contextmanager
def scratch_folder(temporary: Path) -> Iterator[Path]:
    """A new folder for decrypted or half-made files, removed when the block ends."""
    folder = temporary / secrets.token_hex(6)
    folder.mkdir(mode=0o700, parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def enter(folder: Path) -> int:
    """Say that this process uses the node, and sweep what dead processes left if no other one does.

    Returns an open file that holds the node in use until it is closed, also when the process is killed.
    """
    handle = os.open(folder / "tmp" / IN_USE, os.O_RDWR | os.O_CREAT, 0o600)
    if try_lock(handle):
        _sweep(folder)
    fcntl.flock(handle, fcntl.LOCK_SH)
    return handle


@contextlib.contextmanager
def in_use(folder: Path) -> Iterator[None]:
    """Keep a node from being swept while the block runs, for a carrier that writes into its inbox."""
    handle = os.open(folder / "tmp" / IN_USE, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_SH)
        yield
    finally:
        os.close(handle)


def _sweep(folder: Path) -> None:
    left = [path for path in (folder / "tmp").iterdir() if path.name != IN_USE]
    for place in SWEPT:
        left += (folder / place).glob(f"{UNFINISHED_PREFIX}*")
    for path in left:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
