"""Sessions: who is in, since when, by which way, until when."""

from dataclasses import dataclass

import sqlalchemy as sa

from mutualis.ledger.store import transaction
from mutualis.staff.schema import ACCOUNT, SESSION
from mutualis.staff.session import Person
from mutualis.staff.store.accounts import ACTIVE
from mutualis.staff.store.book import Book, fingerprint, fresh

TOUCH_SECONDS = 60
SIGNED = "in."  # tells the cookie of somebody who signed in from that of a visitor


@dataclass(frozen=True)
class Session:
    """A session as its owner sees it; `hash` names it and cannot be used to be let in."""

    hash: str
    account: str | None
    person: Person
    created: int
    seen: int
    expires: int


class SessionBook(Book):
    """The part of the store about sessions. Roles are those of the account at the moment that is asked."""

    def begin(self, person: Person, account: str | None, longest_hours: int) -> str:
        """Begin a session; returns the random id that the browser keeps."""
        code, now = SIGNED + fresh(), self.now()
        entry = {
            "hash": fingerprint(code),
            "account": account,
            "name": person.name,
            "roles": sorted(person.roles),
            "practice": person.practice,
            "hospital": person.hospital,
            "how": person.how,
            "created": now,
            "seen": now,
            "expires": now + longest_hours * 3600,
        }
        with transaction(self.engine) as work:
            work.execute(SESSION.delete().where(SESSION.c.expires <= now))
            work.execute(SESSION.insert().values(entry))
        return code

    def session(self, code: str, idle_minutes: int) -> Session | None:
        """The session of an id; None when there is none, it is too old, was left alone, or its account is out."""
        now = self.now()
        which = (SESSION.c.hash == fingerprint(code)) & (SESSION.c.expires > now)
        fresh_enough = SESSION.c.seen > now - idle_minutes * 60
        with transaction(self.engine) as work:
            row = work.execute(_joined().where(which & fresh_enough)).mappings().first()
            if row is None or (row["account"] and row["status"] != ACTIVE):
                return None
            if row["seen"] <= now - TOUCH_SECONDS:
                work.execute(SESSION.update().where(SESSION.c.hash == row["hash"]).values(seen=now))
        return _session(dict(row))

    def sessions(self, account: str) -> list[Session]:
        """The sessions of an account, the newest first."""
        asked = _joined().where((SESSION.c.account == account) & (SESSION.c.expires > self.now()))
        with transaction(self.engine) as work:
            found = work.execute(asked.order_by(SESSION.c.created.desc(), SESSION.c.hash)).mappings().all()
        return [_session(dict(row)) for row in found]

    def end(self, code: str) -> None:
        """End the session of an id."""
        with transaction(self.engine) as work:
            work.execute(SESSION.delete().where(SESSION.c.hash == fingerprint(code)))

    def end_all(self, account: str, but: str = "") -> int:
        """End every session of an account, but for one; returns how many there were."""
        others = (SESSION.c.account == account) & (SESSION.c.hash != fingerprint(but))
        with transaction(self.engine) as work:
            return work.execute(SESSION.delete().where(others)).rowcount


def _joined() -> sa.Select:
    own = (ACCOUNT.c.status, ACCOUNT.c.roles.label("now_roles"), ACCOUNT.c.practice.label("now_practice"))
    more = (ACCOUNT.c.hospital.label("now_hospital"),)
    return sa.select(SESSION, *own, *more).select_from(SESSION.outerjoin(ACCOUNT))


def _session(row: dict) -> Session:
    now = "now_" if row["account"] else ""
    person = Person(
        name=row["name"],
        roles=frozenset(row["roles"]) & frozenset(row[f"{now}roles"]),
        practice=row[f"{now}practice"],
        hospital=row[f"{now}hospital"],
        how=row["how"],
    )
    return Session(row["hash"], row["account"], person, row["created"], row["seen"], row["expires"])
