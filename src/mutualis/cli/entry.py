"""The way in: a verb that only reads releases starts without the rooms that make them, every other with all of them."""

import sys

import typer
from rich.console import Console
from rich.markup import escape

from mutualis.model import MutualisError

LIGHT = "serve"


def main() -> None:
    """Run a verb; a mistake that a person can act on is said in a few words, without a traceback."""
    try:
        _app()()
    except MutualisError as error:
        Console(stderr=True).print(f"[bold red]mutualis:[/] {escape(str(error))}", highlight=False, soft_wrap=True)
        sys.exit(1)


def _app() -> typer.Typer:
    if sys.argv[1:2] != [LIGHT]:
        from mutualis.cli.app import build

        return build()
    from mutualis.cli.serve import serve

    app = typer.Typer(
        name="mutualis", rich_markup_mode="rich", context_settings={"help_option_names": ["-h", "--help"]}
    )
    app.callback()(lambda: None)  # without it Typer takes the only verb for the whole command line
    app.command()(serve)
    return app
