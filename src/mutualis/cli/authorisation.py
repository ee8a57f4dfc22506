"""Verbs about authorisations: list, check, show, diff, annex."""

from pathlib import Path
from typing import Annotated

import typer

from mutualis.cli.table import say, say_columns
from mutualis.cli.words import count
from mutualis.reference import authorisations as law

FAULTY = 1
Name = Annotated[str, typer.Argument(metavar="NAME|FILE", help="An authorisation by its id, or a file.")]
Language = Annotated[str, typer.Option(help="nl, fr or en.")]

app = typer.Typer(no_args_is_help=True, help="Read authorisations: who may have which data, coded how, until when.")


@app.command("list")
def list_(language: Language = "en") -> None:
    """Every authorisation: number, status, since when, how many parties, files and columns, and what it is about.

    Example: mutualis authorisation list --language nl
    """
    rows: list[tuple[str, ...]] = [("id", "number", "status", "decided", "parties", "files", "columns", "title")]
    for name in law.authorisation_names():
        each = law.authorisation(name)
        sizes = (count(len(part)) for part in (each.parties, each.files, each.columns))
        rows.append((each.id, each.number, each.status, each.decided.isoformat(), *sizes, each.title[language]))
    say_columns(rows, (4, 5, 6))


@app.command()
def check(name: Name) -> None:
    """Everything that is wrong with an authorisation; ends with 1 when something is.

    Examples:
        mutualis authorisation check ivc-20-284
        mutualis authorisation check my-study.toml
    """
    path = Path(name)
    for fault in (faults := law.authorisation_faults(path) if _is_file(path) else ()):
        say(fault)
    if faults:
        raise typer.Exit(FAULTY)
    found = _found(name)
    columns_ = sum(len(columns) for file in found.files for columns in file.tables.values())
    told = f"{count(len(found.files))} files, {count(columns_)} columns, each with a reason"
    say(f"{found.id}: {told}; {count(len(found.parties))} parties, {count(len(found.steps))} steps; nothing wrong.")
    say(f"hash {found.hash}")


@app.command()
def show(name: Name, language: Language = "en") -> None:
    """The whole authorisation as people read it, in Markdown, with the annex tables at its end.

    Example: mutualis authorisation show ivc-20-284-a --language fr
    """
    say(law.whole(_found(name), language))


@app.command()
def annex(name: Name, language: Language = "nl") -> None:
    """The annex tables: of each file of the flow the columns, what they are, and why they are needed.

    Example: mutualis authorisation annex ivc-20-284 --language nl
    """
    say(law.annex(_found(name), language))


@app.command()
def diff(before: Name, after: Name, language: Language = "en") -> None:
    """What the second changes of the first, in words.

    Example: mutualis authorisation diff ivc-20-284 ivc-20-284-a
    """
    found = law.authorisation_differences(_found(before), _found(after), language)
    for line in found or ("Nothing differs.",):
        say(line)


def _found(name: str) -> law.Authorisation:
    path = Path(name)
    return law.read_authorisation(path) if _is_file(path) else law.authorisation(name)


def _is_file(path: Path) -> bool:
    return path.suffix == ".toml" and path.is_file()
