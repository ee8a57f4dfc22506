"""The second coder, at the trusted third party: a `coded` parcel becomes a `relay` parcel for the centre.

It opens the identities and the changes of number, never the content, which goes on byte for byte; the sender's name
stays here and a code takes its place.
"""

from collections.abc import Mapping
from itertools import chain
from pathlib import Path

import polars as pl

from mutualis import parcel
from mutualis.coding import arrival, handover, keys, relay
from mutualis.coding.changes import Joined, join
from mutualis.coding.identities import identity_batches
from mutualis.coding.rotation import is_transition, take_transition
from mutualis.node import Node
from mutualis.parcel import ParcelError


def second_coder(node: Node, parcel_path: Path) -> Path:
    """Turn a `coded` parcel into a `relay` parcel in the outbox and return its place there.

    A parcel that breaks a rule goes to store/refused with the reason, and the ParcelError is raised. One that was
    passed on before changes nothing: a KnownParcel is raised, unless its relay still waits in the outbox. A
    transition parcel (a new C1 key) makes no relay; its envelope in store/received is returned.
    """
    handover.require_role(node, "ttp", "second coder")
    with node.lock("coding"), node.scratch() as folder:
        handover.finish(node)
        try:
            opened = node.open_parcel(parcel_path, kind="coded")
            made = _work(node, opened, folder)
        except ParcelError as error:
            handover.put_away(node, parcel_path, str(error))
            raise
        kept = handover.put_away(node, parcel_path)
        return handover.waiting(node, made) if made else kept


def _work(node: Node, opened: parcel.Parcel, folder: Path) -> str:
    """The hash of the relay that was made now or before; '' for a transition parcel."""
    if is_transition(opened):
        take_transition(node, opened, folder)
        return ""
    made = handover.made_from(node, "relay", opened.hash)
    replaced = None if made else arrival.check(node, opened)
    arrival.enter(node, opened)
    if made is None:
        made = _relay(node, opened, folder, replaced.hash if replaced else None)
    _settle(node, opened, made)
    return made


def _settle(node: Node, opened: parcel.Parcel, made: str) -> None:
    known = node.ledger.known(opened.hash)
    if known is not None and known.status == "received":
        node.ledger.set_status(opened.hash, "relayed")
        if opened.manifest.replaces:
            node.ledger.set_replaced(opened.manifest.replaces, opened.hash)


def _relay(node: Node, opened: parcel.Parcel, folder: Path, replaced: str | None) -> str:
    identities = node.decrypt(opened, arrival.IDENTITIES, folder)
    arrival.check_identities(identities, opened)
    changes = _read_changes(node.decrypt(opened, "mg.parquet.age", folder))
    joined = _join(node, arrival.changed_codes(changes, identities, opened), changes)
    rows = opened.entry(arrival.IDENTITIES).rows
    recoded = relay.recode(identity_batches(identities), node.ledger.aliases(), lambda kind: keys.c2_subkey(node, kind))
    retired, told = relay.retired_codes(joined.retired, changes, rows, keys.c2_subkey(node, "person"))
    files = relay.write_files(node, folder, chain(recoded, [retired]), told)
    path = relay.build(node, opened, files, replaced)
    made = parcel.read_envelope(path).hash
    keys.take_c1(node, opened.manifest.key_ids[keys.C1])
    handover.send(node, path, made_from=opened.hash, sender=opened.manifest.sender)
    node.log("coding.second", on=opened.manifest.period, identities=rows, changes=told.height)
    return made


def _read_changes(source: Path) -> pl.DataFrame:
    batches = list(parcel.read_parquet(source, parcel.changes_schema()))
    empty = pl.DataFrame(schema={"old_token": pl.Int32, "new_token": pl.Int32, "change_day": pl.Date})
    return pl.concat([empty, *(pl.DataFrame(pl.from_arrow(batch)) for batch in batches)])


def _join(node: Node, code_of: Mapping[int, str], changes: pl.DataFrame) -> Joined:
    """Enter the changes of number as aliases; the codes of the classes they touch."""
    pairs = [(code_of[old], code_of[new]) for old, new in changes.select("old_token", "new_token").iter_rows()]
    joined = join(node.ledger.aliases(), pairs) if changes.height else Joined()
    node.ledger.set_aliases(joined.aliases)
    return joined
