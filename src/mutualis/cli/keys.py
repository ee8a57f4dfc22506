"""Verbs: keys create, rotate, escrow, restore, custody."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from mutualis import node as nodes
from mutualis import pipeline
from mutualis.cli.options import DEFAULT, WorkspacePath, workspace
from mutualis.cli.table import say_columns
from mutualis.node import Custodians

app = typer.Typer(help="The keys of a node and who has custody of them.", no_args_is_help=True)

Name = Annotated[str, typer.Option("--node", help="The node, like ttp, centre or insurer-300.")]
Purpose = Annotated[str, typer.Option(help="sign, exchange, c1, c2, ledger or hospital, as the node's role allows.")]
Holder = Annotated[str, typer.Option(help="Who holds the key.")]
Deputy = Annotated[str, typer.Option(help="Who deputises; somebody else than the holder.")]
Criteria = Annotated[str, typer.Option(help="By which criteria they were chosen.")]


@app.command()
def create(
    name: Name, purpose: Purpose, holder: Holder, deputy: Deputy, criteria: Criteria, path: WorkspacePath = DEFAULT
) -> None:
    """Make the first key of a purpose. A purpose that the role may not have is refused.

    Example: mutualis keys create --node ttp --purpose c2 --holder "A. Peeters" --deputy "B. Dubois" --criteria "oath"
    """
    made = nodes.create_key(workspace(path).node(name), purpose, Custodians(holder, deputy, criteria))
    _exchange(path)
    Console().print(f"Made {made}.")


@app.command()
def rotate(
    name: Name,
    purpose: Purpose,
    path: WorkspacePath = DEFAULT,
    holder: Holder = "",
    deputy: Deputy = "",
    criteria: Criteria = "",
) -> None:
    """Make a new version of a key the current one; the old one stays usable by its id, custodians stay unless given.

    A new c1 goes to all seven insurers, and each tells the third party which code became which: every C2 stays.

    Examples:
        mutualis keys rotate --node centre --purpose exchange
        mutualis keys rotate --node insurer-100 --purpose c1
    """
    custodians = Custodians(holder, deputy, criteria) if holder or deputy or criteria else None
    made = pipeline.rotate(workspace(path), name, purpose, custodians)
    Console().print(f"{made} is the current key for {purpose} of {name}.")


@app.command()
def escrow(
    folder: Annotated[Path, typer.Argument(help="Where the shares are written; give each to another custodian.")],
    name: Name,
    purpose: Annotated[str | None, typer.Option(help="One purpose; all coding keys by default.")] = None,
    path: WorkspacePath = DEFAULT,
) -> None:
    """Split coding keys in five shares of which any three restore the key and two reveal nothing (SLIP-39).

    Example: mutualis keys escrow shares/ --node ttp
    """
    written = nodes.escrow(workspace(path).node(name), folder, [purpose] if purpose else None)
    Console().print(f"{len(written)} shares in {folder}. Keep no two in one place.")


@app.command()
def restore(
    shares: Annotated[list[Path], typer.Argument(help="Three or more share files of one key.")],
    name: Name,
    path: WorkspacePath = DEFAULT,
) -> None:
    """Put a lost key back from any three of its five shares.

    Example: mutualis keys restore shares/c2-1-*-share-[135]-of-5.txt --node ttp
    """
    restored = nodes.restore(workspace(path).node(name), shares)
    _exchange(path)
    Console().print(f"Restored {restored}.")


@app.command()
def custody(path: WorkspacePath = DEFAULT) -> None:
    """List who holds which key, who deputises, and by which criteria they were chosen.

    Example: mutualis keys custody -w workspace
    """
    rows = [("node", "key", "holder", "deputy", "criteria", "created", "retired")]
    space = workspace(path)
    for name in space.names():
        for entry in nodes.custody(space.node(name)):
            told = (entry.key_id, entry.holder, entry.deputy, entry.criteria, entry.created, entry.retired or "")
            rows.append((name, *told))
    say_columns(rows)


def _exchange(path: Path) -> None:
    """Tell every node of the workspace the public keys that there are now."""
    space = workspace(path)
    nodes.exchange_keys([space.node(name) for name in space.names()])
