"""Verb: scan."""

import time
from typing import Annotated

import typer
from rich.console import Console

from mutualis.cli.options import DEFAULT, Threads, WorkspacePath, workspace
from mutualis.cli.progress import Bars
from mutualis.pipeline.scan import Phase, scan_workspace


def scan(
    path: WorkspacePath = DEFAULT,
    most: Annotated[int | None, typer.Option(help="Look for at most so many persons (all by default).")] = None,
    phase: Annotated[
        Phase,
        typer.Option(help="No linkage runs (daily), one runs (linking), or it is done and has cleaned up (linked)."),
    ] = Phase.daily,
    threads: Threads = 2,
) -> None:
    """Search every byte of every node for identifiers, claims and stays that the node's party may not hold.

    Files are decrypted with the node's own keys and decoded, one in another (age, zstd, gzip, zip, PDF, Parquet,
    SQLite, DuckDB); raw, UTF-16, hexadecimal, base32 and base64 forms are looked for. A hit in packed bytes that
    nothing unpacked bears out is an accident: it is counted, not told as a leak. Ends with 1 when something is found,
    or when a file cannot be decoded.

    Examples: mutualis scan -w workspace --most 5000
    mutualis scan -w workspace --phase linked
    """
    began, space = time.perf_counter(), workspace(path, threads)
    with Bars() as bars:
        scanned = scan_workspace(space, most, bars, phase)
    for leak in scanned.leaks:
        where = f"{leak.node}/{leak.file}"
        Console().print(f"[red]{where}[/] ({leak.layer}): {leak.domain} as {leak.form}, {leak.times} times")
    for where in scanned.unread:
        Console().print(f"[red]{where}[/] cannot be decoded; only its bytes as they lie there were searched.")
    size, seconds = scanned.text_bytes / 1e9, time.perf_counter() - began
    Console().print(f"{scanned.files:,} files, {size:.2f} GB of text after decoding, {seconds:.0f} s.")
    if scanned.accidents:
        Console().print(f"{scanned.accidents:,} times packed bytes spelled an identifier that is not there unpacked.")
    if scanned.leaks or scanned.unread:
        raise typer.Exit(1)
    Console().print("No node holds anything that its party may not hold.")
