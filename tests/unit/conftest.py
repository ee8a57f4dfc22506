"""What holds for the unit tests: they lose no power and guard no secret, so they wait for no disk."""

import os
from collections.abc import Iterator
from typing import Any

import pytest

from mutualis.ledger import store
from mutualis.node import vault

durable = store._durable


def quick(connection: Any, record: Any) -> None:
    """A connection as ever, but a commit is left to the operating system: also a killed process loses none."""
    durable(connection, record)
    connection.execute("PRAGMA synchronous=OFF")


@pytest.fixture(scope="module", autouse=True)
def _quick(request: pytest.FixtureRequest) -> Iterator[None]:
    """No writing waits for the disk, and a passphrase is stretched in two rounds: a room of nodes is made at once.

    A module that says `AS_EVER = True` has all as it is: it looks at just this, or other processes open its rings.
    """
    if getattr(request.module, "AS_EVER", False):
        yield
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _: None)
        patch.setattr(store, "_durable", quick)
        patch.setattr(vault, "WORK_FACTOR", 2)
        yield
