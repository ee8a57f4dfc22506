"""A lock that one writer holds. The system frees it when the process ends, however it ends."""

import fcntl
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mutualis.model import Busy

PAUSE_SECONDS = 0.05


class WriterLock:
    """An exclusive lock on a file, for one thread of one process at a time; its holder may take it again."""

    def __init__(self, path: Path, what: str) -> None:
        self.path, self.what = path, what
        self._thread = threading.RLock()
        self._depth = 0
        self._handle = -1

    @contextmanager
    def held(self, patience_seconds: float = 0.0) -> Iterator[None]:
        """Hold the lock; when another holds it after the patience, say so."""
        deadline = time.monotonic() + patience_seconds
        if not self._thread.acquire(timeout=max(patience_seconds, 0.001)):
            raise self._taken()
        try:
            if self._depth == 0:
                self._handle = self._locked(deadline)
            self._depth += 1
            try:
                yield
            finally:
                self._depth -= 1
                if self._depth == 0:
                    os.close(self._handle)
        finally:
            self._thread.release()

    def _locked(self, deadline: float) -> int:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return handle
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    os.close(handle)
                    raise self._taken() from None
                time.sleep(PAUSE_SECONDS)

    def _taken(self) -> Busy:
        return Busy(
            f"Another process is writing to {self.what}.",
            there_is="one writer at a time; nothing of this one was written",
            do="wait until the other has finished and run it again",
        )
