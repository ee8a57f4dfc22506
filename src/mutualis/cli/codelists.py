"""Verbs about code lists: list, show, check, diff, impact, adopt."""

import datetime as dt
from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from mutualis import pipeline, reference
from mutualis.cli.options import DEFAULT, Threads, WorkspacePath, workspace
from mutualis.cli.progress import Bars
from mutualis.cli.table import say, say_columns
from mutualis.cli.words import count
from mutualis.reference import CodeList, RowChange

FAULTY = 1
Line = tuple[str, ...]
Name = Annotated[str, typer.Argument(metavar="LIST", help="The name of a code list.")]
Edited = Annotated[Path, typer.Argument(help="The edited CSV file.")]
On = Annotated[str, typer.Option(metavar="DATE", help="Only what is valid on this day, as 2024-12-31.")]

app = typer.Typer(no_args_is_help=True, help="Look at code lists, compare their versions, see what a change moves.")


@app.command("list")
def list_() -> None:
    """Every code list: rows, codes valid today, version, and how much of it was seen in a source.

    Example: mutualis codelists list
    """
    rows: list[Line] = [("list", "rows", "valid today", "version", "seen", "inferred", "stand-in")]
    for name in reference.codelist_names():
        found, last = reference.codelist(name), reference.codelist_versions(name)[-1]
        marks = Counter(row["mark"] for row in found.rows)
        counts = (count(len(found.rows)), count(len(found.valid(dt.date.today()))))
        rows.append((name, *counts, f"{last.number} {last.content}", *(count(marks[each]) for each in rows[0][4:])))
    say_columns(rows, (1, 2, 4, 5, 6))


@app.command()
def show(name: Name, on: On = "", language: Annotated[str, typer.Option(help="nl, fr or en.")] = "en") -> None:
    """The rows of a code list, where it is used and how it changed.

    Examples:
        mutualis codelists show sex
        mutualis codelists show nomenclature --on 2024-12-31 --language nl
    """
    found = reference.codelist(name)
    if language not in found.columns:
        raise typer.BadParameter(f"The list has no texts in '{language}'.")
    rows: list[Line] = [("code", "text", "from", "to", "mark")]
    for row in found.valid(_day(on) if on else None):
        rows.append((row["code"], row[language], row["valid_from"], row["valid_to"], row["mark"]))
    say_columns(rows)
    say("")
    _say_uses(pipeline.uses(name))
    for each in reference.codelist_versions(name):
        told = f"{each.added} added, {each.ended} ended, {each.changed} changed"
        say(f"version {each.number} ({each.content}) {each.day}: {told}. {each.reason}".replace(" :", ":"))


@app.command()
def check(name: Name, edited: Edited) -> None:
    """Everything that is wrong with an edited code list; ends with 1 when something is.

    Example: mutualis codelists check nomenclature nomenclature.csv
    """
    faults = reference.codelist_faults(edited)
    for each in faults:
        say(each)
    if faults:
        raise typer.Exit(FAULTY)
    found = reference.codelist_version(name, str(edited))
    say(f"{name}: {count(len(found.rows))} rows, version {found.version}; nothing wrong.")


@app.command()
def diff(
    name: Name,
    after: Annotated[str, typer.Argument(help="A file, or a version by its number.")],
    before: Annotated[str, typer.Option(help="The version to compare with: a number or a file.")] = "current",
) -> None:
    """What differs between two versions of a code list, row by row.

    Examples:
        mutualis codelists diff nomenclature nomenclature.csv
        mutualis codelists diff nomenclature 3 --before 2
    """
    versions = reference.codelist_version(name, before), reference.codelist_version(name, after)
    _say_changes(*versions)


@app.command()
def impact(name: Name, edited: Edited, path: WorkspacePath = DEFAULT, threads: Threads = 2) -> None:
    """Which variables and indicators a change of a code list moves, and by how much.

    What the list decides is made twice from what is loaded, with the list in use and with the edited one. Nothing in
    the warehouse changes.

    Example: mutualis codelists impact medicine_group medicine_group.csv -w workspace
    """
    _say_changes(reference.codelist(name), reference.codelist_version(name, str(edited)))
    say("")
    with Bars() as bars:
        found = pipeline.impact(workspace(path, threads), name, edited, bars)
    _say_uses(found.uses)
    say("")
    rows: list[Line] = [("", "name", "what", "before", "after", "change")]
    for each in found.moved:
        figures = (f"{each.before:,.10g}", f"{each.after:,.10g}", f"{each.share:+.2%}")
        rows.append((each.kind, each.name, each.what, *figures))
    if found.moved:
        say_columns(rows, (3, 4, 5))
    else:
        say("Nothing moves in the years that are loaded.")


@app.command()
def adopt(
    name: Name, edited: Edited, reason: Annotated[str, typer.Option(help="Why, and where it is written.")]
) -> None:
    """Put an edited code list in the place of the one in use; both are kept and the change is logged.

    Your own lists are in the folder that the environment names as MUTUALIS_CODELISTS. The next derive and count make
    anew what the list decides.

    Example: mutualis codelists adopt nomenclature nomenclature.csv --reason "circular VI 2024/101, new codes"
    """
    before = reference.codelist(name)
    made = reference.adopt(name, edited, reason, dt.date.today())
    if made is None:
        say(f"{name}: nothing differs from version {before.version}.")
        return
    told = f"{made.added} added, {made.ended} ended, {made.changed} changed"
    say(f"{name} is now version {made.number} ({made.content}): {told}.")


def _say_changes(before: CodeList, after: CodeList) -> None:
    found = reference.differences(before, after)
    kinds = Counter(each.kind for each in found)
    told = ", ".join(f"{number} {kind}" for kind, number in kinds.items()) or "nothing differs"
    say(f"{before.name}: {before.version} to {after.version}: {told}")
    for each in found:
        say(f"  {each.kind:8} {each.code} from {each.valid_from}{_cells(each)}")


def _cells(change: RowChange) -> str:
    told = (f"{name}: {old or '-'} -> {new or '-'}" for name, (old, new) in change.columns.items())
    return "".join(f"; {each}" for each in told)


def _say_uses(found: pipeline.Uses) -> None:
    for what, names in (
        ("delivered fields", found.fields), ("derived tables made with it", found.tables),
        ("columns that hold its codes", found.columns), ("indicators", found.indicators),
    ):  # fmt: skip
        say(f"{what}: {', '.join(names) or 'none'}")


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"'{text}' is no day; write it as 2024-12-31.") from None
