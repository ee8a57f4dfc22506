"""Filling the store from declarations: they win on their own fields, and what people added is kept.

Filling twice changes nothing. What is no longer declared is retired, not removed: its name is never given to anything
else, and the pages say that it ended. A data set stays: releases are immutable, so its facts cannot go away.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from mutualis.catalogue.declared import declared
from mutualis.catalogue.lists import codes
from mutualis.catalogue.schema import CODE, FACTS, LINK, THING, WORDING
from mutualis.catalogue.store import moment, transaction
from mutualis.release.catalogue import Item, Key
from mutualis.release.files import hashed

DATASET = "dataset"


@dataclass(frozen=True)
class Filled:
    """How many things the store holds after filling, and how many of them are new, changed, retired or back."""

    things: int
    added: int
    changed: int
    retired: int
    back: int


def fill(store: sa.Engine, releases: Path | None = None) -> Filled:
    """Write everything that is declared, and the data sets of the releases in a folder, into the store."""
    items = declared(releases)
    with transaction(store) as connection:
        before = {(row.kind, row.name): row for row in connection.execute(sa.select(THING))}
        found = _things(connection, before, items)
        _forget(connection, items)
        _write(connection, items)
    return found


def fingerprint(item: Item) -> str:
    """A hash of all that is declared of a thing."""
    links = [(link.relation, link.kind, link.name) for link in item.links]
    texts = {field: dict(words) for field, words in item.texts.items()}
    return hashed([item.kind, item.name, texts, dict(item.facts), links])


def _things(connection: sa.Connection, before: dict[Key, Any], items: Iterable[Item]) -> Filled:
    """Enter what is new, mark what ended or came back; returns the counts."""
    declared_now = {each.key: (place, fingerprint(each)) for place, each in enumerate(items)}
    new = [key for key in declared_now if key not in before]
    gone = [key for key, row in before.items() if key not in declared_now and key[0] != DATASET and row.retired is None]
    back = [key for key in declared_now if key in before and before[key].retired is not None]
    changed = [key for key, (_, print_) in declared_now.items() if key in before and before[key].fingerprint != print_]
    _enter(connection, {key: declared_now[key] for key in new})
    _update(connection, {key: each for key, each in declared_now.items() if key in before})
    for kind, name in gone:
        connection.execute(sa.update(THING).where(THING.c.kind == kind, THING.c.name == name).values(retired=moment()))
    return Filled(len(before) + len(new), len(new), len(changed), len(gone), len(back))


def _enter(connection: sa.Connection, new: dict[Key, tuple[int, str]]) -> None:
    now = moment()
    rows = [
        {"kind": kind, "name": name, "place": place, "entered": now, "retired": None, "fingerprint": print_}
        for (kind, name), (place, print_) in new.items()
    ]
    _many(connection, sa.insert(THING), rows)


def _update(connection: sa.Connection, known: dict[Key, tuple[int, str]]) -> None:
    own = THING.c.kind == sa.bindparam("of_kind"), THING.c.name == sa.bindparam("of_name")
    changing = sa.update(THING).where(*own).values(
        place=sa.bindparam("put"), fingerprint=sa.bindparam("print"), retired=None
    )  # fmt: skip
    rows = [
        {"of_kind": kind, "of_name": name, "put": place, "print": print_}
        for (kind, name), (place, print_) in known.items()
    ]
    _many(connection, changing, rows)


def _forget(connection: sa.Connection, items: Iterable[Item]) -> None:
    """Take away what earlier fillings wrote of these things; of what is no longer declared everything stays."""
    keys = [{"of_kind": each.kind, "of_name": each.name} for each in items]
    lists = [{"of_name": each["of_name"]} for each in keys if each["of_kind"] == "codelist"]
    _many(connection, sa.delete(CODE).where(CODE.c.codelist == sa.bindparam("of_name")), lists)
    for table in (LINK, WORDING, *FACTS.values()):
        own = table.c.kind == sa.bindparam("of_kind"), table.c.name == sa.bindparam("of_name")
        _many(connection, sa.delete(table).where(*own), keys)


def _write(connection: sa.Connection, items: Iterable[Item]) -> None:
    """Facts, words, links and codes."""
    there = list(items)
    for kind, table in FACTS.items():
        _many(connection, sa.insert(table), [_facts(each) for each in there if each.kind == kind])
    _many(connection, sa.insert(WORDING), [row for each in there for row in _words(each)])
    _many(connection, sa.insert(LINK), [row for each in there for row in _links(each)])
    _many(connection, sa.insert(CODE), [row for each in there if each.kind == "codelist" for row in _codes(each.name)])


def _many(connection: sa.Connection, statement: sa.Executable, rows: Sequence[Mapping[str, Any]]) -> None:
    """A statement for each row; none for no rows."""
    if rows:
        connection.execute(statement, rows)


def _facts(item: Item) -> dict[str, str]:
    own = [column.name for column in FACTS[item.kind].columns if column.name not in ("kind", "name")]
    return {"kind": item.kind, "name": item.name, **{name: item.facts.get(name, "") for name in own}}


def _words(item: Item) -> Iterator[dict[str, str]]:
    for field, words in item.texts.items():
        for language, text in words.items():
            yield {"kind": item.kind, "name": item.name, "field": field, "language": language, "text": text}


def _links(item: Item) -> Iterator[dict[str, Any]]:
    for place, link in enumerate(item.links):
        own = {"kind": item.kind, "name": item.name, "relation": link.relation, "place": place}
        yield {**own, "to_kind": link.kind, "to_name": link.name}


def _codes(name: str) -> Iterator[dict[str, Any]]:
    for place, each in enumerate(codes(name)):
        yield {
            "codelist": name, "code": each.code, "valid_from": each.valid_from, "valid_to": each.valid_to,
            "place": place, "words": dict(each.words), "more": dict(each.more), "source": each.source,
            "mark": each.mark,
        }  # fmt: skip
