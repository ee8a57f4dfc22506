"""A new C1 key: each insurer says which code of the old key became which of the new one, and every C2 stays.

The pairs go to the trusted third party as a parcel of kind `coded` that holds nothing else, under both key ids. They
enter as aliases (new code to canonical code). Codes of the new key are taken once every insurer that ever delivered has
sent its pairs: before that, a person known to another insurer could get a second C2.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import polars as pl
import pyarrow as pa

from mutualis import parcel, reference
from mutualis.coding import handover, keys
from mutualis.coding.identities import coded_identities, distinct_numbers
from mutualis.node import Node
from mutualis.parcel import ParcelError

FILE = "transition.parquet.age"
BEFORE = "c1_before"
TTP = "ttp"


def write_transition(
    node: Node, accepted: Sequence[Mapping[str, Path]], *, before: str, period: str, version: str
) -> Path:
    """Put the transition parcel of an insurer in the outbox: its identities under the key `before` and the current one.

    `accepted` are the staged files by database of every delivery the insurer made, in layout `version`; `before` is the
    id of the key given up, `period` the half-year from which the new one is used. Returns its place in the outbox.
    """
    handover.require_role(node, reference.delivering_roles(), "transition to a new first key")
    numbers = pl.concat([distinct_numbers(staged, version) for staged in accepted]).unique()
    with node.lock("coding"), node.scratch() as folder:
        handover.finish(node)
        pairs = transition_pairs(numbers, lambda kind: node.keys.subkey(keys.C1, kind, before), _current_subkey(node))
        target = folder / "transition.parquet"
        rows = parcel.write_parquet(target, transition_schema(), [pairs.to_arrow()])
        content = parcel.Content(target, "transition", rows, (node.directory.party(TTP).recipient,))
        path = parcel.build(
            handover.prepared(node),
            kind="coded",
            sender=node.name,
            recipient=TTP,
            period=period,
            files={FILE: content},
            keys=node.keys,
            key_ids={keys.C1: node.keys.key_id(keys.C1), BEFORE: before},
        )
        return handover.send(node, path, made_from=f"transition {before}", sender=node.name)


def _current_subkey(node: Node) -> Callable[[str], str]:
    """Kind of identity to the subkey of the node's current C1 key."""
    return lambda kind: node.keys.subkey(keys.C1, kind)


def transition_schema() -> pa.Schema:
    """`before` and `after`: the codes of one identity under the old and the new key."""
    return pa.schema([pa.field("before", pa.string(), nullable=False), pa.field("after", pa.string(), nullable=False)])


def transition_pairs(numbers: pl.DataFrame, old: Callable[[str], str], new: Callable[[str], str]) -> pl.DataFrame:
    """The codes `before` and `after` of distinct numbers, sorted by the new code."""
    before, after = (coded_identities(numbers, subkey).select("kind", "number", "code") for subkey in (old, new))
    pairs = before.join(after, on=["kind", "number"], suffix="_after").select(before="code", after="code_after")
    return pairs.unique().sort("after")


def is_transition(opened: parcel.Parcel) -> bool:
    """Whether a `coded` parcel tells the transition to a new key."""
    return opened.has(FILE)


def take_transition(node: Node, opened: parcel.Parcel, folder: Path) -> None:
    """Enter the pairs of a transition parcel as aliases. Repeating one changes nothing."""
    before, after = _check_keys(node, opened)
    table = pa.Table.from_batches(
        list(parcel.read_parquet(node.decrypt(opened, FILE, folder), transition_schema())), transition_schema()
    )
    known = node.ledger.aliases()
    pairs = zip(table["after"].to_pylist(), table["before"].to_pylist(), strict=True)
    wanted = {new: known.get(old, old) for new, old in pairs}
    if any(known.get(new, root) != root for new, root in wanted.items()) or set(wanted) & set(wanted.values()):
        raise ParcelError("parcel.manifest", "The transition contradicts what the third party knows.")
    node.ledger.set_aliases({new: root for new, root in wanted.items() if new not in known})
    node.ledger.record_event(keys.C1_TRANSITION, after, {"sender": opened.manifest.sender, "before": before})
    if _everyone_sent(node, after):
        keys.take_c1(node, after)


def _check_keys(node: Node, opened: parcel.Parcel) -> tuple[str, str]:
    manifest = opened.manifest
    names = set(manifest.key_ids) == {keys.C1, BEFORE} and len(manifest.files) == 1
    before, after = manifest.key_ids.get(BEFORE, ""), manifest.key_ids.get(keys.C1, "")
    published = node.directory.party(manifest.sender).key_ids.get(keys.C1, after)
    if not names or before not in keys.taken_c1(node) or after != published or before == after:
        raise ParcelError(
            "parcel.manifest",
            "The transition does not lead from a key in use to the sender's new key.",
            there_is=f"in use: {', '.join(sorted(keys.taken_c1(node))) or 'none'}; the sender published {published}",
            do="exchange the public keys after the rotation, then send the transition again",
        )
    return before, after


def _everyone_sent(node: Node, after: str) -> bool:
    sent = {event.counts["sender"] for event in node.ledger.events(keys.C1_TRANSITION) if event.subject == after}
    return {each.sender for each in node.ledger.deliveries(kind="coded")} <= sent
