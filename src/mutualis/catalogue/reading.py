"""Reading the store back: things with what people added and approved, and the codes of lists."""

from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa

from mutualis.catalogue.schema import CODE, FACTS, LINK, NOTE, REVIEW, REVISION, THING, WORDING
from mutualis.release.catalogue import Code, Item, Key, Link, Note, Review

Found = dict[Key, Any]


def items(connection: sa.Connection) -> tuple[Item, ...]:
    """Everything in the store, also what is retired, in the order of the declarations."""
    facts, texts, links = _facts(connection), _texts(connection), _links(connection)
    notes, reviews = _notes(connection), _reviews(connection)
    rows = connection.execute(sa.select(THING).order_by(THING.c.place, THING.c.kind, THING.c.name))
    found = [(row.kind, row.name, row.retired or "") for row in rows]
    return tuple(
        Item(
            kind,
            name,
            texts.get((kind, name), {"title": {"en": name}}),
            facts.get((kind, name), {}),
            tuple(links.get((kind, name), ())),
            tuple(notes.get((kind, name), ())),
            tuple(reviews.get((kind, name), ())),
            retired[:10],
        )
        for kind, name, retired in found
    )


def codes(connection: sa.Connection) -> dict[str, list[Code]]:
    """{code list: its rows, in their order}."""
    found: dict[str, list[Code]] = {}
    for row in connection.execute(sa.select(CODE).order_by(CODE.c.codelist, CODE.c.place)):
        made = Code(row.code, row.words, row.valid_from, row.valid_to, row.source, row.mark, row.more)
        found.setdefault(row.codelist, []).append(made)
    return found


def _facts(connection: sa.Connection) -> Found:
    found: Found = {}
    for kind, table in FACTS.items():
        for row in connection.execute(sa.select(table)).mappings():
            own = {name: value for name, value in row.items() if name not in ("kind", "name") and value}
            found[kind, row["name"]] = own
    return found


def _texts(connection: sa.Connection) -> dict[Key, dict[str, dict[str, str]]]:
    found: dict[Key, dict[str, dict[str, str]]] = {}
    for row in connection.execute(sa.select(WORDING)):
        found.setdefault((row.kind, row.name), {}).setdefault(row.field, {})[row.language] = row.text
    return found


def _links(connection: sa.Connection) -> Mapping[Key, Iterable[Link]]:
    found: dict[Key, list[Link]] = {}
    for row in connection.execute(sa.select(LINK).order_by(LINK.c.place)):
        found.setdefault((row.kind, row.name), []).append(Link(row.relation, row.to_kind, row.to_name))
    return found


def _notes(connection: sa.Connection) -> Mapping[Key, Iterable[Note]]:
    """The approved revision of each note; one whose approved words are empty was withdrawn, and is not shown."""
    shown = sa.and_(REVISION.c.note == NOTE.c.number, REVISION.c.number == NOTE.c.shown)
    asked = sa.select(NOTE.c.kind, NOTE.c.name, NOTE.c.sort, REVISION).join(REVISION, shown).order_by(NOTE.c.number)
    found: dict[Key, list[Note]] = {}
    for row in connection.execute(asked):
        if row.words:
            told = (row.author, row.written, row.reviewer, row.reviewed, row.words)
            made = Note(row.note, row.sort, row.number, *told)
            found.setdefault((row.kind, row.name), []).append(made)
    return found


def _reviews(connection: sa.Connection) -> Mapping[Key, Iterable[Review]]:
    same = sa.and_(THING.c.kind == REVIEW.c.kind, THING.c.name == REVIEW.c.name)
    asked = sa.select(REVIEW, THING.c.fingerprint.label("now")).join(THING, same).order_by(REVIEW.c.number)
    found: dict[Key, list[Review]] = {}
    for row in connection.execute(asked):
        made = Review(row.reviewer, row.moment, row.remark, row.fingerprint == row.now)
        found.setdefault((row.kind, row.name), []).append(made)
    return found
