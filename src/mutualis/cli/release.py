"""Verbs: release list, release verify."""

from typing import Annotated

import typer

from mutualis import release
from mutualis.cli.options import DEFAULT, WorkspacePath, workspace
from mutualis.cli.table import say, say_columns
from mutualis.cli.words import count
from mutualis.release import Entry

SHORT = 12

app = typer.Typer(help="What was published: the ledger of releases.", no_args_is_help=True)


@app.command("list")
def list_(path: WorkspacePath = DEFAULT) -> None:
    """List what went out, oldest first, from the ledger of releases. The chain of the ledger is checked.

    Example: mutualis release list -w workspace
    """
    entries = release.entries(workspace(path).releases)
    if not entries:
        say("Nothing was published yet.")
        return
    _table(entries)


@app.command()
def verify(
    name: Annotated[str, typer.Argument(help="The id of a release; all of them by default.")] = "",
    path: WorkspacePath = DEFAULT,
) -> None:
    """Check releases against the ledger: its chain, every file, and the root over each release.

    The root follows from data, definitions, rules and figures alone: whoever makes a release again from the same
    parcels finds the same root. What does not hold is told, and the command ends with 1.

    Examples:
        mutualis release verify -w workspace
        mutualis release verify 2026-11-22-c4b761c4970d -w workspace
    """
    folder = workspace(path).releases
    entries = release.verify(folder, name)
    if not entries:
        say("Nothing was published yet.")
        return
    _table(entries)
    if name:
        say(f"Its root is {entries[0].root}.")
    held = "1 release holds" if len(entries) == 1 else f"All {count(len(entries))} releases hold"
    say(f"{held}: every file, the root and the chain. The ledger ends with {release.head(folder)}.")


def _table(entries: tuple[Entry, ...]) -> None:
    rows = [(count(each.number), each.release, each.created, each.root[:SHORT]) for each in entries]
    say_columns([("number", "release", "published (UTC)", "root"), *rows], right=(0,))
