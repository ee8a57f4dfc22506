"""Verbs: nodes create, nodes list."""

import typer
from rich.console import Console
from rich.table import Table

from mutualis.cli.options import DEFAULT, WorkspacePath, workspace

app = typer.Typer(help="The parties' nodes of a workspace.", no_args_is_help=True)


@app.command()
def create(path: WorkspacePath = DEFAULT) -> None:
    """Make the nodes of seven insurers, the trusted third party and the centre, with their keys; repeatable.

    Example: mutualis nodes create -w workspace
    """
    space = workspace(path)
    space.create()
    Console().print(f"{len(space.names())} nodes in {path / 'nodes'}: {', '.join(space.names())}.", highlight=False)


@app.command("list")
def list_nodes(path: WorkspacePath = DEFAULT) -> None:
    """List the nodes with their role, keys and waiting parcels.

    Example: mutualis nodes list -w workspace
    """
    space = workspace(path)
    table = Table(title=f"Nodes of {path}", title_justify="left", header_style="bold")
    for name in ("node", "role", "keys", "waiting"):
        table.add_column(name)
    for name in space.names():
        node = space.node(name)
        table.add_row(name, node.role, ", ".join(sorted(node.keys.purposes)), str(len(node.receive())))
    Console().print(table)
