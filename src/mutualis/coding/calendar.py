"""The calendar of deliveries at the trusted third party: which insurer has sent which half-year."""

from dataclasses import dataclass

from mutualis.coding import handover
from mutualis.node import Node

MISSING = "missing"


@dataclass(frozen=True, order=True)
class CalendarRow:
    """One delivery, or one that is missing. `status` is relayed, replaced, refused (by the centre), received or
    missing; `received` is the moment in UTC, `rows` the lines of content, `parcel` the start of the parcel's hash."""

    period: str
    sender: str
    status: str
    received: str = ""
    rows: int = 0
    parcel: str = ""


def calendar(node: Node) -> tuple[CalendarRow, ...]:
    """Every delivery of every insurer by period and name, and a row `missing` for each insurer without one in a period
    in which another insurer delivered."""
    handover.require_role(node, "ttp", "calendar of deliveries")
    found = [each for each in node.ledger.deliveries(kind="coded") if each.totals]
    rows = [
        CalendarRow(each.period, each.sender, each.status, each.received, each.declared_rows or 0, each.hash[:12])
        for each in found
    ]
    have = {(row.period, row.sender) for row in rows}
    periods, senders = {row.period for row in rows}, set(node.directory.names("insurer"))
    absent = [CalendarRow(period, sender, MISSING) for period in periods for sender in senders]
    return tuple(sorted(rows + [row for row in absent if (row.period, row.sender) not in have]))
