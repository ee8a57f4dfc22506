"""What an editor does: begin a note, save, propose, and put back how it was."""

import sqlalchemy as sa

from mutualis.catalogue.editing.states import (
    APPROVED,
    DRAFT,
    PROPOSED,
    Conflict,
    Refused,
    Words,
    claim,
    cleaned,
    current,
)
from mutualis.catalogue.schema import NOTE, REVISION, THING
from mutualis.catalogue.store import moment, transaction


def begin(store: sa.Engine, author: str, kind: str, name: str, sort: str, words: Words) -> int:
    """A new note on a thing, as a draft; returns its number."""
    told = cleaned(sort, words)
    with transaction(store) as connection:
        there = sa.select(THING.c.retired).where(THING.c.kind == kind, THING.c.name == name)
        if connection.execute(there).first() is None:
            raise Refused("thing", "There is no such thing in the catalogue.", do="search for it by name")
        made = sa.insert(NOTE).values(kind=kind, name=name, sort=sort, version=1, shown=0)
        number: int = connection.execute(made.returning(NOTE.c.number)).scalar_one()
        _add(connection, number, 1, author, told)
    return number


def save(store: sa.Engine, author: str, note: int, base: int, words: Words) -> int:
    """Save other words as a new draft, begun from revision `base`; returns its number. A Conflict keeps both texts."""
    with transaction(store) as connection:
        told = cleaned(current(connection, note).note_sort, words)
        claim(connection, note, base, told)
        _add(connection, note, base + 1, author, told)
    return base + 1


def propose(store: sa.Engine, author: str, note: int, base: int) -> None:
    """Ask for a review of the last revision, a draft."""
    with transaction(store) as connection:
        row = current(connection, note)
        if row.note_version != base:
            raise Conflict(note, {}, row.revision_words, row.note_version, row.revision_author)
        if row.revision_state != DRAFT:
            raise Refused("state", "Only a draft can be proposed.", there_is=f"this revision is {row.revision_state}")
        _state(connection, note, base, PROPOSED)


def undo(store: sa.Engine, author: str, note: int, base: int, restores: int) -> int:
    """Propose the words of an earlier approved revision again; 0 proposes to show the note no more.

    That is a revision like any other: it is reviewed, and can be undone in turn.
    """
    with transaction(store) as connection:
        words = _earlier(connection, note, restores) if restores else {}
        claim(connection, note, base, words)
        _add(connection, note, base + 1, author, words, PROPOSED, restores)
    return base + 1


def _earlier(connection: sa.Connection, note: int, number: int) -> Words:
    asked = sa.select(REVISION.c.words).where(REVISION.c.note == note, REVISION.c.number == number)
    found = connection.execute(asked.where(REVISION.c.state == APPROVED)).first()
    if found is None:
        raise Refused("earlier", "That revision was never approved.", do="choose one that was")
    return dict(found.words)


def _add(
    connection: sa.Connection, note: int, number: int, author: str, words: Words, state: str = DRAFT,
    restores: int | None = None,
) -> None:  # fmt: skip
    row = {"note": note, "number": number, "state": state, "author": author, "written": moment(), "words": dict(words)}
    connection.execute(sa.insert(REVISION).values(**row, restores=restores))


def _state(connection: sa.Connection, note: int, number: int, state: str) -> None:
    own = REVISION.c.note == note, REVISION.c.number == number
    connection.execute(sa.update(REVISION).where(*own).values(state=state))
