"""Search over an edition: every word of the query must be in a thing's names or texts; accents and capitals aside.

Facets narrow what was found: kind, database, table, theme, and whether an indicator uses it. Databases, tables and
themes of a thing follow from its lineage, up and down.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mutualis.atlas.library.lineage import downwards, upwards
from mutualis.picture.order import plain
from mutualis.release.catalogue import Edition, Item, Key, worded

FACETS = ("kind", "database", "table", "theme", "used")
USED, UNUSED = "yes", "no"
IN_NAME, IN_TITLE, IN_TEXT = 0, 1, 2
KINDS_WITH_USE = ("variable", "codelist", "database", "table")


@dataclass(frozen=True)
class Entry:
    """A thing as it is searched: its names, title by language, all its words, and its values of each facet."""

    item: Item
    names: str
    words: str
    facets: Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Index:
    """All entries of an edition, in its order."""

    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Found:
    """The things that answer a query, best first, and for each facet how many there are of each value."""

    items: tuple[Item, ...]
    counts: Mapping[str, Mapping[str, int]]


def index(edition: Edition) -> Index:
    """Prepare an edition for search."""
    return Index(tuple(_entry(edition, each) for each in edition.items.values()))


def search(there: Index, query: str, chosen: Mapping[str, str], language: str) -> Found:
    """What holds every word of the query and has the chosen value of each facet.

    The counts of a facet leave its own choice aside, so that a reader sees what else there is.
    """
    asked = plain(query).split()
    ranked = [(rank, entry) for entry in there.entries if (rank := _rank(entry, asked, language)) is not None]
    kept = [(rank, entry) for rank, entry in ranked if _fits(entry, chosen)]
    ordered = sorted(kept, key=lambda each: each[0])  # stable: equal ones stay in the order of the edition
    counts = {
        facet: _counted(entry for _, entry in ranked if _fits(entry, {**chosen, facet: ""}))[facet] for facet in FACETS
    }
    return Found(tuple(entry.item for _, entry in ordered), counts)


def _rank(entry: Entry, asked: Sequence[str], language: str) -> int | None:
    if not all(word in entry.words for word in asked):
        return None
    title = plain(worded(entry.item.texts["title"], language)[0])
    if all(word in entry.names for word in asked):
        return IN_NAME
    return IN_TITLE if all(word in title for word in asked) else IN_TEXT


def _fits(entry: Entry, chosen: Mapping[str, str]) -> bool:
    return all(not value or value in entry.facets[facet] for facet, value in chosen.items())


def _counted(entries: Iterable[Entry]) -> dict[str, Counter[str]]:
    found: dict[str, Counter[str]] = {facet: Counter() for facet in FACETS}
    for entry in entries:
        for facet, values in entry.facets.items():
            found[facet].update(values)
    return found


def _entry(edition: Edition, item: Item) -> Entry:
    names = plain(f"{item.name} {item.facts.get('official', '')} {item.name.replace('_', ' ')}")
    texts = [text for words in item.texts.values() for text in words.values()]
    texts += [text for note in item.notes for words in note.words.values() for text in words.values()]
    texts += [f"{code.code} {' '.join(code.words.values())}" for code in edition.codes.get(item.name, ())]
    return Entry(item, names, plain(" ".join((names, *texts)).replace("\u00ad", "")), _facets(edition, item))


def _facets(edition: Edition, item: Item) -> dict[str, frozenset[str]]:
    up, down = {item.key, *upwards(edition, item.key)}, {item.key, *downwards(edition, item.key)}
    themes = {edition.items[key].facts["theme"] for key in down if key[0] == "indicator"}
    is_used = {USED if any(key[0] == "indicator" for key in down) else UNUSED} if item.kind in KINDS_WITH_USE else set()
    return {
        "kind": frozenset((item.kind,)),
        "database": _parents(edition, up, "database"),
        "table": _parents(edition, up, "table"),
        "theme": frozenset(themes),
        "used": frozenset(is_used),
    }


def _parents(edition: Edition, keys: Iterable[Key], kind: str) -> frozenset[str]:
    """The databases or tables among these things, or that they are part of."""
    found = set()
    for key in keys:
        own = (key, *edition.items[key].linked("part_of"))
        found |= {name for each, name in own if each == kind}
    return frozenset(found)
