"""The first coder, at the insurer: what was accepted becomes a `coded` parcel of identities and content apart."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from mutualis import parcel, reference
from mutualis.coding import handover
from mutualis.coding.content import token_tables, write_changes, write_content
from mutualis.coding.identities import coded_identities, distinct_numbers, write_identities
from mutualis.coding.tokens import TokenTable
from mutualis.model import DeliveryPeriod, MutualisError
from mutualis.node import Node

PURPOSE = "c1"
TTP = "ttp"
CENTRE = "centre"
Files = dict[str, parcel.Content]


def first_coder(
    node: Node,
    staged: Mapping[str, Path],
    manifest: parcel.Manifest,
    *,
    delivery: str | None = None,
    problem_counts: Mapping[str, int] | None = None,
) -> Path:
    """Code an accepted delivery with C1 and put the `coded` parcel in the outbox; returns its place there.

    `staged` gives the typed files of the accepted lines by database (and mg where numbers changed), in the
    layout version of `manifest`, which is the delivery's; `delivery` is its hash where that is not the hash of
    `manifest` as we would write it. `problem_counts` (rule id to count, found by the intake) go along so that the
    trusted third party can compare insurers. A delivery that was coded before is not coded again: its parcel is
    returned while it waits in the outbox, and a KnownParcel raised afterwards.
    """
    handover.require_role(node, reference.delivering_roles(), "first coder")
    databases = _content(staged, manifest.period)
    source = delivery or manifest.hash
    with node.lock("coding"), node.scratch() as folder:
        handover.finish(node)
        if made := handover.made_from(node, "coded", source):
            return handover.waiting(node, made)
        files, declared = _write_files(node, staged, databases, manifest.layout_version, folder)
        extra = {"delivery": source, "problem_counts": dict(problem_counts or {})}
        path = _build(node, manifest, files, declared, extra)
        sent = handover.send(node, path, made_from=source, sender=node.name)
    node.log("coding.first", on=manifest.period, content_rows=sum(declared[name].rows for name in databases))
    return sent


def _content(staged: Mapping[str, Path], period: str) -> tuple[str, ...]:
    """The databases of the delivery that travel as content; one that its period must have is missed."""
    required, _ = reference.expected(DeliveryPeriod.parse(period), staged)
    found = tuple(name for name in reference.content_codes() if name in staged)
    missing = [name for name in required if name in reference.content_codes() and name not in staged]
    if missing or not found:
        raise MutualisError(
            f"The accepted delivery has no file of {', '.join(missing) or 'any database'}.",
            there_is=f"it has {', '.join(sorted(staged)) or 'none'}",
            do="accept the delivery again",
        )
    return found


def _write_files(
    node: Node, staged: Mapping[str, Path], databases: Sequence[str], version: str, folder: Path
) -> tuple[Files, dict[str, parcel.Declared]]:
    """The files of the parcel, written in the clear into a scratch folder, each with the party it is encrypted to."""
    identities = coded_identities(distinct_numbers(staged, version), lambda kind: node.keys.subkey(PURPOSE, kind))
    tables = token_tables(identities)
    centre, declared = (node.directory.party(CENTRE).recipient,), {}
    files = _change_file(node, staged, folder, tables)
    rows = write_identities(identities, folder / "identities.parquet", node.keys.key_id(PURPOSE))
    files["identities.parquet.age"] = parcel.Content(folder / "identities.parquet", "identities", rows, _ttp(node))
    for database in databases:
        target = folder / f"{database}.parquet"
        declared[database] = write_content(staged[database], target, database, version, tables)
        files[f"{target.name}.age"] = parcel.Content(target, database, declared[database].rows, centre)
    return files, declared | {"mg": parcel.Declared(rows=files["mg.parquet.age"].rows)}


def _change_file(node: Node, staged: Mapping[str, Path], folder: Path, tables: Mapping[str, TokenTable]) -> Files:
    target = folder / "mg.parquet"
    if "mg" in staged:
        rows = write_changes(staged["mg"], target, tables)
    else:
        rows = parcel.write_parquet(target, parcel.changes_schema(), [parcel.changes_schema().empty_table()])
    return {"mg.parquet.age": parcel.Content(target, "mg", rows, _ttp(node))}


def _ttp(node: Node) -> tuple[str, ...]:
    return (node.directory.party(TTP).recipient,)


def _build(
    node: Node,
    manifest: parcel.Manifest,
    files: Files,
    declared: Mapping[str, parcel.Declared],
    extra: Mapping[str, object],
) -> Path:
    replaced = handover.made_from(node, "coded", manifest.replaces) if manifest.replaces else None
    return parcel.build(
        handover.prepared(node),
        kind="coded",
        sender=node.name,
        recipient=TTP,
        period=manifest.period,
        files=files,
        keys=node.keys,
        layout_version=manifest.layout_version,
        declared=declared,
        key_ids={PURPOSE: node.keys.key_id(PURPOSE)},
        replaces=replaced,
        extra=extra,
    )
