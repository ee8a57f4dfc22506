"""Verb: run."""

from mutualis import pipeline, release
from mutualis.cli.options import (
    DEFAULT,
    MASTER,
    EngineName,
    MemoryLimit,
    Released,
    SparkMaster,
    Threads,
    WorkspacePath,
    listed,
    table_workspace,
)
from mutualis.cli.progress import Bars
from mutualis.cli.table import closing, end, say


def run(
    path: WorkspacePath = DEFAULT,
    threads: Threads = 2,
    engine: EngineName = "duckdb",
    master: SparkMaster = MASTER,
    indicators: Released = "",
    memory_limit: MemoryLimit = "",
) -> None:
    """Do everything with the parcels that wait in the insurers' inboxes: accept, code, load, derive, count, publish.

    Parcels that were refused are told at the end, and the command ends with 3 instead of 0.

    With `--engine spark` derived tables and indicators are made by Spark, from the same tables of the warehouse and
    into them; the other stages work at each party's own node.

    Examples:
        mutualis run -w workspace
        mutualis run -w workspace --engine spark --master spark://host:7077
    """
    with Bars() as bars:
        space = table_workspace(path, threads, engine, master, memory_limit)
        rows = pipeline.run(space, bars, listed(indicators))
    closing(rows)
    say(f"Release: {release.latest(path / 'releases')}")
    say(f"See it with: mutualis atlas -w {path}")
    end(rows)
