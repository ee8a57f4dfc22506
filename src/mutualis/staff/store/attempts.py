"""Attempts to sign in: the more that fail, the longer the next has to wait.

An attempt is counted before the password is looked at, so that many at the same moment count as many.
"""

import sqlalchemy as sa

from mutualis.ledger.store import transaction
from mutualis.staff.schema import ATTEMPT
from mutualis.staff.store.book import Book

LONGEST_WAIT = 900
FORGOTTEN = 86400


def wait_after(failures: int, free: int) -> int:
    """Seconds to wait after so many failures, of which some are free: 1, 2, 4, 8 ... up to a quarter of an hour."""
    return 0 if failures < free else min(2 ** min(failures - free, 30), LONGEST_WAIT)


class AttemptBook(Book):
    """The part of the store about attempts; `key` is a keyed hash of a name or an address, never the thing itself."""

    def attempt(self, key: str, free: int, forgets: int) -> int:
        """Count an attempt; returns the seconds that still have to pass, and counts nothing while they do.

        One failure is forgotten every `forgets` seconds, so that those of weeks do not add up.
        """
        now = self.now()
        with transaction(self.engine) as work:
            work.execute(ATTEMPT.delete().where(ATTEMPT.c.last < now - FORGOTTEN))
            asked = sa.select(ATTEMPT.c.failures, ATTEMPT.c.last).where(ATTEMPT.c.key == key).with_for_update()
            row = work.execute(asked).first()
            if row is None:
                work.execute(ATTEMPT.insert().values(key=key, failures=1, last=now))
                return 0
            wait = row.last + wait_after(row.failures, free) - now
            if wait <= 0:
                failures = max(row.failures - (now - row.last) // forgets, 0) + 1
                work.execute(ATTEMPT.update().where(ATTEMPT.c.key == key).values(failures=failures, last=now))
            return max(wait, 0)

    def forgive(self, key: str, *, wholly: bool) -> None:
        """An attempt went well: forget all failures of a name, or the one attempt of an address."""
        with transaction(self.engine) as work:
            if wholly:
                work.execute(ATTEMPT.delete().where(ATTEMPT.c.key == key))
            else:
                some = (ATTEMPT.c.key == key) & (ATTEMPT.c.failures > 0)
                work.execute(ATTEMPT.update().where(some).values(failures=ATTEMPT.c.failures - 1))
