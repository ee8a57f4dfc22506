"""The fields of a thing's page, by block, as (label, value) rows. The blocks are those of the fiche (methods 1.5)."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mutualis import reference
from mutualis.release.catalogue import Edition, Item, Words

if TYPE_CHECKING:
    from mutualis.atlas.library.pages import Asked

# By kind: the blocks of a page, each with its texts and facts in order. A field that is empty is left out.
BLOCKS: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "variable": (
        ("identity", ("@identifier", "official", "@database", "@table", "@codelist", "@decided_by")),
        ("text", ("definition", "caveat")),
        ("availability", ("@found_in", "variants", "first_data", "last_data")),
        ("provenance", ("origin", "column", "format", "length", "level", "unit", "position", "layout", "required",
                        "role", "source", "mark")),
    ),
    "database": (
        ("identity", ("@identifier", "official")),
        ("text", ("purpose", "population", "content", "unit")),
        ("availability", ("update", "variants", "first_data", "last_data")),
        ("provenance", ("sender", "warehouse_table", "records", "source", "mark")),
    ),
    "table": (
        ("identity", ("@identifier", "key")),
        ("text", ("unit",)),
        ("availability", ("variants", "first_data", "last_data")),
        ("provenance", ("@made_of", "@decided_by")),
    ),
    "dataset": (
        ("identity", ("@identifier", "@part_of", "year", "version", "is_latest")),
        ("availability", ("access", "first_day", "last_day", "release", "published")),
        ("provenance", ("@made_of",)),
    ),
    "codelist": (
        ("identity", ("@identifier", "version", "number", "adopted", "reason")),
        ("availability", ("first_day", "rows")),
    ),
    "indicator": (
        ("identity", ("@identifier", "theme", "sets")),
        ("text", ("definition", "reason", "population", "numerator", "denominator", "unit", "interpretation",
                  "breaks")),
        ("availability", ("levels", "years", "polarity", "decimals")),
        ("provenance", ("@counts", "@decided_by", "source", "mark")),
    ),
    "authorisation": (
        ("identity", ("@identifier", "number", "status", "decided", "expires", "body")),
        ("text", ("plain", "who", "why", "population", "until")),
        ("provenance", ("source", "mark")),
    ),
}  # fmt: skip
CODES = frozenset({"official", "column", "warehouse_table", "key", "version", "release", "position", "layout"})
LISTS = frozenset({"variants", "sets", "levels"})
DAYS = frozenset({"first_data", "last_data", "first_day", "last_day", "published", "decided", "expires", "adopted"})
NUMBERS = frozenset({"rows", "length", "records"})
# Where a description comes from is noted in English, or as the mark of a source, which is of no language.
NOTED = frozenset({"source", "reason"})
PROSE = re.compile(r"[a-z]{4,}")
BUILT_IN = "built in"
WHOLE_DAY = 10


@dataclass(frozen=True)
class Field:
    """A row: the key of its label, and a value: words by language, a plain value, or links to things."""

    label: str
    words: Words
    value: str
    links: tuple[Item, ...]
    is_code: bool = False


def blocks(edition: Edition, item: Item, asked: "Asked") -> list[tuple[str, list[Field]]]:
    """The blocks of a thing's page that hold something."""
    found = [
        (name, [field for each in fields for field in _field(edition, item, each, asked.language)])
        for name, fields in BLOCKS[item.kind]
    ]
    return [(name, fields) for name, fields in found if fields]


def _field(edition: Edition, item: Item, name: str, language: str) -> list[Field]:
    if name.startswith("@"):
        return _linked(edition, item, name[1:])
    if name in item.texts:
        label = "row" if name == "unit" and item.kind in ("database", "table") else name
        return [Field(label, item.texts[name], "", ())]
    value = _format(item) if name == "format" else item.facts.get(name, "")
    if name == "reason" and value == BUILT_IN:
        return [Field(name, {}, reference.text("catalogue.built_in", language), ())]
    if not value:
        return [Field(name, {}, reference.text("catalogue.still", language), ())] if name == "last_data" else []
    if name in NOTED and PROSE.search(value):
        return [Field(name, {"en": value}, "", ())]
    return [Field(name, {}, _written(name, value, language), (), name in CODES)]


def _format(item: Item) -> str:
    """The original type; its words say how it is written in the record."""
    return item.facts.get("type", "")


def _written(name: str, value: str, language: str) -> str:
    if name in DAYS and len(value) == WHOLE_DAY:
        return _day(value, language)
    if name in NUMBERS:
        return reference.written(int(value), language)
    parts = value.split() if name in LISTS else [value]
    return ", ".join(_words(name, each, language) for each in parts)


def _day(value: str, language: str) -> str:
    return reference.written_day(dt.date.fromisoformat(value), language)


def _words(name: str, value: str, language: str) -> str:
    """A value in words, where it has any; else as it is. Of a set only its name is in words, not its code there."""
    if name in ("origin", "sender"):
        return reference.parties()[value].names[language]
    first, colon, code = value.partition(":") if name == "sets" else (value, "", "")
    keys = {"levels": f"atlas.level_{value}", "format": f"catalogue.type_{value}"}
    key = keys.get(name, f"catalogue.{name}_{first.replace(' ', '_')}")
    return reference.texts(language).get(key, first) + colon + code


def _linked(edition: Edition, item: Item, name: str) -> list[Field]:
    """A row of links: to what it is part of, its lists, its sources, or the data sets it is found in."""
    if name == "identifier":
        return [Field(name, {}, f"{edition.about['address']}id/{item.kind}/{item.name}", (), True)]
    relations = {"database": "part_of", "table": "part_of", "codelist": "coded_by"}
    keys: Sequence[tuple[str, str]] = item.linked(relations.get(name, name))
    if name in relations:
        keys = [key for key in keys if key[0] == name]
    if name == "found_in":
        keys = [key for parent in item.linked("part_of") for key in edition.pointing(parent, "part_of")]
        keys = [key for key in keys if key[0] == "dataset"]
    return [Field(name, {}, "", tuple(edition.items[key] for key in keys))] if keys else []
