"""Verb: atlas."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from mutualis.cli.places import DEFAULT, WorkspacePath, releases_of

Port = Annotated[int, typer.Option(min=1, max=65535, help="The port on this machine.")]
GeometryPack = Annotated[
    Path | None,
    typer.Option(
        "--geometry",
        envvar="MUTUALIS_GEOMETRY",
        help="A geometry pack, as `mutualis geometry import` makes it. Without one the built-in maps are used: "
        "exact for regions and provinces, schematic below.",
        show_default=False,
    ),
]
Host = Annotated[str, typer.Option(help="The address to listen on.")]


def atlas(
    path: WorkspacePath = DEFAULT,
    port: Port = 8000,
    host: Host = "127.0.0.1",
    geometry: GeometryPack = None,
) -> None:
    """Serve the public Atlas: the newest release, and every earlier one by its permanent links. `serve` says more.

    A pack that cannot be read leaves the pages without maps; the tables stay. Examples:
        mutualis atlas
        mutualis atlas -w workspace --port 8080
        mutualis atlas --geometry /data/statbel-2025
    """
    serve(releases_of(path), port, host, geometry)


def serve(releases: Path, port: int, host: str = "127.0.0.1", geometry: Path | None = None, log: bool = False) -> None:
    from mutualis import atlas as web

    if problem := web.geometry_problem(geometry):
        Console(stderr=True).print(f"[bold yellow]There will be no maps.[/] {problem}", highlight=False)
    Console().print(f"The Atlas is at [bold]http://{host}:{port}/[/] (Ctrl+C stops it).", highlight=False)
    web.serve(releases, host, port, geometry, log)
