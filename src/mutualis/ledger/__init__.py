"""The ledger of a node: what was delivered, what was done, who keeps which key. Append-only where it matters."""

from mutualis.ledger.audit import Custody, Event, Pin
from mutualis.ledger.book import Ledger
from mutualis.ledger.calendar import (
    PeriodRow,
    calendar,
    close,
    closed_among,
    closed_periods,
    missing,
    roles_of_codes,
)
from mutualis.ledger.deliveries import SENDER_CODE, Delivery, ProblemCount
from mutualis.ledger.log import Checkpoint

__all__ = [
    "SENDER_CODE",
    "Checkpoint",
    "Custody",
    "Delivery",
    "Event",
    "Ledger",
    "PeriodRow",
    "Pin",
    "ProblemCount",
    "calendar",
    "close",
    "closed_among",
    "closed_periods",
    "missing",
    "roles_of_codes",
]
