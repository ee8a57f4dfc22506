"""Verbs for another holder of data (a registry, a trial): check, register."""

from pathlib import Path
from typing import Annotated

import typer

from mutualis.cli.options import DEFAULT, WorkspacePath, workspace
from mutualis.cli.table import say, say_columns
from mutualis.cli.words import count
from mutualis.linkage.holder_file import read_holder_file, unknown_values
from mutualis.linkage.records import asked
from mutualis.pipeline.linkage import register_holder
from mutualis.reference import authorisations as law

Name = Annotated[str, typer.Argument(metavar="AUTHORISATION", help="An authorisation by its id.")]
File = Annotated[Path, typer.Argument(metavar="FILE", help="The holder's file: CSV in its layout.", dir_okay=False)]

app = typer.Typer(no_args_is_help=True, help="Another holder than hospitals: its file, by the layout that it is in.")


@app.command()
def check(name: Name, file: File) -> None:
    """Check a holder's file against the layout that an authorisation names, and how many records it asks.

    Values that a list of the layout lacks are shown with how often each is there, so that somebody can mend the list.

    Example: mutualis linkage holder check cancer-registry registry.csv
    """
    given = law.as_amended(name)
    layout = law.holder_layout(given.link.layout)
    unknown = unknown_values(file, layout)
    if unknown.height:
        say_columns([tuple(unknown.columns), *((field, value, count(rows)) for field, value, rows in unknown.rows())])
    rows = read_holder_file(file, layout)
    say(f"{count(rows.height)} records, {count(asked(given, layout, rows).height)} of which {given.id} asks.")


@app.command()
def register(
    name: Name,
    file: File,
    node: Annotated[str, typer.Option("--node", help="The holder's node.")],
    path: WorkspacePath = DEFAULT,
) -> None:
    """Put a holder's own file at its node, where its steps find it. Nobody else can read it there.

    Example: mutualis linkage holder register cancer-registry registry.csv --node holder-cancer-registry -w registry
    """
    held = register_holder(workspace(path).node(node), law.as_amended(name), file)
    say(f"{count(held)} records are at {node}.")
