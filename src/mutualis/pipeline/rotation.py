"""Rotating a key in a workspace. A new C1 goes to all insurers, and each tells the third party which code became which,
so that every person keeps the C2."""

from mutualis import coding, intake
from mutualis import node as nodes
from mutualis.model import MutualisError
from mutualis.node import Custodians, Node
from mutualis.node.transport import deliver_all
from mutualis.pipeline.workspace import Workspace

SHARED = "c1"


def rotate(space: Workspace, name: str, purpose: str, custodians: Custodians | None = None) -> str:
    """Make a new version of a node's key the current one and tell the others; returns its id."""
    node = space.node(name)
    _refuse_second_code(node, purpose)
    before = node.keys.key_id(purpose)
    made = nodes.rotate_key(node, purpose, custodians)
    space.create()
    if purpose == SHARED:
        _tell_transitions(space, before)
    return made


def _refuse_second_code(node: Node, purpose: str) -> None:
    """The third party's coding key is the one of the warehouse: another would give every person a second code."""
    if purpose == "c2" and node.ledger.deliveries(kind="relay"):
        raise MutualisError(
            "The C2 key cannot be rotated while a warehouse holds codes made with it.",
            there_is="a rotation of C1 changes the insurers' codes and keeps every C2",
            do="rotate c1 at an insurer, or start a new warehouse with a new third-party node",
        )


def _tell_transitions(space: Workspace, before: str) -> None:
    """Every insurer that delivered sends its pairs (old code, new code); the third party takes them as aliases."""
    for node in space.senders():
        if delivered := intake.kept(node):
            manifests = [each.manifest for each in delivered if each.manifest]
            period, version = manifests[-1].period, manifests[-1].layout_version
            staged = [each.staged for each in delivered]
            coding.write_transition(node, staged, before=before, period=period, version=version)
    deliver_all(space.path)
    for path in space.ttp.receive("coded"):
        coding.second_coder(space.ttp, path)
