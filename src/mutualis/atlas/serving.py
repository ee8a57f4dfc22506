"""The Atlas at an address of this machine: until it is stopped, or for as long as somebody needs it."""

import logging
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from mutualis.atlas.app import create_app
from mutualis.atlas.door import Settings, settings
from mutualis.atlas.door.watch import LOG

GRACE = 30  # seconds that open requests have after SIGTERM


def serve(
    releases_folder: Path, host: str = "127.0.0.1", port: int = 8000, geometry: Path | None = None, log: bool = False
) -> None:
    """Serve the Atlas until it is stopped: after SIGTERM or Ctrl+C nothing new is taken, what is open is finished."""
    import uvicorn

    _log_to(sys.stdout)
    said: dict[str, Any] = {"log_level": "warning", "server_header": False, "access_log": False}
    asked = settings()
    app = create_app(releases_folder, geometry, replace(asked, log=log or asked.log))
    uvicorn.run(app, host=host, port=port, proxy_headers=False, timeout_graceful_shutdown=GRACE, **said)


@contextmanager
def served(releases_folder: Path, geometry: Path | None = None) -> Iterator[str]:
    """The address of an Atlas on a free port, served by a thread until the context ends: for pictures and tests."""
    import uvicorn

    app = create_app(releases_folder, geometry, Settings(rate=0))
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started and thread.is_alive():
        thread.join(0.05)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}/"
    finally:
        server.should_exit = True
        thread.join()


def _log_to(stream: Any) -> None:
    """Lines of the access log as they are, one a request."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.Formatter("%(message)s"))
    LOG.handlers, LOG.propagate = [handler], False
    LOG.setLevel(logging.INFO)
