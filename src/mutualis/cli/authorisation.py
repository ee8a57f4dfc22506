"""Verbs about authorisations: list, check, show, diff, annex, sign-off, take-sign-off."""

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from mutualis.cli.options import DEFAULT, WorkspacePath, workspace
from mutualis.cli.table import say, say_columns
from mutualis.cli.words import count
from mutualis.linkage.signing_off import sign_off, take_sign_off
from mutualis.model import MutualisError
from mutualis.parcel.durable import write_file
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


@app.command("sign-off")
def sign_off_(
    name: Name,
    adviser: Annotated[str, typer.Option("--adviser", help="The security adviser whom the authorisation names.")],
    path: WorkspacePath = DEFAULT,
    target: Annotated[Path | None, typer.Option("--target", "-o", help="A new file, for nodes elsewhere.")] = None,
) -> None:
    """Sign an authorisation off, as it is now, at the node of the audit witness, and hand it to the nodes beside it.

    Without it nothing under the authorisation starts; after any change of it, it is signed off again.

    Examples:
        mutualis authorisation sign-off ivc-20-284-a --adviser "B. Voorbeeld" -w workspace
        mutualis authorisation sign-off ivc-20-284-a --adviser "B. Voorbeeld" -o sign-off.json -w witness
    """
    space, given = workspace(path), law.authorisation(name)
    signed = sign_off(space.witness(), given, adviser, dt.date.today())
    if target is not None:
        write_file(target, signed)
        say(f"{given.id} is signed off; hand {target} to its parties.")
    taken = [node for node in map(space.node, space.names()) if node.role in {each.role for each in given.parties}]
    for node in taken:
        take_sign_off(node, signed)
    say(f"{given.id} (hash {given.hash[:12]}) is signed off at {count(len(taken))} nodes.")


@app.command("take-sign-off")
def take_sign_off_(
    file: Annotated[Path, typer.Argument(help="A sign-off that the witness signed.")],
    node: Annotated[str, typer.Option("--node", help="The node that keeps it.")],
    path: WorkspacePath = DEFAULT,
) -> None:
    """Keep a sign-off at a node, after checking that a witness whom it knows signed it.

    Example: mutualis authorisation take-sign-off sign-off.json --node hospital-007 -w hospital
    """
    if not file.is_file():
        raise MutualisError(f"There is no file {file}.")
    say(f"kept at {node}: {take_sign_off(workspace(path).node(node), file.read_bytes()).name}")


def _found(name: str) -> law.Authorisation:
    path = Path(name)
    return law.read_authorisation(path) if _is_file(path) else law.authorisation(name)


def _is_file(path: Path) -> bool:
    return path.suffix == ".toml" and path.is_file()
