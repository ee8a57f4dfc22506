"""Verbs about the catalogue of metadata: fill, publish, show, export."""

from pathlib import Path
from typing import Annotated

import typer

from mutualis import pipeline
from mutualis.cli.options import DEFAULT, WorkspacePath, workspace
from mutualis.cli.table import say, say_columns
from mutualis.cli.words import count
from mutualis.model import MutualisError
from mutualis.parcel.durable import write_file
from mutualis.release.catalogue import Edition, Item, latest_edition, read_edition, worded

app = typer.Typer(no_args_is_help=True, help="The catalogue: which data there are, what they mean, where they go.")
LANGUAGES = ("nl", "fr", "de", "en")
FORMATS = ("ttl", "jsonld", "json")
FILES = {"ttl": "catalogue.ttl", "jsonld": "catalogue.jsonld", "json": "catalogue.json"}
Language = Annotated[str, typer.Option(help="nl, fr, de or en; another one where a text has not that.")]


@app.command()
def fill(path: WorkspacePath = DEFAULT) -> None:
    """Fill the catalogue's store from layouts, tables, code lists, indicators, authorisations and releases.

    Declarations win on their own fields; what people added is kept; what is no longer declared is retired, not removed.

    Example: mutualis catalogue fill -w workspace
    """
    found = pipeline.fill_catalogue(workspace(path))
    told = f"{count(found.added)} new, {count(found.changed)} changed, {count(found.retired)} retired"
    say(f"The catalogue has {count(found.things)} things: {told}.")


@app.command()
def publish(
    path: WorkspacePath = DEFAULT,
    address: Annotated[str, typer.Option(help="Where the Atlas is reached: identifiers begin with it.")] = "",
) -> None:
    """Publish an edition of the catalogue beside the releases; the Atlas shows the newest.

    An edition is never changed. The same content published again is the same edition.

    Examples:
        mutualis catalogue publish -w workspace
        mutualis catalogue publish -w workspace --address https://metadata.example.be/
    """
    folder = pipeline.publish_catalogue(workspace(path), address)
    edition = read_edition(folder)
    say(f"Edition {edition.id}: {count(len(edition.items))} things, {count(len(edition.of('dataset')))} data sets.")


@app.command()
def show(
    name: Annotated[str, typer.Argument(metavar="VARIABLE", help="Its name (pp.sex) or official code (PP0020).")],
    path: WorkspacePath = DEFAULT,
    language: Language = "en",
) -> None:
    """A variable of the newest edition: what it means, what it is made of, what is made with it.

    Examples:
        mutualis catalogue show pp.sex -w workspace
        mutualis catalogue show PP0020 -w workspace --language nl
    """
    if language not in LANGUAGES:
        raise typer.BadParameter(f"There are no texts in '{language}'; they are in {', '.join(LANGUAGES)}.")
    edition = read_edition(latest_edition(workspace(path).releases))
    item = _variable(edition, name)
    rows = [("variable", item.name), *((field, worded(words, language)[0]) for field, words in item.texts.items())]
    rows += [(fact, value) for fact, value in item.facts.items() if value]
    rows += [(link.relation, f"{link.kind} {link.name}") for link in item.links]
    for relation in ("made_of", "counts", "gives"):
        rows += [(f"{relation} (of)", f"{kind} {other}") for kind, other in edition.pointing(item.key, relation)]
    say_columns([("", ""), *rows], ())


@app.command()
def export(
    to: Annotated[Path, typer.Option(help="The file to write.")],
    path: WorkspacePath = DEFAULT,
    form: Annotated[str, typer.Option("--format", help="ttl, jsonld (both DCAT-AP) or json (everything).")] = "ttl",
) -> None:
    """Write the newest edition for another catalogue: DCAT-AP 3 and HealthDCAT-AP, or all of it as JSON.

    Examples:
        mutualis catalogue export -w workspace --to catalogue.ttl
        mutualis catalogue export -w workspace --format jsonld --to catalogue.jsonld
    """
    if form not in FORMATS:
        raise typer.BadParameter(f"There is no format '{form}'; there are {', '.join(FORMATS)}.")
    folder = latest_edition(workspace(path).releases)
    read_edition(folder)
    write_file(to, (folder / FILES[form]).read_bytes())
    say(f"Edition {folder.name} is in {to}.")


def _variable(edition: Edition, name: str) -> Item:
    found = [each for each in edition.of("variable") if name in (each.name, each.facts.get("official"))]
    if found:
        return found[0]
    near = [each.name for each in edition.of("variable") if name.casefold() in each.name.casefold()][:8]
    raise MutualisError(
        f"There is no variable '{name}' in the catalogue.", there_is=f"there are {', '.join(near)}" if near else ""
    )
