"""The security adviser's sign-off: no flow starts without it, and it holds for the authorisation as it is signed.

It is a small signed file. The adviser signs at the node of the audit witness; every node keeps the file and checks the
signature against the key that the witness published, and the hash against the authorisation it has itself.
"""

import datetime as dt
from pathlib import Path

from mutualis.linkage import signed
from mutualis.model import MutualisError
from mutualis.node import Node
from mutualis.parcel.durable import write_file
from mutualis.reference.authorisations import Authorisation

SIGNER = "audit_witness"
FOLDER = "sign-offs"


def sign_off(node: Node, authorisation: Authorisation, adviser: str, day: dt.date) -> bytes:
    """The sign-off, signed with the key of the node. Raises where the node or the person is not the one for it."""
    if node.role != SIGNER:
        raise MutualisError(
            "An authorisation is signed off at the node of the audit witness.", there_is=f"this is a {node.role}"
        )
    if adviser != authorisation.security_adviser.name:
        raise MutualisError(
            f"Authorisation {authorisation.id} is signed off by its security adviser only.",
            there_is=f"it names {authorisation.security_adviser.name}",
        )
    told = {"authorisation": authorisation.id, "hash": authorisation.hash, "adviser": adviser, "day": day.isoformat()}
    node.log("authorisation.signed_off", on=authorisation.id)
    return signed.sign(node, told)


def take_sign_off(node: Node, content: bytes) -> Path:
    """Keep a sign-off at a node, after checking who signed it."""
    told = _signed(node, content)
    path = _path(node, str(told["authorisation"]))
    path.parent.mkdir(mode=0o700, exist_ok=True)
    write_file(path, content)
    return path


def is_signed_off(node: Node, authorisation: Authorisation) -> bool:
    """Whether the node has a sign-off of the authorisation as it is now."""
    path = _path(node, authorisation.id)
    return path.is_file() and _signed(node, path.read_bytes())["hash"] == authorisation.hash


def require_sign_off(node: Node, authorisation: Authorisation) -> None:
    """Refuse an authorisation that is not signed off, or changed since."""
    path = _path(node, authorisation.id)
    if not path.is_file():
        raise MutualisError(
            f"Authorisation {authorisation.id} is not signed off by its security adviser.",
            do=f"{authorisation.security_adviser.name} signs it off: mutualis authorisation sign-off",
        )
    if not is_signed_off(node, authorisation):
        raise MutualisError(
            f"Authorisation {authorisation.id} has changed since it was signed off.", do="let it be signed off again"
        )


def signed_off(node: Node) -> list[str]:
    """The authorisations whose sign-off a node keeps."""
    return sorted(path.stem for path in (node.store / FOLDER).glob("*.json"))


def _signed(node: Node, content: bytes) -> dict[str, str]:
    """What a sign-off says, if a witness that this node knows signed it."""
    return signed.read(node, content, SIGNER, "sign-off of an authorisation")


def _path(node: Node, name: str) -> Path:
    return node.store / FOLDER / f"{name}.json"
