"""The catalogue's store as the staff application reaches it, and what its pages need of it."""

import os
from collections.abc import Mapping

import sqlalchemy as sa

from mutualis import catalogue
from mutualis.catalogue import editing
from mutualis.catalogue.editing import Refused
from mutualis.catalogue.schema import THING, WORDING
from mutualis.catalogue.store import transaction
from mutualis.picture.order import plain
from mutualis.release.catalogue import KINDS, Key, worded
from mutualis.staff.settings import Settings
from mutualis.staff.wrong import Wrong

STORE = "MUTUALIS_CATALOGUE"
MOST = 50
FORBIDDEN = frozenset({"someone_else"})
ABSENT = frozenset({"thing", "note"})


def open_book(settings: Settings) -> sa.Engine:
    """The store at the database URL in MUTUALIS_CATALOGUE, else the file of the workspace that the settings lie in."""
    return catalogue.open_store(os.environ.get(STORE) or settings.folder.parent / catalogue.FILE)


def titled(store: sa.Engine, kind: str, name: str, language: str) -> str:
    """The title of a thing; what does not exist is an error with a page."""
    found = editing.title_of(store, kind, name)
    if not found:
        raise Wrong("catalogue_desk.wrong_thing", status=404)
    return worded(found, language)[0]


def things(store: sa.Engine, query: str, language: str) -> list[tuple[Key, str]]:
    """The first things whose name or title, in any language, has every word of a query; nothing for no words."""
    asked = plain(query).split()
    if not asked:
        return []
    with transaction(store) as connection:
        own = sa.and_(WORDING.c.kind == THING.c.kind, WORDING.c.name == THING.c.name, WORDING.c.field == "title")
        rows = connection.execute(
            sa.select(THING.c.kind, THING.c.name, WORDING.c.language, WORDING.c.text)
            .join(WORDING, own)
            .order_by(THING.c.place)
        )
        titles: dict[Key, dict[str, str]] = {}
        for row in rows:
            titles.setdefault((row.kind, row.name), {})[row.language] = row.text
    found = [key for key, words in titles.items() if all(word in _searched(key, words) for word in asked)]
    return [(key, worded(titles[key], language)[0]) for key in found[:MOST]]


def _searched(key: Key, words: Mapping[str, str]) -> str:
    return plain(" ".join((key[1], key[1].replace("_", " "), *words.values())))


def known_kind(kind: str) -> str:
    """A kind of thing; another is an error with a page."""
    if kind not in KINDS:
        raise Wrong("catalogue_desk.wrong_thing", status=404)
    return kind


def told(problem: Refused) -> Wrong:
    """Why something cannot be done, as a page."""
    status = 403 if problem.key in FORBIDDEN else 404 if problem.key in ABSENT else 400
    return Wrong(f"catalogue_desk.wrong_{problem.key}", status=status)
