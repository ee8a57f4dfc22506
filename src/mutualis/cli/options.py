"""Options that several verbs share."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from mutualis.cli.places import DEFAULT, WorkspacePath
from mutualis.pipeline import Workspace

__all__ = ["DEFAULT", "WorkspacePath"]  # of places.py, for the verbs that take the rest from here


def _is_size(text: str) -> str:
    if text and not re.fullmatch(r"\d+(\.\d+)?[MG]B", text):
        raise typer.BadParameter(f"'{text}' is no size of memory; write it as 800MB or 4GB.")
    return text


Threads = Annotated[int, typer.Option(min=1, help="Threads to work with; results do not depend on it.")]
EngineName = Annotated[
    str, typer.Option("--engine", help="What makes derived tables and counts: duckdb (embedded) or spark.")
]
SparkMaster = Annotated[str, typer.Option("--master", help="Spark's master, as local[4] or spark://host:7077.")]
MemoryLimit = Annotated[
    str,
    typer.Option(
        callback=_is_size,
        metavar="SIZE",
        help="The most memory that the embedded engine takes, as 4GB; a quarter of the machine's, 2 to 5 GB, if not.",
    ),
]
ParcelMemory = Annotated[
    str,
    typer.Option("--memory-limit", callback=_is_size, metavar="SIZE", help="The most memory that the engine takes."),
]
YearsText = Annotated[str, typer.Option("--years", help="Calendar years, like 2023 or 2022-2023.")]

Released = Annotated[
    str,
    typer.Option(
        "--indicators", metavar="NAMES", help="What the release holds, by comma; the publication plan's if not."
    ),
]

ENGINES = ("duckdb", "spark")
MASTER = "local[2]"


def workspace(
    path: Path, threads: int = 2, memory_limit: str = Workspace.memory_limit, spark_master: str = ""
) -> Workspace:
    """The workspace in a folder; an error where there is none."""
    return Workspace(path, threads=threads, memory_limit=memory_limit, spark_master=spark_master).require()


def table_workspace(path: Path, threads: int, engine: str, master: str, memory_limit: str = "") -> Workspace:
    """The workspace in a folder, its derived tables and counts made by an engine; an unknown engine is an error."""
    if engine not in ENGINES:
        raise typer.BadParameter(f"There is no engine '{engine}'; the engines are {', '.join(ENGINES)}.")
    space = workspace(path, threads, spark_master=master if engine == "spark" else "")
    return replace(space, table_memory_limit=memory_limit) if memory_limit else space


def listed(names: str) -> tuple[str, ...]:
    """The names in a text with commas between them."""
    return tuple(each.strip() for each in names.split(",") if each.strip())


def new_workspace(path: Path, threads: int = 2) -> Workspace:
    """The workspace in a folder, for the verbs that make one where there is none."""
    return Workspace(path, threads=threads)
