"""The staff application at an address of this machine: until it is stopped, or for as long as a test needs it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from mutualis.staff.app import create_app
from mutualis.staff.settings import Settings


def serve(settings: Settings, host: str = "127.0.0.1", port: int = 8100) -> None:
    """Serve the application until it is stopped. Addresses of visitors are taken from the proxies of the settings."""
    import uvicorn

    uvicorn.run(create_app(settings), host=host, port=port, **_quiet(settings))


@contextmanager
def served(settings: Settings, **more: Any) -> Iterator[Any]:
    """The application on the port of its address, served by a thread until the context ends: for pictures and tests."""
    import uvicorn

    port = int(settings.address.rsplit(":", 1)[1])
    config = uvicorn.Config(create_app(settings, **more), host="127.0.0.1", port=port, **_quiet(settings))
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started and thread.is_alive():
        thread.join(0.05)
    try:
        yield settings.address
    finally:
        server.should_exit = True
        thread.join()


def _quiet(settings: Settings) -> dict[str, Any]:
    """What uvicorn is told: no line a request, no name of the server, and whose word on addresses it takes."""
    return {
        "log_level": "warning",
        "access_log": False,
        "server_header": False,
        "proxy_headers": bool(settings.proxies),
        "forwarded_allow_ips": list(settings.proxies),
    }
