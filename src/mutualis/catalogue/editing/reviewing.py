"""What a reviewer does: decide on what somebody else wrote, and confirm that a description is right."""

import sqlalchemy as sa

from mutualis.catalogue.editing.states import APPROVED, PROPOSED, REFUSED, Conflict, Refused, SomeoneElse, current
from mutualis.catalogue.schema import NOTE, REVIEW, REVISION, THING
from mutualis.catalogue.store import moment, transaction


def decide(store: sa.Engine, reviewer: str, note: int, base: int, is_approved: bool, remark: str = "") -> None:
    """Approve or refuse the last revision of a note, which is proposed; approved, it is what the next edition shows.

    Whoever wrote any revision since the last approved one cannot decide. A refusal says why.
    """
    if not is_approved and not remark.strip():
        raise Refused("reason", "A refusal needs a reason.", do="say what should be different")
    with transaction(store) as connection:
        row = current(connection, note)
        if row.note_version != base:
            raise Conflict(note, {}, row.revision_words, row.note_version, row.revision_author)
        if row.revision_state != PROPOSED:
            raise Refused("state", "There is nothing to decide.", there_is=f"the last revision is {row.revision_state}")
        if reviewer in _authors(connection, note, row.note_shown):
            raise SomeoneElse
        _decided(connection, note, base, reviewer, APPROVED if is_approved else REFUSED, remark.strip())
        if is_approved:
            connection.execute(sa.update(NOTE).where(NOTE.c.number == note).values(shown=base))


def confirm(store: sa.Engine, reviewer: str, kind: str, name: str, remark: str = "") -> None:
    """Note that somebody looked at a thing, and what was declared of it then: a later change shows."""
    with transaction(store) as connection:
        there = sa.select(THING.c.fingerprint).where(THING.c.kind == kind, THING.c.name == name)
        found = connection.execute(there).first()
        if found is None:
            raise Refused("thing", "There is no such thing in the catalogue.", do="search for it by name")
        told = {"kind": kind, "name": name, "reviewer": reviewer, "moment": moment(), "remark": remark.strip()}
        connection.execute(sa.insert(REVIEW).values(**told, fingerprint=found.fingerprint))


def _authors(connection: sa.Connection, note: int, since: int) -> set[str]:
    asked = sa.select(REVISION.c.author).where(REVISION.c.note == note, REVISION.c.number > since)
    return {row.author for row in connection.execute(asked)}


def _decided(connection: sa.Connection, note: int, number: int, reviewer: str, state: str, remark: str) -> None:
    own = REVISION.c.note == note, REVISION.c.number == number
    told = {"state": state, "reviewer": reviewer, "reviewed": moment(), "remark": remark}
    connection.execute(sa.update(REVISION).where(*own).values(**told))
