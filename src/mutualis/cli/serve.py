"""Verb: serve."""

from pathlib import Path
from typing import Annotated

import typer

from mutualis.cli.atlas import GeometryPack, Host, Port
from mutualis.cli.atlas import serve as start
from mutualis.cli.places import DEFAULT, WorkspacePath, releases_of

Releases = Annotated[
    Path | None,
    typer.Option(
        help="A folder of releases, where there is no workspace (a public server has only this).",
        show_default=False,
    ),
]
Log = Annotated[bool, typer.Option("--log", help="Write a line of JSON for each request, without addresses.")]


def serve(
    path: WorkspacePath = DEFAULT,
    releases: Releases = None,
    port: Port = 8000,
    host: Host = "127.0.0.1",
    geometry: GeometryPack = None,
    log: Log = False,
) -> None:
    """Serve the Atlas and its open data: one process, no database; it reads releases and writes nothing.

    A release published later is shown without a restart. SIGTERM or Ctrl+C lets open requests end. Several processes
    may serve the same folder behind a proxy. Examples:
        mutualis serve
        mutualis serve -w workspace --port 8080 --log
        mutualis serve --releases /srv/releases --host 0.0.0.0
    """
    if releases and not releases.is_dir():
        raise typer.BadParameter(f"There is no folder {releases}.")
    start(releases or releases_of(path), port, host, geometry, log)
