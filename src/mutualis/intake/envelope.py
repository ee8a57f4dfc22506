"""What a delivery must be before its files are read: complete, of a known layout, of the declared size, in turn."""

from collections.abc import Iterator

from mutualis import reference
from mutualis.intake.findings import Finding, whole_file
from mutualis.intake.records import Reader, reader
from mutualis.ledger import Delivery, Ledger, closed_among
from mutualis.model import DeliveryPeriod, MutualisError
from mutualis.parcel import FileEntry, Manifest, ParcelError

LIVE = ("accepted", "coded")


def readers(manifest: Manifest) -> dict[str, Reader]:
    """The readers of the delivery's databases in its layout version; an unknown version is a ParcelError."""
    databases = tuple(entries(manifest))
    try:
        return {database: reader(database, manifest.layout_version) for database in databases}
    except MutualisError as error:
        known = ", ".join(reference.versions(databases[0]))
        raise ParcelError(
            "parcel.layout", "The layout version of the delivery is not known.", there_is=f"known are {known}"
        ) from error


def entries(manifest: Manifest) -> dict[str, FileEntry]:
    """The one file of each database, in the order of the databases; a missing, repeated or other file is a ParcelError.

    A half-year holds the core databases and any of the others; an official period only the databases that have it.
    """
    required, allowed = expected(manifest)
    found = {each.database: each for each in manifest.files}
    if missing := [database for database in required if database not in found]:
        raise ParcelError(
            "parcel.missing",
            f"The delivery has no file for {', '.join(missing)}.",
            do="send a file for each database; it may have no records",
        )
    if len(manifest.files) != len(found) or set(found) - set(allowed):
        raise ParcelError(
            "parcel.unexpected",
            f"The delivery of {manifest.period} has {len(manifest.files)} files.",
            there_is=f"expected is one for each of {', '.join(required)}, and at most one for {', '.join(allowed)}",
        )
    return {database: found[database] for database in allowed if database in found}


def expected(manifest: Manifest) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The databases that the delivery must hold and those that it may; a period of no database is a ParcelError."""
    there = [each.database for each in manifest.files]
    required, allowed = reference.expected(DeliveryPeriod.parse(manifest.period), there)
    if not allowed:
        raise ParcelError(
            "parcel.period",
            f"No database has the period {manifest.period}.",
            there_is="periods begin with " + ", ".join(sorted({each.letter for each in reference.source_databases()})),
        )
    return required, allowed


def check_sender(manifest: Manifest, role: str) -> None:
    """Each database is delivered by parties of one role."""
    others = [code for code in entries(manifest) if reference.source_database(code).sender != role]
    if others:
        raise ParcelError(
            "parcel.unexpected",
            f"A party of role {role} does not deliver {', '.join(others)}.",
            do="send each database from the party that keeps it",
        )


def check_sizes(manifest: Manifest, ready: dict[str, Reader]) -> None:
    """Rows, raw size and record length must agree, and each database must have its declared rows and totals."""
    for database, entry in entries(manifest).items():
        length = ready[database].layout.record_length + 1
        if entry.raw_size % length:
            raise _error("file.record_length", database, f"{entry.raw_size:,} bytes are no whole records", length)
        declared = manifest.declared.get(database)
        if declared is None or entry.raw_size // length != entry.rows or declared.rows != entry.rows:
            rows = "none" if declared is None else f"{declared.rows:,}"
            there = f"{entry.raw_size // length:,} records in the file, {entry.rows:,} in its entry, {rows} declared"
            raise _error("parcel.rows", database, there, length)


def _error(rule: str, database: str, there: str, length: int) -> ParcelError:
    return ParcelError(
        rule,
        f"File '{database}' has not the declared number of records of its layout.",
        there_is=f"{there}; a record has {length} bytes with its line end",
        do="count the records again, or check the layout version",
    )


def check_open(ledger: Ledger, manifest: Manifest) -> None:
    """A closed period takes no delivery any more, not even one that replaces another."""
    if shut := closed_among(ledger, manifest.period, [entry.database for entry in manifest.files]):
        raise ParcelError(
            "parcel.closed",
            f"The delivery of {manifest.period} covers periods that are closed.",
            there_is=f"closed are {', '.join(shut)}",
            do="ask the trusted third party; corrections of a closed period go into a later accounting month",
        )


def check_turn(ledger: Ledger, manifest: Manifest, hash: str) -> None:
    """A delivery that covers what an earlier one covers must name it as replaced, and leave out nothing that it had."""
    own = reference.covered(manifest.period, [entry.database for entry in manifest.files])
    live = [each for each in ledger.deliveries(kind="delivery") if each.status in LIVE and each.hash != hash]
    earlier = [each for each in live if own & reference.covered(each.period, each.totals)]
    if [each.hash for each in earlier] not in ([], [manifest.replaces]):
        raise ParcelError(
            "parcel.replaces",
            f"A delivery of {manifest.period} was accepted before, and this one does not replace it.",
            there_is="in force is " + ", ".join(f"{each.hash[:12]} of {each.period}" for each in earlier),
            do="put the hash of the earlier delivery in `replaces` of the manifest, or do not send it",
        )
    replaced = ledger.known(manifest.replaces) if manifest.replaces else None
    if manifest.replaces and not earlier and not (replaced and replaced.replaced_by == hash):
        raise ParcelError(
            "parcel.replaces",
            "The manifest replaces a delivery that is not there.",
            there_is=f"no accepted delivery of {manifest.period}",
        )
    for each in earlier:
        _refuse_loss(each, manifest, own)


def _refuse_loss(replaced: Delivery, manifest: Manifest, own: frozenset[tuple[str, str]]) -> None:
    """Nothing of a replaced delivery may be lost: what it covered is covered again."""
    lost = sorted(reference.covered(replaced.period, replaced.totals) - own)
    if lost:
        raise ParcelError(
            "parcel.replaces",
            f"The delivery of {manifest.period} would take away what it does not bring again.",
            there_is="the earlier one covers " + ", ".join(f"{database} {period}" for database, period in lost),
            do="send these in the same delivery",
        )


def refused_totals(
    manifest: Manifest, totals: dict[str, dict[str, int]], unreadable: dict[str, set[str]]
) -> Iterator[Finding]:
    """A `parcel.totals` finding for each amount whose counted cents are not the declared ones.

    Where an amount could not be read on some lines, those lines are set aside with what is missing of the total.
    """
    for database, counted in totals.items():
        declared = manifest.declared[database].totals
        for code, cents in counted.items():
            if code in unreadable[database] and code in declared:
                continue
            if declared.get(code) != cents:
                yield whole_file("parcel.totals", database, code)
        for code in sorted(set(declared) - set(counted)):
            yield whole_file("parcel.totals", database, code)
