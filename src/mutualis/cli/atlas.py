"""Verb: atlas."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from mutualis.cli.options import DEFAULT, WorkspacePath, workspace

Port = Annotated[int, typer.Option(min=1, max=65535, help="The port on this machine.")]


def atlas(
    path: WorkspacePath = DEFAULT,
    port: Port = 8000,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
) -> None:
    """Serve the public Atlas of the newest release.

    Example: mutualis atlas -w workspace --port 8080
    """
    serve(workspace(path).releases, port, host)


def serve(releases: Path, port: int, host: str = "127.0.0.1") -> None:
    from mutualis import atlas as web

    Console().print(f"The Atlas is at [bold]http://{host}:{port}/[/] (Ctrl+C stops it).", highlight=False)
    web.serve(releases, host, port)
