"""Opening a ledger and working in it: one short transaction a question, durable before it answers."""

import contextlib
import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.pool import NullPool

from mutualis.ledger.schema import METADATA, append_only_rules
from mutualis.model import DiskFull, MutualisError, StopsWork

BUSY_SECONDS = 30


def open_engine(where: Path | str) -> sa.Engine:
    """An SQLAlchemy engine for a file (SQLite) or a database URL, with the tables in place."""
    engine = bare_engine(where)
    with _clear_errors(), engine.begin() as connection:
        METADATA.create_all(connection)
        for rule in append_only_rules(engine.dialect.name):
            connection.exec_driver_sql(rule)
    return engine


def bare_engine(where: Path | str) -> sa.Engine:
    """The same without any table: for other rooms that keep a database of their own."""
    url = f"sqlite:///{where}" if isinstance(where, Path) else where
    is_sqlite = sa.make_url(url).get_backend_name() == "sqlite"
    engine = sa.create_engine(url, poolclass=NullPool, connect_args={"timeout": BUSY_SECONDS} if is_sqlite else {})
    if is_sqlite:
        sa.event.listen(engine, "connect", _durable)
        sa.event.listen(engine, "begin", _begin)
    return engine


def _durable(connection: Any, _record: Any) -> None:
    """WAL, every commit on disk before it is answered, foreign keys on; transactions are begun by `_begin`."""
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: sa.Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


@contextlib.contextmanager
def transaction(engine: sa.Engine) -> Iterator[sa.Connection]:
    """One transaction. A failed commit is unknown, not failed: repeat the question, every write here is idempotent."""
    with _clear_errors(), engine.begin() as connection:
        yield connection


@contextlib.contextmanager
def _clear_errors() -> Iterator[None]:
    """Database errors told without the statement's values."""
    try:
        yield
    except sa.exc.IntegrityError as error:
        raise MutualisError(
            "The ledger refuses this entry.", there_is="it breaks a rule of the ledger's tables"
        ) from _bare(error)
    except sa.exc.DBAPIError as error:
        if "disk is full" in str(error.orig):
            raise DiskFull(
                "The disk is full: the ledger cannot be written.",
                there_is="nothing of this entry was written",
                do="make room, then run the command again; it is safe to repeat",
            ) from _bare(error)
        raise StopsWork(
            f"The ledger cannot be written or read: {type(error.orig).__name__}.",
            there_is=_reason(error),
            do="check disk space, rights and other users, then run the command again; it is safe to repeat",
        ) from _bare(error)


def _bare(error: sa.exc.DBAPIError) -> BaseException | None:
    return error.orig


def _reason(error: sa.exc.DBAPIError) -> str:
    known = ("database is locked", "disk I/O error", "readonly database", "unable to open database file", "append")
    return next((text for text in known if text in str(error.orig)), "")


def moment() -> str:
    """Now, in UTC, to the second, as the ledgers write it."""
    return dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
