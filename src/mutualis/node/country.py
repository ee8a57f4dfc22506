"""All nodes of a country in one workspace: seven insurers and the hub of records with one C1 key, the trusted third
party, the centre.

One of the insurers has the key of the permanent sample too.
"""

from collections.abc import Mapping
from pathlib import Path

from mutualis import reference
from mutualis.node.administration import create_key, exchange_keys
from mutualis.node.custodians import Custodians
from mutualis.node.keys import SHARED_PURPOSES
from mutualis.node.room import Node
from mutualis.node.sharing import export_c1, import_c1

SAMPLING = "sample"
OTHERS = {"record-hub": "record_hub", "ttp": "ttp", "centre": "centre"}


def create_country(workspace: Path, passphrase: str) -> dict[str, Node]:
    """Make or open the nodes in `workspace/nodes`, exchange public keys and share C1. Safe to repeat."""
    roles = {insurer.name: "insurer" for insurer in reference.insurers()} | OTHERS
    nodes = {name: _open_or_create(workspace / "nodes" / name, name, role, passphrase) for name, role in roles.items()}
    _let_one_draw(nodes)
    exchange_keys(nodes.values())
    _share_c1([node for node in nodes.values() if node.role in reference.delivering_roles()])
    exchange_keys(nodes.values())
    return nodes


def open_country(workspace: Path, passphrase: str) -> dict[str, Node]:
    """The nodes that are in a workspace, by name."""
    folders = sorted(path.parent for path in (workspace / "nodes").glob("*/node.toml"))
    return {folder.name: Node.open(folder, passphrase) for folder in folders}


def add_node(workspace: Path, name: str, role: str, passphrase: str) -> Node:
    """Make or open one node more in a workspace; it and the others know each other's public keys."""
    there = open_country(workspace, passphrase)
    made = there.get(name) or _open_or_create(workspace / "nodes" / name, name, role, passphrase)
    exchange_keys([*there.values(), made])
    for each in there.values():
        if each is not made:
            each.close()
    return made


def _open_or_create(path: Path, name: str, role: str, passphrase: str) -> Node:
    if (path / "node.toml").exists():
        return Node.open(path, passphrase)
    own = reference.party(role).keys - SHARED_PURPOSES - {SAMPLING}
    return Node.create(path, name, role, passphrase, purposes=own)


def _let_one_draw(nodes: Mapping[str, Node]) -> None:
    """The designated insurer gets the sampling key, where it has none yet; no other insurer gets one."""
    for insurer in reference.insurers():
        node = nodes[insurer.name]
        if insurer.draws_sample and SAMPLING not in node.keys.purposes:
            create_key(node, SAMPLING, Custodians.by_function(node.name))


def _share_c1(senders: list[Node]) -> None:
    insurers = [node for node in senders if node.role == "insurer"]
    holders = [node for node in insurers if "c1" in node.keys.purposes]
    if not holders:
        _first_c1(insurers[0])
    source = max(holders or insurers[:1], key=lambda node: node.keys.current("c1").version)
    for node in senders:
        if source.keys.key_id("c1") not in {key.id for key in node.keys.keys}:
            with source.scratch() as folder:
                import_c1(node, export_c1(source, node.name, folder))


def _first_c1(node: Node) -> None:
    create_key(node, "c1", Custodians.by_function(node.name))
