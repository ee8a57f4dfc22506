"""What every book of the store has: the database and the clock."""

import hashlib
import secrets
from collections.abc import Callable

import sqlalchemy as sa


class Book:
    """A part of the store. Moments are whole seconds since 1970, by a clock that tests may set."""

    engine: sa.Engine
    clock: Callable[[], float]

    def now(self) -> int:
        return int(self.clock())


def fresh() -> str:
    """A random value of 256 bits that can stand in an address or a cookie."""
    return secrets.token_urlsafe(32)


def fingerprint(*values: str) -> str:
    """What is kept of a random value: enough to know it again, not enough to use it."""
    return hashlib.sha256("\0".join(values).encode()).hexdigest()
