"""Which delivery a parcel replaces, and what an unfinished load left behind."""

from mutualis import parcel, reference
from mutualis.node import Node
from mutualis.tables import core
from mutualis.warehouse.lakes import WritableLake
from mutualis.warehouse.reading import current

HERE = ("loaded", "replaced", "refused")


def take_back(node: Node, lake: WritableLake) -> list[str]:
    """Put every core table back to the version that readers use; returns the tables where a load was unfinished.

    Only a load that was killed leaves a newer version: the ledger is written last.
    """
    versions, unfinished = current(node), []
    for table in core.TABLES:
        before = lake.version(table.name)
        if lake.restore(table.name, versions.get(table.name), "unfinished load") != before:
            unfinished.append(table.name)
        lake.sweep(table.name)
    lake.clean_staging()
    if unfinished:
        node.log("load.taken_back", tables=len(unfinished))
    return unfinished


def replaced_delivery(node: Node, opened: parcel.Parcel) -> str | None:
    """The hash of the delivery that this parcel replaces, if its manifest names one; it must be the same sender's and
    period's. Another delivery of that sender and period that is not named is an error: it is replaced only by name.
    """
    manifest, sender = opened.manifest, str(opened.manifest.extra.get("sender_code", ""))
    if manifest.replaces is None:
        _refuse_second(node, opened, sender)
        return None
    before = node.ledger.known(manifest.replaces)
    if before is None or before.status not in HERE:
        raise parcel.ParcelError(
            "parcel.replaces",
            f"The parcel replaces {manifest.replaces[:12]}, which was not loaded here.",
            do="name the hash of the delivery that was loaded, or none",
        )
    if (before.period, before.sender) != (manifest.period, sender):
        raise parcel.ParcelError(
            "parcel.replaces", "The parcel replaces a delivery of another period or sender.", do="name one of its own"
        )
    if before.replaced_by not in (None, opened.hash):
        raise parcel.ParcelError(
            "parcel.replaces",
            f"The delivery {manifest.replaces[:12]} was replaced before.",
            there_is=f"by {str(before.replaced_by)[:12]}",
            do="replace that one",
        )
    return manifest.replaces


def _refuse_second(node: Node, opened: parcel.Parcel, sender: str) -> None:
    own = reference.covered(opened.manifest.period, [entry.database for entry in opened.manifest.files])
    loaded = node.ledger.deliveries(kind="relay", sender=sender, status="loaded")
    others = [other for other in loaded if own & reference.covered(other.period, other.totals)]
    if [other for other in others if other.hash != opened.hash]:
        raise parcel.ParcelError(
            "parcel.replaces",
            f"A delivery of {others[0].period} of this sender is loaded already ({others[0].hash[:12]}).",
            there_is="this parcel has other content and does not say that it replaces it",
            do="send it again with the hash of the earlier one in `replaces`",
        )
