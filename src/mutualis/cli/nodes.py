"""Verbs: nodes create, nodes list."""

import typer
from rich.console import Console

from mutualis.cli.options import DEFAULT, WorkspacePath, new_workspace, workspace
from mutualis.cli.table import say_columns

app = typer.Typer(help="The parties' nodes of a workspace.", no_args_is_help=True)


@app.command()
def create(path: WorkspacePath = DEFAULT) -> None:
    """Make the nodes of seven insurers, the trusted third party and the centre, with their keys; repeatable.

    Example: mutualis nodes create -w workspace
    """
    space = new_workspace(path)
    space.create()
    Console().print(f"{len(space.names())} nodes in {path / 'nodes'}: {', '.join(space.names())}.", highlight=False)


@app.command("list")
def list_nodes(path: WorkspacePath = DEFAULT) -> None:
    """List the nodes with their role, keys and waiting parcels.

    Example: mutualis nodes list -w workspace
    """
    space = workspace(path)
    rows = [("node", "role", "keys", "waiting")]
    for name in space.names():
        node = space.node(name)
        rows.append((name, node.role, ", ".join(sorted(node.keys.purposes)), str(len(node.receive()))))
    say_columns(rows, right=(3,))
