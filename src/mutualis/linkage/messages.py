"""Parcels of a linkage: a file of the authorisation's flow, a Parquet table each, encrypted to the one who may read it.

A parcel that was received stays in the inbox until the step that needs it last is done; then only its envelope is kept.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from mutualis import parcel
from mutualis.linkage import domains
from mutualis.linkage.permit import Permit, Refused
from mutualis.node.inbox import keep
from mutualis.parcel import ParcelError

KIND = "linkage"
ENDING = ".parquet.age"
Tables = Mapping[str, pl.DataFrame]


@dataclass(frozen=True)
class Received:
    """A parcel of a file: who sent it, its tables, and what the sender says of it beside (`about`: its hospital)."""

    sender: str
    about: str
    tables: Tables
    path: Path


def send(permit: Permit, name: str, recipient: str, tables: Tables, about: str = "") -> Path:
    """Put a file of the flow into the outbox, for a party of the role that may have it; rows in no telling order.

    Refused before anything is written: another sender, recipient or column than the authorisation names, and a column
    with identifiers of another domain than it should have.
    """
    node, file = permit.node, permit.sends(name, {each: frame.columns for each, frame in tables.items()})
    known = node.directory.party(recipient)
    if known.role != file.recipient:
        raise ParcelError("parcel.recipient", f"'{name}' is for a {file.recipient}, and {recipient} is a {known.role}.")
    tables = {each: domains.plain(permit, frame, about) for each, frame in tables.items()}
    rows = {f"{each}_rows": frame.height for each, frame in tables.items()}
    with node.audited("linkage.sent", on=f"{permit.authorisation.id}/{name}", **rows), node.scratch() as folder:
        contents = {f"{each}{ENDING}": _content(folder, each, frame, known.recipient) for each, frame in tables.items()}
        return parcel.build(
            node.outbox,
            kind=KIND,
            sender=node.name,
            recipient=recipient,
            period=f"{permit.day.year}H{1 + permit.day.month // 7}",
            files=contents,
            keys=node.keys,
            extra={
                "authorisation": permit.authorisation.id,
                "hash": permit.authorisation.hash,
                "file": name,
                "about": about,
            },
        )


def _content(folder: Path, table: str, frame: pl.DataFrame, recipient: str) -> parcel.Content:
    path = folder / f"{table}.parquet"
    frame.sample(fraction=1.0, shuffle=True).write_parquet(path)
    return parcel.Content(path, table, frame.height, (recipient,))


def receive(permit: Permit, name: str) -> Iterator[Received]:
    """Every parcel of a file that waits, by sender; its columns are exactly those that the authorisation names, those
    with identifiers of their domain's type (`domains`).

    What is not is refused to `store/refused` with the reason, and the ParcelError raised.
    """
    permit.receives(name)
    for path in permit.node.receive(KIND):
        told = parcel.read_envelope(path).extra
        if (told.get("authorisation"), told.get("file")) == (permit.authorisation.id, name):
            yield _opened(permit, name, path)


def _opened(permit: Permit, name: str, path: Path) -> Received:
    node, file = permit.node, permit.authorisation.file(name)
    try:
        opened = node.open_parcel(path, KIND)
        sender = node.directory.party(opened.manifest.sender)
        if sender.role != file.sender:
            raise ParcelError("parcel.sender", f"'{name}' comes from a {file.sender}, not from a {sender.role}.")
        if opened.manifest.extra.get("hash") != permit.authorisation.hash:
            raise ParcelError("parcel.manifest", "The sender works under another version of the authorisation.")
        with node.scratch() as folder:
            tables = {
                each.name.removesuffix(ENDING): pl.read_parquet(node.decrypt(opened, each.name, folder))
                for each in opened.manifest.files
            }
        permit.check_columns(file, {each: frame.columns for each, frame in tables.items()})
    except (ParcelError, Refused) as error:
        node.refuse(path, str(error))
        raise
    rows = {f"{each}_rows": frame.height for each, frame in tables.items()}
    node.log("linkage.read", on=f"{permit.authorisation.id}/{name}", **rows)
    about = str(opened.manifest.extra.get("about", ""))
    known = {each: domains.of_file(permit, file, frame, about) for each, frame in tables.items()}
    return Received(opened.manifest.sender, about, known, path)


def destroy(permit: Permit, name: str, only: Path | None = None) -> int:
    """Destroy the parcels of a file that were received (or `only` one): envelopes are kept. Returns how many."""
    permit.receives(name)
    node, gone = permit.node, 0
    for path in [each for each in permit.node.receive(KIND) if only in (None, each)]:
        manifest = parcel.read_envelope(path)
        if (manifest.extra.get("authorisation"), manifest.extra.get("file")) == (permit.authorisation.id, name):
            node.log("linkage.destroyed", on=manifest.hash[:12])
            keep(path, node.store / "received", envelope_only=True)
            gone += 1
    return gone
