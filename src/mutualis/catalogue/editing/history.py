"""What editors and reviewers see: every revision of a note, the notes of a thing, and what waits for whom."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from mutualis.catalogue.editing.states import DRAFT, PROPOSED, REFUSED, current
from mutualis.catalogue.schema import NOTE, REVISION, THING, WORDING
from mutualis.catalogue.store import transaction
from mutualis.release.catalogue import Key

Words = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Revision:
    """One revision: who wrote it when, what it says, and who decided what on it. `restores`: 0 shows the note no more,
    a number puts that revision back, None is new."""

    number: int
    state: str
    author: str
    written: str
    restores: int | None
    words: Words
    reviewer: str
    reviewed: str
    remark: str


@dataclass(frozen=True)
class History:
    """A note with all its revisions, the newest first; `shown` is the approved one (0: none)."""

    note: int
    kind: str
    name: str
    sort: str
    version: int
    shown: int
    revisions: tuple[Revision, ...]

    @property
    def last(self) -> Revision:
        """The newest revision."""
        return self.revisions[0]

    @property
    def authors(self) -> frozenset[str]:
        """Who wrote since the last approval, and so cannot decide."""
        return frozenset(each.author for each in self.revisions if each.number > self.shown)


@dataclass(frozen=True)
class Task:
    """A note whose last revision waits: a draft for its author, a proposal for somebody else."""

    note: int
    kind: str
    name: str
    sort: str
    state: str
    author: str
    written: str
    title: Mapping[str, str]


def history(store: sa.Engine, note: int) -> History:
    """A note with everything that was ever written of it; an unknown one is an error."""
    with transaction(store) as connection:
        row = current(connection, note)
        return _history(connection, row.note_number, row.note_kind, row.note_name, row)


def notes_of(store: sa.Engine, kind: str, name: str) -> tuple[History, ...]:
    """The notes of a thing, drafts included, oldest first."""
    asked = sa.select(NOTE.c.number).where(NOTE.c.kind == kind, NOTE.c.name == name).order_by(NOTE.c.number)
    with transaction(store) as connection:
        numbers = [row.number for row in connection.execute(asked)]
        return tuple(_history(connection, number, kind, name, current(connection, number)) for number in numbers)


def tasks(store: sa.Engine) -> tuple[Task, ...]:
    """Everything that waits, the oldest first."""
    last = sa.and_(REVISION.c.note == NOTE.c.number, REVISION.c.number == NOTE.c.version)
    columns = (NOTE.c.number, NOTE.c.kind, NOTE.c.name, NOTE.c.sort)
    asked = sa.select(*columns, REVISION.c.state, REVISION.c.author, REVISION.c.written).join(REVISION, last)
    waiting = asked.where(REVISION.c.state.in_((DRAFT, PROPOSED, REFUSED))).order_by(REVISION.c.written, NOTE.c.number)
    with transaction(store) as connection:
        rows = list(connection.execute(waiting))
        titles = _titles(connection, {(row.kind, row.name) for row in rows})
    return tuple(Task(*row, title=titles.get((row.kind, row.name), {"en": row.name})) for row in rows)


def title_of(store: sa.Engine, kind: str, name: str) -> Mapping[str, str]:
    """The title of a thing by language; empty where there is no such thing."""
    with transaction(store) as connection:
        there = sa.select(THING.c.name).where(THING.c.kind == kind, THING.c.name == name)
        found = _titles(connection, {(kind, name)})
        return found.get((kind, name), {"en": name}) if connection.execute(there).first() else {}


def _titles(connection: sa.Connection, keys: set[Key]) -> dict[Key, dict[str, str]]:
    own = sa.tuple_(WORDING.c.kind, WORDING.c.name).in_(sorted(keys))
    found: dict[Key, dict[str, str]] = {}
    for row in connection.execute(sa.select(WORDING).where(WORDING.c.field == "title", own)):
        found.setdefault((row.kind, row.name), {})[row.language] = row.text
    return found


def _history(connection: sa.Connection, note: int, kind: str, name: str, row: Any) -> History:
    asked = sa.select(REVISION).where(REVISION.c.note == note).order_by(REVISION.c.number.desc())
    revisions = tuple(
        Revision(
            each.number, each.state, each.author, each.written, each.restores, each.words, each.reviewer,
            each.reviewed, each.remark,
        )
        for each in connection.execute(asked)
    )  # fmt: skip
    return History(note, kind, name, row.note_sort, row.note_version, row.note_shown, revisions)
