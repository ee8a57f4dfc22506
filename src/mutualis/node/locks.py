"""Locks between processes: one holder at a time, let go by the system when the holder dies, also by `kill -9`."""

import contextlib
import fcntl
import json
import os
from collections.abc import Iterator
from pathlib import Path

from mutualis.model import Busy
from mutualis.parcel import moment


@contextlib.contextmanager
def lock(path: Path, what: str) -> Iterator[None]:
    """Hold the lock file while the block runs. A second holder gets a `Busy` error that says who and since when."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        if not try_lock(handle):
            raise _taken(handle, what)
        os.ftruncate(handle, 0)
        os.pwrite(handle, json.dumps({"process": os.getpid(), "since": moment()}).encode(), 0)
        yield
    finally:
        os.close(handle)


def try_lock(handle: int, shared: bool = False) -> bool:
    """Take the lock of an open file without waiting; whether it was free."""
    try:
        fcntl.flock(handle, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _taken(handle: int, what: str) -> Busy:
    try:
        holder = json.loads(os.pread(handle, 200, 0))
        who = f"process {holder['process']} runs it since {holder['since']}"
    except (ValueError, KeyError):
        who = "another process has just begun it"
    return Busy(
        f"Only one {what} can run at a time in this node.",
        there_is=who,
        do="wait until it ends, then run the command again",
    )
