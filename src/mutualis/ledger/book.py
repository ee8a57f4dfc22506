"""A node's ledger: deliveries, problems, events, checkpoints, custody, pins; at the third party senders and aliases."""

from pathlib import Path

from mutualis.ledger.audit import AuditBook
from mutualis.ledger.deliveries import DeliveryBook
from mutualis.ledger.log import LogBook
from mutualis.ledger.store import open_engine
from mutualis.ledger.trust import TrustBook


class Ledger(DeliveryBook, AuditBook, LogBook, TrustBook):
    """The ledger of a node of a role, in an SQLite file or a database by URL; made where it does not exist.

    Every call is one transaction, on disk before it returns, and safe to repeat.
    """

    def __init__(self, where: Path | str, role: str) -> None:
        self.engine = open_engine(where)
        self.role = role
