"""Verb: scan."""

from typing import Annotated

import typer
from rich.console import Console

from mutualis.cli.options import DEFAULT, WorkspacePath, workspace
from mutualis.pipeline.scan import scan_workspace


def scan(
    path: WorkspacePath = DEFAULT,
    most: Annotated[int | None, typer.Option(help="Look for at most so many persons (all by default).")] = None,
) -> None:
    """Search every byte of every node for identifiers that the node's party may not hold.

    Files are decrypted and decoded (age, zstd, Parquet, SQLite) with the node's own keys; raw, hexadecimal, base32 and
    base64 forms are looked for. Ends with 1 when something is found.

    Example: mutualis scan -w workspace --most 5000
    """
    leaks = scan_workspace(workspace(path), most)
    for leak in leaks:
        where = f"{leak.node}/{leak.file}"
        Console().print(f"[red]{where}[/] ({leak.layer}): {leak.domain} as {leak.form}, {leak.times} times")
    if leaks:
        raise typer.Exit(1)
    Console().print("No node holds anything that its party may not hold.")
