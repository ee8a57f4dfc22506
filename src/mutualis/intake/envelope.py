"""What a delivery must be before its files are read: complete, of a known layout, of the declared size, in turn."""

from collections.abc import Iterator

from mutualis import reference
from mutualis.intake.findings import Finding, whole_file
from mutualis.intake.records import Reader, reader
from mutualis.ledger import Ledger
from mutualis.model import MutualisError
from mutualis.parcel import FileEntry, Manifest, ParcelError

DATABASES = ("pp", "gz", "fu", "mg")
LIVE = ("accepted", "coded")


def readers(manifest: Manifest) -> dict[str, Reader]:
    """The readers of the delivery's layout version; an unknown version is a ParcelError."""
    try:
        return {database: reader(database, manifest.layout_version) for database in DATABASES}
    except MutualisError as error:
        known = ", ".join(reference.versions(DATABASES[0]))
        raise ParcelError(
            "parcel.layout", "The layout version of the delivery is not known.", there_is=f"known are {known}"
        ) from error


def entries(manifest: Manifest) -> dict[str, FileEntry]:
    """The one file of each database; a missing, repeated or other file is a ParcelError."""
    found = {database: [each for each in manifest.files if each.database == database] for database in DATABASES}
    if missing := [database for database, files in found.items() if not files]:
        raise ParcelError(
            "parcel.missing",
            f"The delivery has no file for {', '.join(missing)}.",
            do="send a file for each database; it may have no records",
        )
    if len(manifest.files) != len(DATABASES):
        raise ParcelError(
            "parcel.unexpected",
            f"The delivery has {len(manifest.files)} files.",
            there_is=f"expected is one for each of {', '.join(DATABASES)}",
        )
    return {database: files[0] for database, files in found.items()}


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


def check_turn(ledger: Ledger, manifest: Manifest, hash: str) -> None:
    """A delivery of the same period and other content must name the one it replaces, and no other."""
    live = [each for each in ledger.deliveries(kind="delivery", period=manifest.period) if each.status in LIVE]
    earlier = [each.hash for each in live if each.hash != hash]
    if earlier and manifest.replaces != earlier[-1]:
        raise ParcelError(
            "parcel.replaces",
            f"A delivery of {manifest.period} was accepted before, and this one does not replace it.",
            there_is=f"the earlier one is {earlier[-1][:12]}",
            do="put the hash of the earlier delivery in `replaces` of the manifest, or do not send it",
        )
    replaced = ledger.known(manifest.replaces) if manifest.replaces else None
    if manifest.replaces and not earlier and not (replaced and replaced.replaced_by == hash):
        raise ParcelError(
            "parcel.replaces",
            "The manifest replaces a delivery that is not there.",
            there_is=f"no accepted delivery of {manifest.period}",
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
