"""The agency's own authorisation: the pipeline runs under it, each stage at a node as one of its steps."""

import datetime as dt
from collections.abc import Iterable

from mutualis.linkage.permit import Permit, permit
from mutualis.linkage.signing_off import is_signed_off, sign_off, take_sign_off
from mutualis.node import Node
from mutualis.reference.authorisations import authorisation

STANDING = "agency-standing"
DELIVERING, PASSING_ON, COUNTING = 1, 2, 3


def under(step: int, *nodes: Node) -> list[Permit]:
    """The permits of nodes for a step of the agency's statutory work, today.

    Raises where the authorisation is not in force, has no part for a node's role, or is not signed off there.
    """
    permits = [permit(node, STANDING, dt.date.today()) for node in nodes]
    for each in permits:
        each.step(step)
    return permits


def sign_for_all(nodes: Iterable[Node], witness: Node) -> None:
    """Sign the agency's authorisation off at every node that has a part in it, where it is not signed off yet.

    For a workspace that holds all parties (the demo, a rehearsal). In production the security adviser signs at the
    witness, and each party takes the sign-off to its own node: `mutualis authorisation sign-off`.
    """
    given = authorisation(STANDING)
    roles = {each.role for each in given.parties}
    waiting = [node for node in nodes if node.role in roles and not is_signed_off(node, given)]
    if waiting:
        signed = sign_off(witness, given, given.security_adviser.name, dt.date.today())
        for node in waiting:
            take_sign_off(node, signed)
