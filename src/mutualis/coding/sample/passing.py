"""The trusted third party: the sample's C1 codes become C2 codes for the centre, in an order that says nothing."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from mutualis import parcel
from mutualis.coding import handover, keys
from mutualis.coding.arrival import CODE
from mutualis.coding.files import code_file
from mutualis.coding.sample.sending import KIND, PURPOSE
from mutualis.coding.sample.variants import CODED, PASSED_ON, check_passed_on
from mutualis.node import Node
from mutualis.parcel import ParcelError
from mutualis.reference.permanent_sample import PARTS

CENTRE = "centre"
TAKEN = "coding.sample_taken"
FILES = frozenset(f"{part}.parquet.age" for part in PARTS)


def pass_on_sample(node: Node, parcel_path: Path) -> Path:
    """Turn a `sample` parcel into a `sample_relay` parcel in the outbox and return its place there.

    Codes are coded as they are, never as what they are known to be an alias of: a place in the sample follows the first
    number that a person had, and that is the one whose code stays. A parcel that breaks a rule goes to store/refused
    with the reason, and the ParcelError is raised; one that was passed on before raises a KnownParcel.
    """
    handover.require_role(node, "ttp", "second coder")
    with node.lock("coding"), node.scratch() as folder:
        handover.finish(node)
        try:
            opened = node.open_parcel(parcel_path, kind=KIND)
            made = handover.made_from(node, PASSED_ON, opened.hash) or _relay(node, opened, folder)
        except ParcelError as error:
            handover.put_away(node, parcel_path, str(error))
            raise
        handover.put_away(node, parcel_path)
        return handover.waiting(node, made)


def _relay(node: Node, opened: parcel.Parcel, folder: Path) -> str:
    _check(node, opened)
    sources = {part: node.decrypt(opened, f"{part}.parquet.age", folder) for part in PARTS}
    for part, source in sources.items():
        check_codes(source, opened.entry(f"{part}.parquet.age").rows)
    return relayed(node, sources, opened.manifest, folder, made_from=opened.hash, sender=opened.manifest.sender)


def relayed(
    node: Node, sources: Mapping[str, Path], manifest: parcel.Manifest, folder: Path, *, made_from: str, sender: str
) -> str:
    """Code files of C1 by part to C2 and send them to the centre; returns the hash of the parcel.

    `manifest`: of a parcel that they came in, for the period and the sampling key, which is the one from now on.
    """
    centre, files = (node.directory.party(CENTRE).recipient,), {}
    for part, source in sources.items():
        target = folder / f"{part}-relay.parquet"
        rows = code_file(source, target, "code", keys.c2_subkey(node, "person"))
        files[f"{part}.parquet.age"] = parcel.Content(target, part, rows, centre)
    path = parcel.build(
        handover.prepared(node),
        kind=PASSED_ON,
        sender=node.name,
        recipient=CENTRE,
        period=manifest.period,
        files=files,
        keys=node.keys,
        declared={content.database: parcel.Declared(content.rows) for content in files.values()},
        key_ids={keys.C2: keys.c2_key_id(node)},
    )
    made = parcel.read_envelope(path).hash
    if not node.ledger.events(TAKEN):
        node.ledger.record_event(TAKEN, manifest.key_ids[PURPOSE])
    handover.send(node, path, made_from=made_from, sender=sender)
    node.log("coding.drawn", on=manifest.period, rows=sum(content.rows for content in files.values()))
    return made


def _check(node: Node, opened: parcel.Parcel) -> None:
    """One insurer draws, with one key for good: another key would draw other persons."""
    manifest = opened.manifest
    if {entry.name for entry in manifest.files} != FILES:
        raise ParcelError("parcel.missing", f"A sample parcel holds {' and '.join(sorted(FILES))}.")
    key = manifest.key_ids.get(PURPOSE, "")
    taken = [event.subject for event in node.ledger.events(TAKEN)]
    right = taken[0] if taken else node.directory.party(manifest.sender).key_ids.get(PURPOSE, "")
    if not key or key != right:
        raise ParcelError(
            "parcel.sender",
            f"{manifest.sender} may not draw the sample, or not with this key.",
            there_is=f"the sample is drawn with {right or 'the key of the designated insurer, which is another one'}",
            do="draw with the first sampling key: another one would draw other persons",
        )
    keys.check_c1(node, manifest.sender, {keys.C1: manifest.key_ids.get(keys.C1, "")})
    check_passed_on(node, manifest.period, CODED, manifest.extra.get("beside"))


def check_codes(source: Path, rows: int) -> None:
    """Refuse a file that is not a column of as many codes as the manifest declares."""
    codes = pl.scan_parquet(source, glob=False)
    if codes.collect_schema() == {"code": pl.String}:
        found = codes.select(pl.len() == rows, pl.col("code").str.contains(CODE).all()).collect(engine="streaming")
        if found.row(0) == (True, True):
            return
    raise ParcelError("parcel.manifest", "The sample's codes are not what the manifest declares.")
