"""Verbs: audit checkpoint, audit show, audit verify."""

from typing import Annotated

import typer

from mutualis.cli.options import DEFAULT, WorkspacePath, workspace
from mutualis.cli.table import say, say_columns
from mutualis.cli.words import count
from mutualis.ledger import Event
from mutualis.node import Node
from mutualis.node.audit import Verdict, Witness, Witnessed, verify, witnessed
from mutualis.pipeline import Workspace

app = typer.Typer(
    help="The audit log of a node: what was done, and that nobody changed it since.", no_args_is_help=True
)

Name = Annotated[str, typer.Argument(metavar="[NODE]", help="The node, like ttp or centre; all of them by default.")]


@app.command()
def checkpoint(name: Name = "", path: WorkspacePath = DEFAULT) -> None:
    """Sign the log as it is now and have it countersigned by the witness. A log that was cut or rewritten is refused.

    Example: mutualis audit checkpoint -w workspace
    """
    space = workspace(path)
    witness = Witness(space.witness())
    for node in _nodes(space, name):
        if witnessed(node, witness) is None:
            say(f"{node.name}: nothing was logged yet.")
        else:
            say(f"{node.name}: {count(witness.size(node.name))} entries, countersigned by {witness.node.name}.")


@app.command()
def show(
    name: Name = "",
    path: WorkspacePath = DEFAULT,
    what: Annotated[str, typer.Option(help="Only entries of this kind, as parcel.received.")] = "",
    after: Annotated[int, typer.Option(min=0, help="Only entries with a number above this one.")] = 0,
) -> None:
    """Show the entries of a log, oldest first: number, moment, what was done, on what, counts.

    Examples:
        mutualis audit show ttp -w workspace
        mutualis audit show centre --what key.admitted --after 10
    """
    for node in _nodes(workspace(path), name):
        found = node.ledger.events(what or None, after)
        say(f"{node.name}: {count(len(found))} entries")
        say_columns([("number", "moment (UTC)", "what", "on", "counts"), *map(_row, found)], right=(0,))


@app.command("verify")
def verify_(name: Name = "", path: WorkspacePath = DEFAULT) -> None:
    """Make the tree of a log again and compare it with every checkpoint of the node and of the witness.

    What does not hold is told (which entry was changed, how much of the tail is gone), and the command ends with 1.

    Examples:
        mutualis audit verify -w workspace
        mutualis audit verify ttp -w workspace
    """
    space = workspace(path)
    node = space.of_role("audit_witness")
    witness = Witness(node) if node else None
    verdicts = [verify(each, _seen(witness, each.name)) for each in _nodes(space, name)]
    rows = [("node", "entries", "under a checkpoint", "seen by the witness", "verdict"), *map(_verdict, verdicts)]
    say_columns(rows, right=(1, 2, 3))
    for each in verdicts:
        for finding in each.findings:
            say(f"{each.node}: {finding}")
    if not all(each.holds for each in verdicts):
        raise typer.Exit(1)


def _nodes(space: Workspace, name: str) -> list[Node]:
    """The node that was named, or every one but the witness."""
    if name:
        return [space.node(name)]
    return [node for node in map(space.node, space.names()) if node.role != "audit_witness"]


def _seen(witness: Witness | None, party: str) -> Witnessed | None:
    if witness is None:
        return None
    return Witnessed(witness.node.name, witness.node.public_keys, witness.kept(party))


def _verdict(found: Verdict) -> tuple[str, ...]:
    told = (found.entries, found.covered, found.witnessed)
    return (found.node, *map(count, told), "holds" if found.holds else "DOES NOT HOLD")


def _row(event: Event) -> tuple[str, ...]:
    counts = ", ".join(f"{name} {value}" for name, value in event.counts.items())
    return (str(event.number), event.moment, event.what, event.subject, counts)
