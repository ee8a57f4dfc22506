"""Verb: demo."""

import shutil
from pathlib import Path
from typing import Annotated

import typer

from mutualis import pipeline
from mutualis.cli.atlas import Port, serve
from mutualis.cli.options import DEFAULT, Threads, WorkspacePath, YearsText, new_workspace
from mutualis.cli.progress import Bars
from mutualis.cli.synthesise import Insured, Seed
from mutualis.cli.table import closing, say
from mutualis.model import Years

MARK = "demo.txt"


def demo(
    path: WorkspacePath = DEFAULT,
    insured: Insured = 100_000,
    years: YearsText = "2022-2023",
    seed: Seed = 1,
    threads: Threads = 2,
    port: Port = 8000,
    atlas: Annotated[bool, typer.Option("--serve/--no-serve", help="Serve the Atlas at the end.")] = True,
) -> None:
    """The whole way on a synthetic country: seven insurers, all nodes, a release, what stands beside it, and the Atlas.

    The workspace is made anew. Examples:
        mutualis demo
        mutualis demo --insured 5000 --no-serve
    """
    span = Years.parse(years)
    space = new_workspace(path, threads)
    make_room(path)
    with Bars() as bars:
        rows = [pipeline.synthesise(space, insured, span, seed, False, bars)]
        rows += [*pipeline.run(space, bars), *pipeline.beside(space, bars)]
    closing(rows)
    if atlas:
        serve(space.releases, port)
    else:
        say(f"The release is in {space.releases}.")
        say(f"See it with: mutualis atlas -w {path}")


def make_room(path: Path) -> None:
    """Remove an earlier demo. A folder that holds anything else is left alone: it is a mistake to name it here."""
    is_demo = (path / MARK).is_file() or ((path / "nodes").is_dir() and (path / "truth").is_dir())
    if path.exists() and not is_demo and (not path.is_dir() or any(path.iterdir())):
        raise typer.BadParameter(f"{path} holds something that no demo made; name another workspace with -w")
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir(parents=True, exist_ok=True)
    (path / MARK).write_text("A synthetic country, made by `mutualis demo`; the next demo replaces it.\n")
