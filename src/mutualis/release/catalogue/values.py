"""The values of an edition of the catalogue: things, what is said of them, and what people added. All frozen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from mutualis.model import MutualisError

KINDS = ("database", "table", "dataset", "variable", "codelist", "indicator", "authorisation")
NOTE_SORTS = ("explanation", "problem", "question")
Words = Mapping[str, str]
Key = tuple[str, str]

# What is shown where a language has no text, in this order.
FALLBACK = ("en", "nl", "fr", "de")
TITLE = "title"


@dataclass(frozen=True)
class Link:
    """A thing stands in a relation to another one.

    `part_of` (a variable to its database or table, a data set to what it is a year of), `made_of` (to where it comes
    from), `coded_by` (to the list of its codes), `decided_by` (to a list that decides it), `counts` (an indicator to a
    variable), `has` (open data to an indicator), `gives` (an authorisation to a variable).
    """

    relation: str
    kind: str
    name: str

    @property
    def key(self) -> Key:
        return self.kind, self.name


@dataclass(frozen=True)
class Note:
    """What people added to a thing, as approved: an explanation, a known problem, or a question that returns.

    `words` is {field: {language: text}}; a question has `question` and `answer`, the others `text`.
    """

    number: int
    sort: str
    revision: int
    author: str
    written: str
    reviewer: str
    reviewed: str
    words: Mapping[str, Words]


@dataclass(frozen=True)
class Review:
    """Who looked at a thing, when, and whether what is declared of it is still what they looked at."""

    reviewer: str
    moment: str
    remark: str
    is_current: bool


@dataclass(frozen=True)
class Item:
    """One thing of the catalogue. `texts` is {field: {language: text}}, always with a `title`; `facts` {field: value}.

    `retired` is the day on which it was found to be declared no more; '' where it still is.
    """

    kind: str
    name: str
    texts: Mapping[str, Words]
    facts: Mapping[str, str] = field(default_factory=dict)
    links: tuple[Link, ...] = ()
    notes: tuple[Note, ...] = ()
    reviews: tuple[Review, ...] = ()
    retired: str = ""

    @property
    def key(self) -> Key:
        return self.kind, self.name

    def title(self, language: str) -> str:
        """The title in a language, or in the first that there is."""
        return worded(self.texts[TITLE], language)[0]

    def linked(self, relation: str) -> tuple[Key, ...]:
        """What it has that relation to, in order."""
        return tuple(each.key for each in self.links if each.relation == relation)


@dataclass(frozen=True)
class Code:
    """A row of a code list: `words` by language, `more` the other columns of the list."""

    code: str
    words: Words
    valid_from: str
    valid_to: str
    source: str
    mark: str
    more: Mapping[str, str]


@dataclass(frozen=True)
class Edition:
    """An immutable publication of the catalogue: its things by key, in order, and the codes of its lists.

    `about` holds what the edition says of the house: address, publisher, contact, licence (`reference/catalogue.toml`).
    """

    id: str
    root: str
    created: str
    release: str
    about: Mapping[str, Any]
    items: Mapping[Key, Item]
    codes: Mapping[str, tuple[Code, ...]]
    backward: Mapping[Key, tuple[Link, ...]]

    def item(self, kind: str, name: str) -> Item:
        """A thing by kind and name; one that is not there is an error."""
        if (kind, name) not in self.items:
            raise MutualisError(
                f"The catalogue has no {kind} of that name.",
                there_is=f"it has {sum(each == kind for each, _ in self.items)} of that kind",
            )
        return self.items[kind, name]

    def of(self, kind: str) -> tuple[Item, ...]:
        """The things of a kind, in the order of the edition."""
        return tuple(each for each in self.items.values() if each.kind == kind)

    @property
    def modified(self) -> str:
        """The day of the last thing in it that changed: a data set, an addition, a review; '' where it has none."""
        days = [each.facts.get("published", "") for each in self.items.values()]
        days += [note.reviewed[:10] for each in self.items.values() for note in each.notes]
        days += [review.moment[:10] for each in self.items.values() for review in each.reviews]
        return max(days, default="")

    def pointing(self, key: Key, relation: str) -> tuple[Key, ...]:
        """The things that have a relation to one: the other way round of `Item.linked`."""
        return tuple(each.key for each in self.backward.get(key, ()) if each.relation == relation)


def worded(words: Words, language: str) -> tuple[str, str]:
    """A text and the language that it is in: the one asked for, or the first of FALLBACK that there is."""
    for each in (language, *FALLBACK):
        if words.get(each):
            return words[each], each
    return "", language


def backward(items: Mapping[Key, Item]) -> dict[Key, tuple[Link, ...]]:
    """{thing: the links that point to it, each naming where it comes from}."""
    found: dict[Key, list[Link]] = {}
    for item in items.values():
        for link in item.links:
            found.setdefault(link.key, []).append(Link(link.relation, item.kind, item.name))
    return {key: tuple(links) for key, links in found.items()}
