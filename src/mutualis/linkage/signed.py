"""A small statement that a node signed: JSON in one form, the signature beside it, checked by who trusts its role."""

import json
from collections.abc import Mapping
from typing import Any

from mutualis.model import MutualisError
from mutualis.node import Node
from mutualis.parcel import is_signed_by


def sign(node: Node, told: Mapping[str, Any]) -> bytes:
    """The statement with the signature of the node."""
    content = json.dumps(told, sort_keys=True, ensure_ascii=False)
    signature = node.keys.sign(content.encode()).hex()
    return json.dumps({"signed": content, "signature": signature}, ensure_ascii=False).encode()


def read(node: Node, content: bytes, role: str, what: str) -> dict[str, Any]:
    """What a statement says, if a party of that role that this node knows (itself, perhaps) signed it.

    `what` names the statement in errors: "sign-off of an authorisation".
    """
    try:
        outer = json.loads(content)
        signed, signature = outer["signed"].encode(), bytes.fromhex(outer["signature"])
        told = dict(json.loads(signed))
    except (ValueError, KeyError, TypeError, AttributeError):
        raise MutualisError(f"This is no {what}.") from None
    known = {node.name: node.public_keys, **node.directory.parties()}
    keys = [key for each in known.values() if each.role == role for key in each.verify_keys]
    if not any(is_signed_by(signed, signature, key) for key in keys):
        raise MutualisError(
            f"The {what} is not signed by a node of the role {role} that this node knows.",
            do="ask for it again, or exchange public keys",
        )
    return told
