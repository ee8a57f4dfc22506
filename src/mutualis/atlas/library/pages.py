"""What the pages of the catalogue show, as plain values for the templates."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from mutualis import reference
from mutualis.atlas.library import lineage
from mutualis.atlas.library.described import PUBLIC, described, whole
from mutualis.atlas.library.distribution import distributions
from mutualis.atlas.library.fields import blocks
from mutualis.atlas.library.search import FACETS, Found, search
from mutualis.atlas.library.search import Index as Searched
from mutualis.atlas.page import words
from mutualis.picture.lineage import Box
from mutualis.picture.lineage import lineage as drawn
from mutualis.picture.serving.languages import menu
from mutualis.release import Release
from mutualis.release.catalogue import Edition, Item, Key, Words, worded

Values = dict[str, Any]
A_PAGE = 25
MOST_BOXES = 9
LISTED = 12
CODES_SHOWN = 300
WHOLES = ("database", "table")
ABOUT = ("definition", "content", "plain", "unit")


@dataclass(frozen=True)
class Asked:
    """The reader's language, the edition asked for ('' the newest), and the rest of the address."""

    language: str
    edition: str
    query: Mapping[str, str]

    def link(self, path: str, **query: str) -> str:
        """An address that keeps the language and the edition."""
        kept = {"lang": self.language, "edition": self.edition, **query}
        return f"{path}?{urlencode({name: value for name, value in kept.items() if value})}"

    def to(self, key: Key) -> str:
        """The page of a thing."""
        return self.link(f"/catalogue/{key[0]}/{key[1]}")


def frame(edition: Edition, asked: Asked, path: str) -> Values:
    """What every page of the catalogue has."""
    language = asked.language
    return {
        "t": words(language),
        "c": teller(language),
        "lang": language,
        "languages": menu(lambda code: _in_language(asked, path, code)),
        "edition": edition,
        "asked": asked,
        "worded": worded,
        "number": lambda number: reference.written(number, language),
        "language_name": lambda code: reference.text(f"catalogue.language_{code}", language),
        "to": asked.to,
        "items": edition.items,
    }


def teller(language: str) -> Callable[..., str]:
    """The texts of the catalogue in a language."""
    return lambda key, **values: reference.text(f"catalogue.{key}", language, **values)


def _in_language(asked: Asked, path: str, code: str) -> str:
    query = {**asked.query, "lang": code}
    return f"{path}?{urlencode({name: value for name, value in query.items() if value})}"


def search_page(edition: Edition, there: Searched, asked: Asked) -> Values:
    """The form, the facets and a page of what was found."""
    query = asked.query.get("q", "").strip()
    chosen = {facet: asked.query.get(facet, "") for facet in FACETS}
    found = search(there, query, chosen, asked.language)
    number = max(1, int(page)) if (page := asked.query.get("page", "")).isdecimal() else 1
    last = max(1, -(-len(found.items) // A_PAGE))
    number = min(number, last)
    shown = found.items[(number - 1) * A_PAGE : number * A_PAGE]
    narrowed = {"q": query, **chosen}
    return {
        "query": query,
        "chosen": chosen,
        "total": len(found.items),
        "shown": shown,
        "facets": [(facet, _options(edition, facet, found, asked)) for facet in FACETS],
        "page": number,
        "pages": last,
        "address": lambda **more: asked.link("/catalogue", **{**narrowed, **{k: str(v) for k, v in more.items()}}),
        "schema_org": whole(edition, asked.language),
        "about": _about,
        "is_searched": bool(query or any(chosen.values())),
    }


def _about(item: Item) -> Words:
    """What a thing is, in a sentence; empty where its title says all."""
    return next((item.texts[field] for field in ABOUT if field in item.texts), {})


def _options(edition: Edition, facet: str, found: Found, asked: Asked) -> list[tuple[str, str, int]]:
    """(value, its words, how many) of a facet, by their words."""
    counts = found.counts[facet]
    named = [(value, facet_words(edition, facet, value, asked.language), number) for value, number in counts.items()]
    return named if facet == "kind" else sorted(named, key=lambda each: each[1].casefold())


def facet_words(edition: Edition, facet: str, value: str, language: str) -> str:
    """A value of a facet in words; one that does not exist is itself."""
    if facet in ("database", "table"):
        item = edition.items.get((facet, value))
        return item.title(language) if item else value
    key = f"indicator_themes.{value}" if facet == "theme" else f"catalogue.{facet}_{value}"
    return reference.texts(language).get(key, value)


def item_page(edition: Edition, item: Item, asked: Asked, release: Release | None) -> Values:
    """A thing: its fields, what belongs to it, its lineage, its distribution, what people added."""
    language = asked.language
    return {
        "item": item,
        "blocks": blocks(edition, item, asked),
        "variables": _pointing(edition, item, "part_of", "variable"),
        "datasets": _pointing(edition, item, "part_of", "dataset"),
        "codes": edition.codes.get(item.name, ())[:CODES_SHOWN] if item.kind == "codelist" else (),
        "codes_total": len(edition.codes.get(item.name, ())) if item.kind == "codelist" else 0,
        "codes_shown": CODES_SHOWN,
        "lineage": _lineage(edition, item, asked),
        "distributions": distributions(edition, item, release, language),
        "is_distributed": item.kind in ("variable", "indicator"),
        "release": release,
        "reviews": item.reviews[::-1],
        "authorised": _pointing(edition, item, "gives", "authorisation"),
        "schema_org": described(edition, item, language),
        "related": _related(edition, item),
        "files": edition.about["open_files"].get(item.facts.get("release", ""), {}) if _is_open(item) else {},
        "is_open": _is_open(item),
    }


def _is_open(item: Item) -> bool:
    return item.facts.get("access") == PUBLIC


def _pointing(edition: Edition, item: Item, relation: str, kind: str) -> list[Item]:
    return [edition.items[key] for key in edition.pointing(item.key, relation) if key[0] == kind]


def _related(edition: Edition, item: Item) -> list[tuple[str, list[Item]]]:
    """What points to a code list, or what an authorisation or open data point to: by relation, in order."""
    found: list[tuple[str, list[Item]]] = []
    if item.kind == "codelist":
        for relation in ("coded_by", "decided_by"):
            found.append((f"{relation}_of", [edition.items[key] for key in edition.pointing(item.key, relation)]))
    for relation in ("gives", "has"):
        found.append((relation, [edition.items[key] for key in item.linked(relation)]))
    return [(relation, items) for relation, items in found if items]


def _lineage(edition: Edition, item: Item, asked: Asked) -> Values:
    """The picture (at most some boxes a column) and the whole list; empty for what has none."""
    columns = lineage.layers(edition, item.key)
    if len(columns) < 2 or item.kind in ("authorisation", "dataset"):
        return {}
    drawn_of = [[key for key in column if _is_drawn(item, key)] for column in columns]
    cut = [column[:MOST_BOXES] for column in drawn_of if column]
    boxes = [[_box(edition, key, item, asked) for key in column] for column in cut]
    kept = [key for column in cut for key in column]
    arrows = [("/".join(above), "/".join(below)) for above, below in lineage.arrows(edition, kept)]
    up, down = lineage.upwards(edition, item.key), lineage.downwards(edition, item.key)
    label = reference.text("catalogue.lineage_of", asked.language, title=item.title(asked.language))
    return {
        "svg": drawn(boxes, arrows, label),
        "left_out": sum(len(column) for column in columns) - len(kept),
        "up": [edition.items[key] for key in up],
        "down": [edition.items[key] for key in down if key[0] != "indicator"],
        "indicators": [edition.items[key] for key in down if key[0] == "indicator"],
        "listed": LISTED,
    }


def _is_drawn(of: Item, key: Key) -> bool:
    """Whether a thing is in the picture: that of a database or table has databases and tables only."""
    return of.kind not in WHOLES or key[0] in WHOLES


def _box(edition: Edition, key: Key, of: Item, asked: Asked) -> Box:
    item = edition.items[key]
    kind = "self" if key == of.key else item.kind
    short = item.name.removeprefix("derived_")
    said = f"{item.title(asked.language)} ({item.name})"
    return Box("/".join(key), kind, short, said, "" if key == of.key else asked.to(key))
