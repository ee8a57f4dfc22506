"""The second coder, at the trusted third party: a `coded` parcel becomes a `relay` parcel for the centre.

It opens the identities and the changes of number, never the content, which goes on byte for byte; the sender's name
stays here and a code takes its place.
"""

from pathlib import Path

import polars as pl

from mutualis import parcel
from mutualis.coding import arrival, handover, keys, relay
from mutualis.coding.changes import Joined, join
from mutualis.coding.identities import read_identities
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
    identities, written_key = read_identities(node.decrypt(opened, "identities.parquet.age", folder))
    arrival.check_identities(identities, written_key, opened)
    changes = _read_changes(node.decrypt(opened, "mg.parquet.age", folder))
    arrival.check_changes(changes, identities, opened)
    joined = _join(node, identities, changes)
    recoded = relay.recode(identities, node.ledger.aliases(), lambda kind: keys.c2_subkey(node, kind))
    recoded, told = relay.with_retired(recoded, joined.retired, changes, keys.c2_subkey(node, "person"))
    path = relay.build(node, opened, relay.write_files(node, folder, recoded, told), replaced)
    made = parcel.read_envelope(path).hash
    keys.take_c1(node, opened.manifest.key_ids[keys.C1])
    handover.send(node, path, made_from=opened.hash, sender=opened.manifest.sender)
    node.log("coding.second", on=opened.manifest.period, identities=identities.height, changes=told.height)
    return made


def _read_changes(source: Path) -> pl.DataFrame:
    batches = list(parcel.read_parquet(source, parcel.changes_schema()))
    empty = pl.DataFrame(schema={"old_token": pl.Int32, "new_token": pl.Int32, "change_day": pl.Date})
    return pl.concat([empty, *(pl.DataFrame(pl.from_arrow(batch)) for batch in batches)])


def _join(node: Node, identities: pl.DataFrame, changes: pl.DataFrame) -> Joined:
    """Enter the changes of number as aliases; the codes of the classes they touch."""
    code_of = identities["code"]
    pairs = zip(code_of.gather(changes["old_token"]), code_of.gather(changes["new_token"]), strict=True)
    joined = join(node.ledger.aliases(), pairs) if changes.height else Joined()
    node.ledger.set_aliases(joined.aliases)
    return joined
