"""A running server for outside clients: a process of its own over the drawn country of the Atlas's tests."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

VERB = "from mutualis.cli import main; main()"


@contextmanager
def running(releases: Path) -> Iterator[str]:
    """The address of `mutualis serve` over a folder of releases."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-c", VERB, "serve", "--releases", str(releases), "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env={**os.environ, "MUTUALIS_RATE": "0"})
    address = f"http://127.0.0.1:{port}"
    try:
        while not _lives(address):
            assert process.poll() is None, "the server did not start"
            time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait()


def _lives(address: str) -> bool:
    try:
        return httpx.get(f"{address}/health").status_code == 200
    except httpx.TransportError:
        return False
