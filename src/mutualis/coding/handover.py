"""Handing a finished parcel over: built in `store/prepared`, entered in the ledger, then moved to the outbox by rename.

A coder that is killed before the entry leaves a parcel that nobody knows: it is removed and made again. Killed after
the entry, it leaves one that the ledger knows: it only has to be moved. So a parcel is never sent twice.
"""

import shutil
from pathlib import Path

from mutualis import parcel
from mutualis.model import MutualisError
from mutualis.node import Node
from mutualis.parcel.durable import sync

SENT = "sent"


class KnownParcel(MutualisError):
    """The parcel was worked on before; nothing was changed now."""


def require_role(node: Node, role: str | tuple[str, ...], what: str) -> None:
    """Refuse to run a party's coder on another party's node."""
    roles = (role,) if isinstance(role, str) else role
    if node.role not in roles:
        raise MutualisError(
            f"The {what} does not run on the node of {node.name}.",
            there_is=f"its role is {node.role}; this needs the role {' or '.join(roles)}",
            do=f"run it on the node of the {' or '.join(roles)}",
        )


def prepared(node: Node) -> Path:
    """The folder where finished parcels wait for their entry in the ledger."""
    folder = node.store / "prepared"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def finish(node: Node) -> None:
    """Send what the ledger already knows as made; remove what was never entered."""
    for path in sorted(prepared(node).iterdir()):
        made = parcel.read_envelope(path).hash if (path / "manifest.json").exists() else ""
        if made and node.ledger.known(made) is not None:
            _move(node, path, made)
        else:
            shutil.rmtree(path)


def send(node: Node, path: Path, *, made_from: str, sender: str) -> Path:
    """Enter a prepared parcel and the parcel it was made from, then move it to the outbox; returns its place there."""
    manifest = parcel.read_envelope(path)
    rows = sum(each.rows for each in manifest.declared.values())
    totals = {name: dict(each.totals) for name, each in manifest.declared.items()}
    node.ledger.record_event(f"coding.{manifest.kind}", made_from, {"made": manifest.hash})
    node.ledger.record_delivery(
        manifest.hash,
        kind=manifest.kind,
        period=manifest.period,
        sender=sender,
        status="prepared",
        declared_rows=rows,
        totals=totals,
    )
    return _move(node, path, manifest.hash)


def made_from(node: Node, kind: str, source: str) -> str | None:
    """The hash of the parcel of a kind that this node made from another parcel; None where there is none."""
    made = [str(event.counts["made"]) for event in node.ledger.events(f"coding.{kind}") if event.subject == source]
    known = [each for each in made if node.ledger.known(each) is not None]
    return known[-1] if known else None


def sources(node: Node, kind: str) -> frozenset[str]:
    """The hashes of all parcels from which this node made a parcel of a kind that it still knows."""
    known = {each.hash for each in node.ledger.deliveries(kind=kind)}
    return frozenset(event.subject for event in node.ledger.events(f"coding.{kind}") if event.counts["made"] in known)


def source_of(node: Node, kind: str, made: str) -> str | None:
    """The hash of the parcel from which this node made another one; None where it made no such parcel."""
    found = [event.subject for event in node.ledger.events(f"coding.{kind}") if event.counts["made"] == made]
    return found[-1] if found else None


def waiting(node: Node, made: str) -> Path:
    """The parcel in the outbox, or a KnownParcel when it has left."""
    found = [path for path in node.outbox.iterdir() if path.name.endswith(f"-{made[:12]}.parcel")]
    if not found:
        raise KnownParcel(
            "This parcel was coded before and its result has been sent.",
            there_is="the ledger has both; nothing was changed",
        )
    return found[0]


def put_away(node: Node, parcel_path: Path, reason: str = "") -> Path:
    """Move a parcel out of the inbox, to what was refused when a reason is given; one elsewhere stays where it is."""
    if parcel_path.parent.resolve() != node.inbox.resolve() or not parcel_path.exists():
        return parcel_path
    return node.refuse(parcel_path, reason) if reason else node.done(parcel_path)


def _move(node: Node, path: Path, made: str) -> Path:
    target = node.outbox / path.name
    path.rename(target)
    sync(node.outbox)
    sync(prepared(node))
    node.ledger.set_status(made, SENT)
    return target
