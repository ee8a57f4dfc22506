"""The one key that parties share: C1, the same at all who deliver, carried in a signed and encrypted file."""

import base64
import json
from pathlib import Path
from typing import Any

from mutualis import parcel, reference
from mutualis.model import MutualisError
from mutualis.node.custodians import Custodians
from mutualis.node.room import Node
from mutualis.parcel.durable import write_file

FORMAT = "mutualis-shared-key-1"
GIVER = "insurer"
FIELDS = {"format", "sender", "recipient", "purpose", "version", "secret"}


def export_c1(node: Node, recipient: str, folder: Path) -> Path:
    """Write the current C1 key, signed by this insurer and encrypted for another party that codes with it; the file."""
    other = node.directory.party(recipient)
    if other.role not in reference.roles_with_key("c1") or node.role != GIVER:
        raise MutualisError(
            f"The C1 key is not given to {recipient}, a party of role {other.role}, by one of role {node.role}.",
            there_is=f"insurers share it with parties of the roles {', '.join(reference.roles_with_key('c1'))}",
        )
    key = node.keys.current("c1")
    facts = {
        "format": FORMAT,
        "sender": node.name,
        "recipient": recipient,
        "purpose": key.purpose,
        "version": key.version,
    }
    message = json.dumps(facts | {"secret": key.secret}).encode()
    signed = {"message": message.decode(), "signature": node.keys.sign(message).hex()}
    path = folder / f"{key.id}-to-{recipient}.age"
    folder.mkdir(parents=True, exist_ok=True)
    write_file(path, parcel.encrypt_bytes(json.dumps(signed).encode(), [other.recipient]), mode=0o600)
    node.log("key.shared", on=key.id)
    return path


def import_c1(node: Node, path: Path, custodians: Custodians | None = None) -> str:
    """Take the C1 key that another insurer wrote for this one; returns its id. A key that is here already stays."""
    node.keys.check_purpose("c1")
    facts = _open(node, path)
    if (facts["format"], facts["recipient"], facts["purpose"]) != (FORMAT, node.name, "c1"):
        raise _not_taken("it is meant for another party or purpose")
    secret, keepers = base64.b64decode(facts["secret"]), custodians or Custodians.by_function(node.name)
    known = [key.id for key in node.keys.of("c1") if key.bytes == secret]
    return known[0] if known else node.admit_key("c1", secret, keepers, int(facts["version"]))


def _open(node: Node, path: Path) -> dict[str, Any]:
    """The message in the file, decrypted, and signed by the insurer that it names as its sender."""
    try:
        signed = json.loads(node.keys.decrypt(path.read_bytes()))
        message, signature = signed["message"].encode(), bytes.fromhex(signed["signature"])
        facts = dict(json.loads(message))
        sender = node.directory.party(facts["sender"])
        complete = facts.keys() == FIELDS
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _not_taken("it is not a shared key file") from error
    if not complete or not any(parcel.is_signed_by(message, signature, key) for key in sender.verify_keys):
        raise _not_taken("its signature does not fit")
    if sender.role != GIVER:
        raise _not_taken("its sender is no insurer")
    return facts


def _not_taken(why: str) -> MutualisError:
    return MutualisError(
        f"The shared key is not taken: {why}.", do="let the other insurer export it again for this node"
    )
