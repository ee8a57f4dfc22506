"""Verbs: publication list, renew, show, check, issue."""

import webbrowser
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from mutualis.cli.atlas import GeometryPack
from mutualis.cli.options import DEFAULT, WorkspacePath, workspace
from mutualis.cli.table import REFUSED, say, say_columns
from mutualis.cli.words import count
from mutualis.model import MutualisError
from mutualis.picture.geometry import load
from mutualis.publish import publications
from mutualis.publish.publications import diff
from mutualis.publish.publications.diff import Paragraph
from mutualis.release import publications as issued
from mutualis.release.publications import EDITION

app = typer.Typer(help="Publications that renew themselves from a release.", no_args_is_help=True)
Name = Annotated[str, typer.Argument(metavar="NAME", help="A publication, as key-figure-antibiotics.")]
Year = Annotated[int, typer.Option("--year", help="The year of the figures; the newest of the release if not.")]
OneYear = Annotated[int, typer.Option("--year", help="The year of the edition.")]
Site = Annotated[
    str, typer.Option(envvar="MUTUALIS_SITE", help="The public address of the Atlas, which newsletters link to.")
]
LOOKS = {diff.KEPT: "", diff.GONE: "red strike", diff.NEW: "bold green"}
NONE = "-"


@app.command("list")
def list_(path: WorkspacePath = DEFAULT) -> None:
    """List the publications, and the years of which there is a draft or an issued edition.

    Example: mutualis publication list -w workspace
    """
    desk = _desk(path)
    there = issued.editions(desk.releases)
    rows: list[tuple[str, ...]] = [("publication", "kind", "languages", "indicators", "drafts", "issued")]
    for name, each in publications.publications(desk.drafts / "templates").items():
        drafts = sorted(found.parent.name for found in (desk.drafts / name).glob(f"[0-9]*/{EDITION}"))
        out = sorted(found.address for found in there if found.name == name)
        told = (each.languages, each.indicators, drafts, out)
        rows.append((name, each.kind.name, *(", ".join(some) or NONE for some in told)))
    say_columns(rows)


@app.command()
def renew(
    name: Name,
    year: Year = 0,
    path: WorkspacePath = DEFAULT,
    release: Annotated[str, typer.Option(help="The id of a release; the newest if not.")] = "",
    site: Site = "",
    geometry: GeometryPack = None,
    pdf: Annotated[bool, typer.Option("--pdf/--no-pdf", help="Set the PDF too; without it nothing is issued.")] = True,
) -> None:
    """Write the draft of a publication: every number, picture and comparison from a release. The text of an editor in
    edits.nl.toml beside the draft stays. What the previous edition said otherwise is shown, and is in diff.html.

    Ends with 3 where something keeps the draft from being issued.

    Examples:
        mutualis publication renew key-figure-antibiotics --year 2023 -w workspace
        mutualis publication renew newsletter --year 2023 --site https://atlas.example.be -w workspace
        mutualis publication renew study-antibiotics --no-pdf -w workspace
    """
    made = publications.renew(_desk(path, site, geometry), name, year or None, release, with_pdf=pdf)
    edition = made.edition
    rows: list[tuple[str, ...]] = [("language", "words", "pages", "numbers", "changed", "title")]
    for language, written in edition.texts.items():
        sizes = (written.words, edition.paper[language], len(written.used), len(diff.changed(made.changes[language])))
        rows.append((language, *map(count, sizes), written.title))
    say_columns(rows, right=range(1, 5))
    say("")
    for language, paragraphs in made.changes.items() if made.before else ():
        _show(language, made.before, diff.changed(paragraphs))
    say(f"Draft of {name} for {edition.bound.year} from release {edition.bound.cells.release.id}.")
    say(f"Written in {made.folder}: {', '.join(sorted({*edition.files, EDITION, 'diff.html'}))}.")
    _tell_faults(publications.faults(edition))


@app.command()
def show(
    name: Name,
    year: OneYear,
    path: WorkspacePath = DEFAULT,
    language: Annotated[str, typer.Option(help="nl, fr, de or en.")] = "nl",
    browser: Annotated[bool, typer.Option(help="Open the page in a browser instead.")] = False,
) -> None:
    """Show the words of a draft, or open its page.

    Examples:
        mutualis publication show key-figure-antibiotics --year 2023 --language fr -w workspace
        mutualis publication show key-figure-antibiotics --year 2023 --browser -w workspace
    """
    folder = _desk(path).folder(name, year)
    file = folder / (f"{language}.html" if browser else f"{language}.txt")
    if not file.is_file():
        there = sorted(each.name for each in folder.glob(f"*{file.suffix}")) if folder.is_dir() else []
        raise MutualisError(
            f"There is no {file.name} of '{name}' for {year}.",
            there_is=", ".join(there) or "no draft",
            do="make one with publication renew",
        )
    if browser:
        webbrowser.open(file.resolve().as_uri())
    else:
        say(file.read_text(encoding="utf-8"))


@app.command()
def check(
    name: Name, year: OneYear, path: WorkspacePath = DEFAULT, site: Site = "", geometry: GeometryPack = None
) -> None:
    """Check whether a draft may be issued: length, languages, every number against its cell of the release, hidden
    cells, words for pictures, files untouched.

    Example: mutualis publication check key-figure-antibiotics --year 2023 -w workspace
    """
    made = publications.check(_desk(path, site, geometry), name, year)
    for language, written in made.texts.items():
        say(f"{language}: {count(written.words)} words, {count(len(written.used))} numbers, each traced.")
    say("It may be issued.")


@app.command()
def issue(
    name: Name,
    year: OneYear,
    path: WorkspacePath = DEFAULT,
    correction: Annotated[str, typer.Option(help="What was wrong in the edition that was issued before.")] = "",
    site: Site = "",
    geometry: GeometryPack = None,
) -> None:
    """Issue a draft without faults: an edition beside the releases that never changes, which the Atlas shows.

    Examples:
        mutualis publication issue key-figure-antibiotics --year 2023 -w workspace
        mutualis publication issue key-figure-antibiotics --year 2023 --correction "a wrong map" -w workspace
    """
    made = publications.issue(_desk(path, site, geometry), name, year, correction)
    say(f"Issued {made.name}/{made.address}, root {made.root[:12]}: {', '.join(made.texts)}.")


def _desk(path: Path, site: str = "", geometry: Path | None = None) -> publications.Desk:
    space = workspace(path)
    return publications.Desk(space.releases, space.path / "publications", load(geometry), site)


def _show(language: str, before: int | None, paragraphs: list[Paragraph]) -> None:
    console = Console(highlight=False, soft_wrap=True)
    console.print(Text(f"{language}: what {before} said otherwise", style="bold"))
    for pieces in paragraphs:
        line = Text("  ")
        for each in pieces:
            line.append(f"{_marked(each)} ", style=LOOKS[each.kind])
        console.print(line)
    console.print()


def _marked(piece: diff.Piece) -> str:
    """Words that can be told apart without colour."""
    return {diff.GONE: f"[-{piece.words}-]", diff.NEW: f"{{+{piece.words}+}}"}.get(piece.kind, piece.words)


def _tell_faults(found: tuple[publications.Fault, ...]) -> None:
    if found:
        say("It cannot be issued yet:")
        for each in found:
            say(f"  {each}")
        raise typer.Exit(REFUSED)
