"""The states of a revision, and what can go wrong when two people work on one text.

draft -> proposed -> approved | refused. Whoever writes on starts a new draft. The number of the last revision is what
an editor saw: a change that starts from an older one is a conflict, told with both texts.
"""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from mutualis.catalogue.schema import NOTE, REVISION
from mutualis.model import MutualisError
from mutualis.release.catalogue import NOTE_SORTS

DRAFT, PROPOSED, APPROVED, REFUSED = "draft", "proposed", "approved", "refused"
FIELDS = {"explanation": ("text",), "problem": ("text",), "question": ("question", "answer")}
LANGUAGES = ("nl", "fr", "de", "en")
LONGEST = 20_000
Words = Mapping[str, Mapping[str, str]]


class Refused(MutualisError):
    """What cannot be done to a note; `key` names the reason, for pages that tell it in the reader's language."""

    def __init__(self, key: str, what: str, *, there_is: str = "", do: str = "") -> None:
        self.key = key
        super().__init__(what, there_is=there_is, do=do)


class Conflict(MutualisError):
    """Somebody else saved in between. `yours` and `theirs` are both texts, `version` the revision that theirs is."""

    def __init__(self, note: int, yours: Words, theirs: Words, version: int, author: str) -> None:
        self.note, self.yours, self.theirs, self.version, self.author = note, yours, theirs, version, author
        super().__init__(
            "Somebody else has saved this text in between.",
            there_is="both texts are kept",
            do="read theirs, and save what should stand",
        )


class SomeoneElse(Refused):
    """What one person wrote, another has to review."""

    def __init__(self) -> None:
        super().__init__(
            "someone_else",
            "A text is reviewed by somebody who did not write it.",
            do="ask another person with the role of reviewer",
        )


def cleaned(sort: str, words: Words) -> dict[str, dict[str, str]]:
    """The words of a note without what is empty. Errors: an unknown sort, no text, Dutch or French alone, too long.

    Every text is there in Dutch and in French, or nowhere.
    """
    if sort not in NOTE_SORTS:
        raise Refused("sort", f"There is no note of sort '{sort}'.", there_is=", ".join(NOTE_SORTS))
    found = {
        field: {each: text for each in LANGUAGES if (text := words.get(field, {}).get(each, "").strip())}
        for field in FIELDS[sort]
    }
    for field, texts in found.items():
        if not {"nl", "fr"} <= set(texts):
            raise Refused("words", f"The {field} is not there in both Dutch and French.", do="write both")
        if any(len(text) > LONGEST for text in texts.values()):
            raise Refused("long", f"The {field} is longer than {LONGEST} characters.", do="make it shorter")
    return found


def current(connection: sa.Connection, note: int) -> Any:
    """The last revision of a note with the note itself; an unknown one is an error."""
    last = sa.and_(REVISION.c.note == NOTE.c.number, REVISION.c.number == NOTE.c.version)
    asked = sa.select(NOTE, REVISION).join(REVISION, last).where(NOTE.c.number == note).set_label_style(
        sa.LABEL_STYLE_TABLENAME_PLUS_COL
    )  # fmt: skip
    row = connection.execute(asked).first()
    if row is None:
        raise Refused("note", "There is no such note in the catalogue.", do="go back to the page of the thing")
    return row


def claim(connection: sa.Connection, note: int, base: int, yours: Words) -> None:
    """Take the next number of a note, if `base` is still its last; else a Conflict.

    One statement asks and takes, so that of two at once one gets it.
    """
    taken = sa.update(NOTE).where(NOTE.c.number == note, NOTE.c.version == base).values(version=base + 1)
    if connection.execute(taken).rowcount != 1:
        theirs = current(connection, note)
        raise Conflict(note, yours, theirs.revision_words, theirs.note_version, theirs.revision_author)
