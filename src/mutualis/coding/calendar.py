"""The calendar of deliveries at the trusted third party: which insurer has delivered which official period."""

import datetime as dt

from mutualis import ledger
from mutualis.coding import handover
from mutualis.ledger import PeriodRow
from mutualis.node import Node
from mutualis.reference import delivering_roles


def calendar(node: Node, on: dt.date, until: dt.date | None = None) -> tuple[PeriodRow, ...]:
    """Each official period of each database by the name of its sender, as it stands on a day (`ledger.calendar`)."""
    handover.require_role(node, "ttp", "calendar of deliveries")
    roles = {name: role for role in delivering_roles() for name in node.directory.names(role)}
    found = node.ledger.deliveries(kind="coded")
    return ledger.calendar(found, roles, on, closed=ledger.closed_periods(node.ledger), until=until)
