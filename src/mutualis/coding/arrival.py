"""What the trusted third party checks of a `coded` parcel before it opens the identities, and never of the content.

Sender, signature, addresses, names, sizes and checksums were checked by the node when it opened the parcel.
"""

from pathlib import Path

import polars as pl

from mutualis import parcel, reference
from mutualis.coding import handover, keys
from mutualis.coding.identities import QUALIFIED, identity_batches, written_key
from mutualis.ledger import Delivery, ProblemCount, closed_among
from mutualis.model import DeliveryPeriod, MutualisError
from mutualis.node import Node
from mutualis.parcel import ParcelError

IDENTITIES = "identities.parquet.age"
CHANGES = "mg.parquet.age"
CODE = "^[0-9a-f]{32}$"
DROPPED = ("refused", "replaced")
ARRIVED = "coding.arrived"


def check(node: Node, opened: parcel.Parcel) -> Delivery | None:
    """Check files, declared rows and totals, key and period; returns the delivery that this one replaces."""
    _check_files(opened)
    _check_sender(node, opened.manifest)
    _check_declared(opened.manifest)
    _check_open(node, opened.manifest)
    keys.check_c1(node, opened.manifest.sender, opened.manifest.key_ids)
    return _replaced(node, opened)


def sealed(database: str) -> str:
    """The name of a content file, which nobody but the centre can open."""
    return f"{database}.parquet.age"


def content(manifest: parcel.Manifest) -> tuple[str, ...]:
    """The databases whose content a `coded` parcel carries, with those that a delivery of its period must hold."""
    there = {entry.database for entry in manifest.files}
    required, allowed = reference.expected(DeliveryPeriod.parse(manifest.period), there)
    return tuple(code for code in reference.content_codes() if code in required or (code in allowed and code in there))


def enter(node: Node, opened: parcel.Parcel) -> None:
    """Write the delivery into the ledger, with the sender's name, and the problem counts that came with it.

    Beside the totals in cents stand the rows of each database, under the name `rows`.
    """
    manifest = opened.manifest
    is_new = node.ledger.record_delivery(
        opened.hash,
        kind=manifest.kind,
        period=manifest.period,
        sender=manifest.sender,
        declared_rows=sum(manifest.declared[name].rows for name in content(manifest)),
        totals={name: {"rows": each.rows, **each.totals} for name, each in manifest.declared.items()},
    )
    if is_new:
        node.ledger.record_event(ARRIVED, opened.hash, {"delivery": str(manifest.extra.get("delivery", ""))})
        node.ledger.record_problem_counts(opened.hash, problem_counts(manifest.extra.get("problem_counts")))


def delivery_of(node: Node, coded: str) -> str:
    """The hash of the insurer's own delivery behind a `coded` parcel, as the insurer told it; '' where it did not."""
    found = [str(event.counts["delivery"]) for event in node.ledger.events(ARRIVED) if event.subject == coded]
    return found[-1] if found else ""


def check_identities(source: Path, opened: parcel.Parcel) -> None:
    """Refuse identities that are not what the manifest says: rows, kinds, codes, tokens, and the key that made them.

    The file is read a batch at a time.
    """
    rows, declared = 0, opened.entry(IDENTITIES).rows
    for batch in identity_batches(source):
        _check_batch(batch, rows)
        rows += batch.height
        if rows > declared:
            break
    if rows != declared:
        raise _wrong_identities("there are more or fewer than declared")
    if written_key(source) != opened.manifest.key_ids[keys.C1]:
        raise _wrong_identities("they were coded with another key than the manifest names")


def _check_batch(identities: pl.DataFrame, first: int) -> None:
    """The checks of the identities that follow after the `first` ones."""
    if not identities["kind"].is_in(parcel.IDENTITY_KINDS).all():
        raise _wrong_identities("a kind is not known")
    if not identities["code"].str.contains(CODE).all():
        raise _wrong_identities("a code is not 32 hexadecimal characters")
    if not (identities["token"] == pl.int_range(first, first + identities.height, dtype=pl.Int32, eager=True)).all():
        raise _wrong_identities("the tokens do not run from 0 without a gap")
    if not (identities["qualification"].is_not_null() == identities["kind"].is_in(QUALIFIED)).all():
        raise _wrong_identities("a qualification is missing, or stands where none belongs")


def changed_codes(changes: pl.DataFrame, source: Path, opened: parcel.Parcel) -> dict[int, str]:
    """The codes, by token, of the persons whose number changed; refused where a token is no person of this parcel."""
    wanted = pl.concat([changes["old_token"], changes["new_token"]]).unique()
    named = pl.col("token").is_in(wanted.implode()) & (pl.col("kind") == "person")
    found: dict[int, str] = {}
    for batch in identity_batches(source) if len(wanted) else ():
        found.update(batch.filter(named).select("token", "code").iter_rows())
    if len(found) != len(wanted) or changes.height != opened.entry("mg.parquet.age").rows:
        raise ParcelError("parcel.manifest", "The changes of number do not fit the identities of the parcel.")
    return found


def _check_sender(node: Node, manifest: parcel.Manifest) -> None:
    role = node.directory.party(manifest.sender).role
    others = [code for code in content(manifest) if reference.source_database(code).sender != role]
    if others:
        raise ParcelError("parcel.unexpected", f"A party of role {role} does not deliver {', '.join(others)}.")


def _check_open(node: Node, manifest: parcel.Manifest) -> None:
    if shut := closed_among(node.ledger, manifest.period, content(manifest)):
        raise ParcelError(
            "parcel.closed",
            f"{manifest.sender} and {manifest.period}: the parcel covers periods that are closed.",
            there_is=f"closed are {', '.join(shut)}",
            do="corrections of a closed period go into a later accounting month",
        )


def _check_files(opened: parcel.Parcel) -> None:
    names = {entry.name for entry in opened.manifest.files}
    own = {sealed(database) for database in content(opened.manifest)}
    wanted = {IDENTITIES, CHANGES, *own}
    if not own:
        raise ParcelError("parcel.missing", "The parcel has no content of its period.", do="code the delivery again")
    if missing := sorted(wanted - names):
        raise ParcelError("parcel.missing", f"The parcel lacks {', '.join(missing)}.", do="code the delivery again")
    if names - wanted:
        raise ParcelError("parcel.unexpected", f"The parcel has {len(names - wanted)} files that have no place in it.")


def _check_declared(manifest: parcel.Manifest) -> None:
    rows = {entry.database: entry.rows for entry in manifest.files}
    for database in content(manifest):
        declared = manifest.declared.get(database)
        if declared is None or declared.rows != rows.get(database):
            raise ParcelError("parcel.rows", f"The rows of '{database}' are not those declared.")
        amounts = _amounts(database, manifest.layout_version)
        if missing := amounts - set(declared.totals):
            raise ParcelError("parcel.totals", f"'{database}' declares no total of {', '.join(sorted(missing))}.")
        if len(declared.totals) > len(amounts):
            raise ParcelError(
                "parcel.totals",
                f"'{database}' declares totals of variables that are no amounts.",
                there_is=f"its amounts are {', '.join(sorted(amounts))}",
            )


def _amounts(database: str, version: str) -> set[str]:
    try:
        fields = reference.layout(database, version).fields
    except MutualisError as error:
        raise ParcelError("parcel.layout", error.what, there_is=error.there_is) from error
    return {field.code for field in fields if field.role == "amount"}


def _replaced(node: Node, opened: parcel.Parcel) -> Delivery | None:
    manifest = opened.manifest
    own = reference.covered(manifest.period, content(manifest))
    others = [each for each in standing(node, manifest.sender) if each.hash != opened.hash]
    before = [each for each in others if own & reference.covered(each.period, _content_of(each))]
    named = [each for each in before if each.hash == manifest.replaces]
    if len(before) != len(named) or (manifest.replaces and not named and not _was_refused(node, manifest)):
        raise ParcelError(
            "parcel.replaces",
            f"{manifest.sender} and {manifest.period}: the parcel does not name the delivery that it would replace.",
            there_is=f"in force is {before[0].hash[:12]}" if before else "no delivery of this period is in force",
            do="name the delivery in force as the one replaced, or none where there is none",
        )
    return named[0] if named else None


def standing(node: Node, sender: str) -> list[Delivery]:
    """The deliveries of a sender that were passed on and neither refused nor replaced since."""
    found = node.ledger.deliveries(kind="coded", sender=sender)
    passed_on = handover.sources(node, "relay")
    return [each for each in found if each.status not in DROPPED and each.hash in passed_on]


def _content_of(delivery: Delivery) -> set[str]:
    return set(delivery.totals) & set(reference.content_codes())


def _was_refused(node: Node, manifest: parcel.Manifest) -> bool:
    before = node.ledger.known(str(manifest.replaces))
    return before is not None and before.status == "refused" and before.sender == manifest.sender


def problem_counts(given: object) -> list[ProblemCount]:
    """The counts by rule that the insurer sent along, of rules that we know."""
    known = {rule.id: rule for rule in reference.rules()}
    counts = given if isinstance(given, dict) else {}
    return [
        ProblemCount(rule, str(known[rule].severity), known[rule].database, count)
        for rule, count in sorted(counts.items())
        if rule in known and isinstance(count, int) and count >= 0
    ]


def _wrong_identities(why: str) -> ParcelError:
    return ParcelError(
        "parcel.manifest", f"The identities of the parcel cannot be used: {why}.", do="code the delivery again"
    )
