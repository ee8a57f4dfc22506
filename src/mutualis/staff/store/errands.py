"""Errands: what is waited for while a browser is elsewhere (a passkey, another system), and tokens that are used up."""

from typing import Any

import sqlalchemy as sa

from mutualis.ledger.store import transaction
from mutualis.staff.schema import ERRAND, USED_TOKEN
from mutualis.staff.store.book import Book, fingerprint, fresh

ERRAND_SECONDS = 600


class ErrandBook(Book):
    """The part of the store about errands. One is for the browser that began it, and is taken once."""

    def start(self, kind: str, browser: str, payload: dict[str, Any]) -> str:
        """Begin an errand for a browser; returns the random code by which it is found again (`state`)."""
        code, now = fresh(), self.now()
        entry = {
            "hash": fingerprint(code),
            "browser": fingerprint(browser),
            "kind": kind,
            "payload": payload,
            "expires": now + ERRAND_SECONDS,
        }
        with transaction(self.engine) as work:
            work.execute(ERRAND.delete().where(ERRAND.c.expires <= now))
            work.execute(ERRAND.insert().values(entry))
        return code

    def take(self, kind: str, browser: str, code: str) -> dict[str, Any] | None:
        """What an errand left; None when it is of another browser, too old, or was taken before."""
        which = (ERRAND.c.hash == fingerprint(code)) & (ERRAND.c.kind == kind) & (ERRAND.c.expires > self.now())
        own = which & (ERRAND.c.browser == fingerprint(browser))
        with transaction(self.engine) as work:
            payload = work.execute(sa.select(ERRAND.c.payload).where(own)).scalar()
            taken = work.execute(ERRAND.delete().where(own)).rowcount
        return payload if taken else None

    def use_token(self, issuer: str, number: str, expires: int) -> bool:
        """Use up the number of a token; False when it was used before."""
        key = fingerprint(issuer, number)
        with transaction(self.engine) as work:
            work.execute(USED_TOKEN.delete().where(USED_TOKEN.c.expires <= self.now()))
            try:
                with work.begin_nested():
                    work.execute(USED_TOKEN.insert().values(hash=key, expires=expires))
            except sa.exc.IntegrityError:
                return False
        return True
