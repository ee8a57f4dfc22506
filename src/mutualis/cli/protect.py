"""Verbs: protect, protect audit."""

from pathlib import Path
from typing import Annotated

import pyarrow as pa
import typer

from mutualis import pipeline
from mutualis.cli.options import DEFAULT, Released, WorkspacePath, listed, workspace
from mutualis.cli.stages import staged
from mutualis.cli.table import say, say_columns
from mutualis.cli.words import count
from mutualis.disclosure import Audit

LISTED = 20
EXPOSED = 1
HEADINGS = ("indicator", "year", "level", "area", "split", "category", "what", "from", "to")

app = typer.Typer()


@app.callback(invoke_without_command=True)
def protect(
    context: typer.Context,
    path: WorkspacePath = DEFAULT,
    verdicts: Annotated[
        Path | None, typer.Option(help="A new CSV file for the verdict and reason of every cell; not for publication.")
    ] = None,
    indicators: Released = "",
) -> None:
    """Try the disclosure control without publishing, or audit what was published.

    Without a further verb: what would be suppressed, and whether the attacker fails.

    Verdicts are pass, suppress, and review: a group of which nobody or everybody met it, for a person to decide.

    Examples:
        mutualis protect -w workspace
        mutualis protect -w workspace --verdicts verdicts.csv
    """
    if context.invoked_subcommand is not None:
        _no_option_before(context)
        return
    if verdicts is not None and not verdicts.absolute().parent.is_dir():
        raise typer.BadParameter(f"There is no folder {verdicts.parent} to write the verdicts in.")
    staged(lambda space, bars: pipeline.protect(space, bars, verdicts, listed(indicators)), workspace(path))


@app.command()
def audit(
    release: Annotated[str, typer.Argument(help="The id of a release; the newest by default.")] = "",
    path: WorkspacePath = DEFAULT,
    listed: Annotated[int, typer.Option(min=0, help="So many of the narrowest intervals are listed.")] = LISTED,
) -> None:
    """Print what an attacker can learn from everything published up to a release, as intervals.

    He knows every figure of this and all earlier releases, that areas and categories add up, and nothing else; the
    audit knows no more than he does. Ends with 1 when a hidden count is a small number for certain.

    Examples:
        mutualis protect audit -w workspace
        mutualis protect audit 2026-11-22-c4b761c4970d --listed 50 -w workspace
    """
    found = pipeline.audit(workspace(path), release)
    say_columns([("interval of a hidden figure", "figures"), *_widths(found)], right=(1,))
    say("")
    say(f"{count(found.published)} figures are published; {count(found.hidden.num_rows)} values are hidden.")
    _list(found.narrow.sort_by([("low", "ascending")]).slice(0, listed))
    if found.exposed.num_rows:
        say(f"{count(found.exposed.num_rows)} hidden counts are small numbers for certain: withdraw the release.")
        raise typer.Exit(EXPOSED)
    say("No hidden count is known to be a small number.")


def _no_option_before(context: typer.Context) -> None:
    """Refuse options between `protect` and a further verb, which has its own: they would be forgotten."""
    for name in ("path", "verdicts", "indicators"):
        source = context.get_parameter_source(name)
        if source is not None and source.name == "COMMANDLINE":
            verb = context.invoked_subcommand
            raise typer.BadParameter(f"Options come after the verb: mutualis protect {verb} -w workspace.")


def _widths(found: Audit) -> list[tuple[str, str]]:
    narrow, exposed = found.narrow.num_rows, found.exposed.num_rows
    amounts = sum(kind == "amount" for kind in found.hidden["kind"].to_pylist())
    wide = found.hidden.num_rows - amounts - narrow
    return [
        (f"a small number for certain (1 to {found.k - 1})", count(exposed)),
        (f"narrower than {found.k}, could be a small number or not", count(narrow - exposed)),
        (f"{found.k} or wider, or no small number", count(wide)),
        ("amounts", count(amounts)),
    ]


def _list(narrow: pa.Table) -> None:
    if not narrow.num_rows:
        return
    rows = [
        (row["indicator"], str(row["year"]), row["level"], row["area_code"], row["split"], row["category"],
         row["role"] + ", earlier" * (row["release"] == "earlier"), f"{row['low']:.4g}", f"{row['high']:.4g}")
        for row in narrow.to_pylist()
    ]  # fmt: skip
    say("")
    say_columns([HEADINGS, *rows], right=(1, 7, 8))
    say("")
