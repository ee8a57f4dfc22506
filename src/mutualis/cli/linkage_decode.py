"""Verbs about decoding hospitals of a study: ask, waiting, grant, refuse, answers."""

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from mutualis.cli.options import DEFAULT, WorkspacePath, workspace
from mutualis.cli.table import say, say_columns
from mutualis.cli.words import count
from mutualis.linkage import decoding
from mutualis.linkage.permit import Permit, permit
from mutualis.model import MutualisError
from mutualis.reference import authorisations as law

RESEARCHER, PHYSICIAN = "researcher", "supervising_physician"
Name = Annotated[str, typer.Argument(metavar="AUTHORISATION", help="An authorisation by its id.")]
Request = Annotated[str, typer.Argument(metavar="REQUEST", help="A request that waits, by its id.")]
By = Annotated[str, typer.Option("--by", help="Who decides it, by name; not who asked.")]
Why = Annotated[str, typer.Option("--why", help="The reason.")]
Node = Annotated[str, typer.Option("--node", help="The node of the party; the one of its role if not given.")]

app = typer.Typer(
    no_args_is_help=True, help="Go back from the code of a hospital to the hospital: asked with a reason."
)


@app.command()
def ask(
    name: Name,
    codes: Annotated[list[str], typer.Argument(metavar="CODE...", help="Hospitals by their code in the study.")],
    why: Why,
    person: Annotated[str, typer.Option("--person", help="Who asks, by name.")],
    node: Node = "",
    path: WorkspacePath = DEFAULT,
) -> None:
    """Ask the supervising physician to decode hospitals of a study, with the reason. Logged before it is sent.

    Example:
        mutualis linkage decode ask kce-05-033 4f5e0c --person "R. Peeters" --why "Recommendation 3 rests on it"
    """
    held = _permit(name, path, RESEARCHER, node)
    physicians = held.node.directory.names(PHYSICIAN)
    if len(physicians) != 1:
        raise MutualisError(f"This node knows {len(physicians)} supervising physicians.", do="exchange public keys")
    say(f"{count(decoding.ask(held, person, codes, why, physicians[0]))} hospitals are asked for.")


@app.command()
def waiting(name: Name, node: Node = "", path: WorkspacePath = DEFAULT) -> None:
    """The requests that wait at the supervising physician: who asks, how many hospitals, and why.

    Example: mutualis linkage decode waiting kce-05-033 -w physician
    """
    rows: list[tuple[str, ...]] = [("request", "asked by", "hospitals", "is motivated", "reason")]
    for each in decoding.waiting(_permit(name, path, PHYSICIAN, node)):
        rows.append((each.id, each.asked_by, count(len(each.codes)), "yes" if each.is_motivated else "no", each.reason))
    say_columns(rows, (2,))


@app.command()
def grant(name: Name, request: Request, by: By, why: Why, node: Node = "", path: WorkspacePath = DEFAULT) -> None:
    """Decode the hospitals of a request for who asked, by name. Logged before; one without a reason is refused.

    Example:
        mutualis linkage decode grant kce-05-033 0f3a5c7e9b1d --by "Dr. A. Maes" --why "needed to validate it"
    """
    held = _permit(name, path, PHYSICIAN, node)
    say(f"{count(decoding.grant(held, request, by, why))} hospitals are decoded for who asked.")


@app.command()
def refuse(name: Name, request: Request, by: By, why: Why, node: Node = "", path: WorkspacePath = DEFAULT) -> None:
    """Refuse a request, by name and with the reason; who asked is told, and nothing is decoded.

    Example:
        mutualis linkage decode refuse kce-05-033 0f3a5c7e9b1d --by "Dr. A. Maes" --why "the study is not at its end"
    """
    held = _permit(name, path, PHYSICIAN, node)
    say(f"{count(decoding.refuse(held, request, by, why))} hospitals are not decoded; who asked is told.")


@app.command()
def answers(name: Name, node: Node = "", path: WorkspacePath = DEFAULT) -> None:
    """What the supervising physician answered: hospitals that are decoded, and what was refused, by whom and why.

    Example: mutualis linkage decode answers kce-05-033 -w researcher
    """
    found = decoding.answers(_permit(name, path, RESEARCHER, node))
    say_columns([tuple(found.columns), *(tuple(value or "-" for value in row) for row in found.rows())])


def _permit(name: str, path: Path, role: str, node: str) -> Permit:
    space = workspace(path)
    found = space.node(node) if node else space.of_role(role)
    if found is None:
        raise MutualisError(f"There is no {role} in this workspace.", do="name its node with --node")
    return permit(found, law.as_amended(name).id, dt.date.today())
