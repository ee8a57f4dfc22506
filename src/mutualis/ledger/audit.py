"""Events that are never changed, custodians of keys, and pins that keep table versions from clean-up."""

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from mutualis.ledger.schema import CUSTODY, EVENT, PIN, one_writer
from mutualis.ledger.store import moment, transaction
from mutualis.model import MutualisError


@dataclass(frozen=True)
class Event:
    """An entry of the audit log: when, what, on what, and counts."""

    number: int
    moment: str
    what: str
    subject: str
    counts: Mapping[str, int | float | str]


@dataclass(frozen=True)
class Custody:
    """Who keeps a key: the holder, the deputy, and by which criteria they were chosen. Retired keys stay listed."""

    key_id: str
    purpose: str
    holder: str
    deputy: str
    criteria: str
    created: str
    retired: str | None


@dataclass(frozen=True)
class Pin:
    """A table version that a result names, and by what it is kept."""

    table: str
    version: int
    by: str
    moment: str


class AuditBook:
    """The part of a ledger about acts, keys and kept versions."""

    engine: sa.Engine

    def record_event(self, what: str, subject: str = "", counts: Mapping[str, int | float | str] | None = None) -> int:
        """Append an event; returns its number. No call changes or removes one."""
        with transaction(self.engine) as work:
            if lock := one_writer(self.engine.dialect.name):
                work.exec_driver_sql(lock)
            entry = EVENT.insert().values(moment=moment(), what=what, subject=subject, counts=dict(counts or {}))
            key = work.execute(entry).inserted_primary_key
        return int(key[0]) if key else 0

    def events(self, what: str | None = None, after: int = 0) -> list[Event]:
        """The events in order, of one kind or all, after a number."""
        filters = [EVENT.c.number > after, *([EVENT.c.what == what] if what else [])]
        with transaction(self.engine) as work:
            try:
                found = work.execute(sa.select(EVENT).where(*filters).order_by(EVENT.c.number)).mappings().all()
            except ValueError as error:
                raise MutualisError(
                    "An event of the ledger can no longer be read: it was changed.", do="mutualis audit verify names it"
                ) from error
        return [Event(**row) for row in found]

    def record_custody(self, key_id: str, *, purpose: str, holder: str, deputy: str, criteria: str) -> None:
        """Enter who keeps a new key. A key that is entered keeps its entry; holder and deputy are two people."""
        entry = {
            "key_id": key_id,
            "purpose": purpose,
            "holder": holder.strip(),
            "deputy": deputy.strip(),
            "criteria": criteria,
        }
        if not entry["holder"] or not entry["deputy"] or not criteria.strip() or entry["holder"] == entry["deputy"]:
            raise MutualisError(
                f"A key for {purpose} needs a holder, a deputy who is somebody else, and the criteria for both.",
                do="name the three; no key is made without them",
            )
        with transaction(self.engine) as work:
            if not work.execute(sa.select(CUSTODY.c.key_id).where(CUSTODY.c.key_id == key_id)).first():
                work.execute(CUSTODY.insert().values(**entry, created=moment()))

    def retire_custody(self, key_id: str) -> None:
        """Say that a key is no longer the current one of its purpose."""
        with transaction(self.engine) as work:
            unretired = (CUSTODY.c.key_id == key_id) & CUSTODY.c.retired.is_(None)
            work.execute(CUSTODY.update().where(unretired).values(retired=moment()))

    def custody(self) -> list[Custody]:
        """The custody register, by purpose and time."""
        order = (CUSTODY.c.purpose, CUSTODY.c.created, CUSTODY.c.key_id)
        with transaction(self.engine) as work:
            return [Custody(**row) for row in work.execute(sa.select(CUSTODY).order_by(*order)).mappings()]

    def pin(self, table: str, version: int, by: str) -> None:
        """Keep a table version for as long as `by` (a release, a study) names it."""
        key = (PIN.c.table == table) & (PIN.c.version == version) & (PIN.c.by == by)
        with transaction(self.engine) as work:
            if not work.execute(sa.select(PIN.c.version).where(key)).first():
                work.execute(PIN.insert().values(table=table, version=version, by=by, moment=moment()))

    def unpin(self, table: str, version: int, by: str) -> None:
        """Let go of a pin; unknown ones are no error."""
        with transaction(self.engine) as work:
            work.execute(PIN.delete().where((PIN.c.table == table) & (PIN.c.version == version) & (PIN.c.by == by)))

    def pins(self, table: str | None = None) -> list[Pin]:
        """The pins of one table or of all."""
        filters = [PIN.c.table == table] if table else []
        order = (PIN.c.table, PIN.c.version, PIN.c.by)
        with transaction(self.engine) as work:
            return [Pin(**row) for row in work.execute(sa.select(PIN).where(*filters).order_by(*order)).mappings()]
