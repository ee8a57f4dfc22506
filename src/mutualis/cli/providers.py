"""Verb: providers publish."""

from typing import Annotated

import typer

from mutualis import pipeline
from mutualis.cli.options import DEFAULT, Threads, WorkspacePath, workspace
from mutualis.cli.table import say

app = typer.Typer(help="Figures by GP practice and hospital, beside a release.", no_args_is_help=True)


@app.callback()
def providers() -> None:
    """Figures by GP practice and hospital, beside a release."""


@app.command()
def publish(
    path: WorkspacePath = DEFAULT,
    release: Annotated[str, typer.Option(help="The id of a release; the newest by default.")] = "",
    threads: Threads = 2,
) -> None:
    """Count, protect and write the figures by practice and hospital of a release; a second time writes nothing.

    What may be told stands in reference/provider_sets.toml. Points without a code go beside the releases, for the
    funnels of everybody; the rows with coded practices and hospitals go to the folder staff of the workspace, where
    the public server does not look. Nothing is written when the attacker finds a small count.

    Examples:
        mutualis providers publish -w workspace
        mutualis providers publish -w workspace --release 2026-11-23-e17a115d6c7b
    """
    row = pipeline.provide(workspace(path, threads), pipeline.Silent(), release)
    say(f"{row.note}; " + ", ".join(f"{name} {said}" for name, said in row.facts.items()) + ".")
