"""The files of an edition: their names, their content as JSON and CSV, and the root over them.

An edition lies in `releases/catalogue/<edition>/`; `latest` beside the editions names the newest. `edition.json` gives
every file's SHA-256 and the root: the hash over those and over what the edition says of itself, but not of the hour.
"""

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from types import MappingProxyType
from typing import Any

from mutualis.release.catalogue.values import Code, Item, Link, Note, Review
from mutualis.release.files import hashed

FOLDER = "catalogue"
FORMAT = "mutualis-catalogue-1"
DESCRIPTION = "edition.json"
ITEMS = "catalogue.json"
TURTLE = "catalogue.ttl"
JSONLD = "catalogue.jsonld"
LISTS = "codelists"
POINTER = "latest"
LANGUAGES = ("nl", "fr", "de", "en")
CODE_COLUMNS = ("code", *LANGUAGES, "valid_from", "valid_to", "source", "mark")
FACTS = ("format", "release", "about")


def root(digests: Mapping[str, str], said: Mapping[str, Any]) -> str:
    """SHA-256 over sorted lines `name sha256`, one a file and one, `#name`, for each of FACTS."""
    lines = [f"{name} {sha256}\n" for name, sha256 in digests.items()]
    lines += [f"#{name} {hashed(said[name])}\n" for name in FACTS]
    return hashlib.sha256("".join(sorted(lines)).encode()).hexdigest()


def as_json(value: Any) -> bytes:
    """A plain value as JSON in UTF-8, the same bytes for the same value."""
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def items_as_json(items: Iterable[Item]) -> bytes:
    """Things in their order; each on its own, so that two editions can be compared with any tool."""
    return as_json([asdict(each) for each in items])


def items_of(said: Iterable[Mapping[str, Any]]) -> Iterable[Item]:
    """The things that `items_as_json` wrote."""
    for each in said:
        yield Item(
            each["kind"],
            each["name"],
            MappingProxyType({field: MappingProxyType(words) for field, words in each["texts"].items()}),
            MappingProxyType(each["facts"]),
            tuple(Link(**link) for link in each["links"]),
            tuple(Note(**note) for note in each["notes"]),
            tuple(Review(**review) for review in each["reviews"]),
            each["retired"],
        )


def codes_as_csv(codes: Iterable[Code]) -> bytes:
    """The rows of a code list as CSV: the columns that all have, then its own."""
    rows = list(codes)
    own = list(dict.fromkeys(name for each in rows for name in each.more))
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*CODE_COLUMNS, *own])
    for each in rows:
        words = [each.words.get(language, "") for language in LANGUAGES]
        dates = (each.valid_from, each.valid_to, each.source, each.mark)
        writer.writerow([each.code, *words, *dates, *(each.more.get(name, "") for name in own)])
    return out.getvalue().encode()


def codes_of(text: str) -> Iterable[Code]:
    """The rows that `codes_as_csv` wrote."""
    for row in csv.DictReader(io.StringIO(text, newline="")):
        words = {language: row[language] for language in LANGUAGES if row[language]}
        more = {name: value for name, value in row.items() if name not in CODE_COLUMNS}
        told = (row["valid_from"], row["valid_to"], row["source"], row["mark"])
        yield Code(row["code"], MappingProxyType(words), *told, MappingProxyType(more))
