"""A party's node: its folder, keys, inbox and outbox, and the carriage of parcels between nodes."""

from mutualis.node import transport
from mutualis.node.administration import create_key, custody, exchange_keys, rotate_key
from mutualis.node.country import add_node, create_country, open_country
from mutualis.node.custodians import Custodians
from mutualis.node.directory import Directory, PublicKeys
from mutualis.node.escrow import escrow, restore
from mutualis.node.keys import FileKeyRing, KeyRing
from mutualis.node.room import Node
from mutualis.node.sharing import export_c1, import_c1

__all__ = [
    "Custodians",
    "Directory",
    "FileKeyRing",
    "KeyRing",
    "Node",
    "PublicKeys",
    "add_node",
    "create_country",
    "create_key",
    "custody",
    "escrow",
    "exchange_keys",
    "export_c1",
    "import_c1",
    "open_country",
    "restore",
    "rotate_key",
    "transport",
]
