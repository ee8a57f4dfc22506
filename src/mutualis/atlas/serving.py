"""The Atlas at an address of this machine: until it is stopped, or for as long as somebody needs it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mutualis.atlas.app import create_app


def serve(releases_folder: Path, host: str = "127.0.0.1", port: int = 8000, geometry: Path | None = None) -> None:
    """Serve the Atlas until it is stopped."""
    import uvicorn

    uvicorn.run(create_app(releases_folder, geometry), host=host, port=port, log_level="warning", server_header=False)


@contextmanager
def served(releases_folder: Path, geometry: Path | None = None) -> Iterator[str]:
    """The address of an Atlas on a free port, served by a thread until the context ends: for pictures and tests."""
    import uvicorn

    app = create_app(releases_folder, geometry)
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
