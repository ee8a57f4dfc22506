"""Carrying parcels between nodes: the carrier sees envelopes, needs no key and checks nothing but the address."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from mutualis import parcel
from mutualis.model import MutualisError
from mutualis.node.inbox import waiting
from mutualis.node.scratch import in_use
from mutualis.parcel.durable import appear, unfinished_folder


@dataclass(frozen=True)
class Carried:
    """A parcel that was carried: its folder's name, from whom, to whom."""

    name: str
    sender: str
    recipient: str


def send(parcel_path: Path, outbox_of: Path, inbox_of: Path) -> Path:
    """Carry a parcel from the outbox of one node's folder to the inbox of another's; it appears there by rename, whole.

    The copy in the outbox goes last, so that a carrier that is killed leaves the parcel there and can begin again.
    """
    if parcel_path.parent.resolve() != (outbox_of / "outbox").resolve():
        raise MutualisError(f"Parcel {parcel_path.name} is not in the outbox of {outbox_of.name}.")
    with in_use(inbox_of), unfinished_folder(inbox_of / "inbox") as unfinished:
        for path in sorted(parcel_path.iterdir()):
            if path.is_symlink() or not path.is_file():
                raise MutualisError(
                    f"Parcel {parcel_path.name} of {outbox_of.name} holds something that is no plain file."
                )
            shutil.copyfile(path, unfinished / path.name)
        carried = appear(unfinished, inbox_of / "inbox" / parcel_path.name)
    shutil.rmtree(parcel_path)
    return carried


def deliver_all(workspace: Path) -> list[Carried]:
    """Carry every parcel of every outbox in `workspace/nodes` to its recipient, in order of sender and period.

    A parcel that cannot be carried stays in its outbox; the others go, then the first error is raised.
    """
    nodes = {path.name: path for path in sorted((workspace / "nodes").iterdir()) if (path / "node.toml").exists()}
    carried, errors = [], []
    outgoing = [(name, path) for name in nodes for path in waiting(nodes[name] / "outbox")]
    for sender, path in outgoing:
        try:
            carried.append(_carry(path, sender, nodes))
        except MutualisError as error:
            errors.append(error)
    if errors:
        raise errors[0]
    return carried


def _carry(path: Path, sender: str, nodes: dict[str, Path]) -> Carried:
    recipient = parcel.read_envelope(path).recipient
    if recipient not in nodes:
        raise MutualisError(
            f"Parcel {path.name} of {sender} is addressed to {recipient}, which is not in this workspace.",
            there_is=f"the nodes are {', '.join(nodes)}",
        )
    send(path, nodes[sender], nodes[recipient])
    return Carried(path.name, sender, recipient)
