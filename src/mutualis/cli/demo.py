"""Verb: demo."""

import shutil
from typing import Annotated

import typer
from rich.console import Console

from mutualis import pipeline
from mutualis.cli.atlas import Port, serve
from mutualis.cli.options import DEFAULT, Threads, WorkspacePath, YearsText, workspace
from mutualis.cli.progress import Bars
from mutualis.cli.synthesise import Insured, Seed
from mutualis.cli.table import closing
from mutualis.model import Years


def demo(
    path: WorkspacePath = DEFAULT,
    insured: Insured = 100_000,
    years: YearsText = "2022-2023",
    seed: Seed = 1,
    threads: Threads = 2,
    port: Port = 8000,
    atlas: Annotated[bool, typer.Option("--serve/--no-serve", help="Serve the Atlas at the end.")] = True,
) -> None:
    """The whole way on a synthetic country: seven insurers, all nodes, all verbs, and the Atlas at the end.

    The workspace is made anew. Examples:
        mutualis demo
        mutualis demo --insured 5000 --no-serve
    """
    space = workspace(path, threads)
    if (path / "nodes").is_dir() and not (path / "truth").is_dir():
        raise typer.BadParameter(f"{path} holds nodes that no demo made; name another workspace with -w")
    shutil.rmtree(path, ignore_errors=True)
    with Bars() as bars:
        rows = [pipeline.synthesise(space, insured, Years.parse(years), seed, False, bars), *pipeline.run(space, bars)]
    closing(rows)
    if atlas:
        serve(space.releases, port)
    else:
        Console().print(f"The release is in {space.releases}. See it with: mutualis atlas -w {path}", highlight=False)
