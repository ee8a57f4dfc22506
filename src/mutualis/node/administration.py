"""What `mutualis keys create|rotate|custody` do: keys come with custodians, old versions stay usable."""

from collections.abc import Iterable

from mutualis.ledger import Custody
from mutualis.model import MutualisError
from mutualis.node.custodians import Custodians
from mutualis.node.keys import new_secret
from mutualis.node.room import Node


def create_key(node: Node, purpose: str, custodians: Custodians) -> str:
    """Make the first key of a purpose; returns its id."""
    node.keys.check_purpose(purpose)
    if purpose in node.keys.purposes:
        raise MutualisError(
            f"The node of {node.name} has a key for {purpose} already.", do=f"mutualis keys rotate {purpose}"
        )
    return node.admit_key(purpose, new_secret(purpose), custodians)


def rotate_key(node: Node, purpose: str, custodians: Custodians | None = None) -> str:
    """Make a new version of a key the current one; the old one stays usable by its id. Custodians stay unless given.

    After `sign`, `exchange` and coding keys the public keys must be exchanged again; a new C1 goes to all insurers.
    """
    current = node.keys.current(purpose)
    return node.admit_key(purpose, new_secret(purpose), custodians or _custodians(node, current.id))


def _custodians(node: Node, key_id: str) -> Custodians:
    for entry in node.ledger.custody():
        if entry.key_id == key_id:
            return Custodians(entry.holder, entry.deputy, entry.criteria)
    raise MutualisError(f"Key {key_id} is not in the custody register.", do="name a holder and a deputy")


def custody(node: Node) -> list[Custody]:
    """The custody register of a node: every key it ever had, who holds it, who deputises, by which criteria."""
    return node.ledger.custody()


def exchange_keys(nodes: Iterable[Node]) -> None:
    """Let nodes know each other's public keys: every one enters all of them in its directory.json."""
    nodes = list(nodes)
    public = {node.name: node.public_keys for node in nodes}
    for node in nodes:
        node.directory.enter(public)
