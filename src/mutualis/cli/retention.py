"""Verbs about how long data are kept: due, destroy, certificates, archive."""

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from mutualis.cli.options import DEFAULT, WorkspacePath, workspace
from mutualis.cli.table import say, say_columns
from mutualis.cli.words import count
from mutualis.engine import emptied
from mutualis.linkage import retention
from mutualis.linkage.project import Project
from mutualis.pipeline import Workspace
from mutualis.reference import authorisations as law

Name = Annotated[str, typer.Argument(metavar="AUTHORISATION", help="An authorisation by its id.")]
On = Annotated[str, typer.Option("--on", help="The day to look at, as 2030-12-01; today by default.")]
STORE = "project_store"

app = typer.Typer(no_args_is_help=True, help="How long data are kept, their destruction, and the archive of results.")


@app.command()
def due(path: WorkspacePath = DEFAULT, on: On = "") -> None:
    """What every clock says: which file of which authorisation, since when, until when, and how many days are left.

    Ends with 1 when the time of a file is over and it is still there.

    Examples:
        mutualis retention due -w workspace
        mutualis retention due -w workspace --on 2031-01-01
    """
    day, space, over = _day(on), workspace(path), False
    rows: list[tuple[str, ...]] = [("authorisation", "file", "at", "event", "since", "until", "days left", "then")]
    for node in map(space.node, space.names()):
        for name in law.authorisation_names():
            if not retention.started(node, name):
                continue
            for each in retention.due(node, law.authorisation(name), day):
                left = "-" if each.days_left is None else count(each.days_left)
                rows.append((name, each.file, node.name, each.event, each.started, each.ends, left, each.then))
                over |= each.is_over and _is_there(space, name)
    say_columns(rows, (6,))
    if over:
        say("The time of some is over: mutualis retention destroy AUTHORISATION")
        raise typer.Exit(1)


@app.command()
def destroy(
    name: Name,
    by: Annotated[list[str], typer.Option("--by", help="Two people who answer for it.")],
    why: Annotated[str, typer.Option(help="Why.")] = "the time that the authorisation gives is over",
    path: WorkspacePath = DEFAULT,
    on: On = "",
    early: Annotated[bool, typer.Option("--early", help="Also before the time is over.")] = False,
) -> None:
    """Destroy what is kept under an authorisation at every node: key, files, Delta tables, parcels; with a certificate.

    Refused before the time is over unless asked for. The archive stays.

    Example: mutualis retention destroy ivc-20-284-a --by "Dr. A. Maes" --by "B. Claes" --early -w workspace
    """
    day, space = _day(on), workspace(path)
    if not early:
        retention.require_over([space.node(each) for each in space.names()], law.authorisation(name), day)
    for node in map(space.node, space.names()):
        if not retention.has_anything(node, name):
            continue
        made, file = retention.destroy(node, name, by, why, day, emptied)
        shredded = "key shredded, " if made.key_shredded else ""
        told = f"{count(len(made.hashes))} files, {count(len(made.parcels))} parcels"
        say(f"{node.name}: {shredded}{told}; certificate {file.name}")


@app.command()
def certificates(path: WorkspacePath = DEFAULT) -> None:
    """The certificates of destruction of every node, each with its signature checked.

    Example: mutualis retention certificates -w workspace
    """
    space = workspace(path)
    rows: list[tuple[str, ...]] = [("node", "authorisation", "day", "by", "files", "parcels", "key shredded")]
    for node in map(space.node, space.names()):
        for each in retention.certificates(node):
            counts = (count(len(each.hashes)), count(len(each.parcels)), "yes" if each.key_shredded else "-")
            rows.append((each.node, each.authorisation, each.day, ", ".join(each.by), *counts))
    say_columns(rows, (4, 5))


@app.command()
def archive(
    name: Name,
    files: Annotated[list[Path], typer.Argument(help="Results (tables), programs and the report.")],
    by: Annotated[str, typer.Option("--by", help="Who archives it.")],
    path: WorkspacePath = DEFAULT,
) -> None:
    """Keep results, programs and the report for thirty years. A table with a column of codes is refused.

    Example: mutualis retention archive ivc-20-284-a results.csv analysis.py report.html --by "Dr. A. Maes"
    """
    node = workspace(path).node("project-store")
    kept = retention.archive(Project(node, name), law.authorisation(name), files, by, dt.date.today())
    say_columns([("file", "kept until", "SHA-256"), *((each.name, each.until, each.sha256) for each in kept)])


def _is_there(space: Workspace, name: str) -> bool:
    return any(retention.has_anything(space.node(each), name) for each in space.names())


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text) if text else dt.date.today()
    except ValueError:
        raise typer.BadParameter(f"'{text}' is no day; write it as 2030-12-01.") from None
