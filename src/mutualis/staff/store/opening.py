"""Opening the store, in an SQLite file or a database by URL."""

import time
from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa

from mutualis.ledger.audit import AuditBook, Event
from mutualis.ledger.schema import EVENT
from mutualis.ledger.store import open_engine, transaction
from mutualis.staff.schema import METADATA
from mutualis.staff.store.accounts import AccountBook
from mutualis.staff.store.attempts import AttemptBook
from mutualis.staff.store.errands import ErrandBook
from mutualis.staff.store.passkeys import PasskeyBook
from mutualis.staff.store.sessions import SessionBook


class Store(AccountBook, PasskeyBook, SessionBook, AttemptBook, ErrandBook, AuditBook):
    """The store of the staff application; made where it does not exist.

    It is a ledger with more tables: every call is one transaction, and its log only grows.
    """

    def __init__(self, where: Path | str, clock: Callable[[], float] = time.time) -> None:
        if isinstance(where, Path):
            where.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.engine = open_engine(where)
        self.clock = clock
        with transaction(self.engine) as work:
            METADATA.create_all(work)
        if isinstance(where, Path):
            where.chmod(0o600)

    def last_events(self, count: int) -> list[Event]:
        """The newest lines of the log, the newest first."""
        asked = sa.select(EVENT).order_by(EVENT.c.number.desc()).limit(count)
        with transaction(self.engine) as work:
            return [Event(**row) for row in work.execute(asked).mappings()]

    def told(self, what: str, subject: str, by: str = "", **more: str | int) -> None:
        """Write in the log who did what; never a secret."""
        self.record_event(f"staff.{what}", subject, {"by": by or subject, **more})
