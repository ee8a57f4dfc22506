"""The trace: where each number of an edition comes from, a cell of a release or a fact that is no figure."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from mutualis import reference
from mutualis.publish.publications.marks import NUMBER, marked
from mutualis.release.values import ALL, TOTAL

CELL, FACT = "cell", "fact"
PARTS = ("value", "low", "high", "standardised", "standardised_low", "standardised_high", "numerator", "denominator")


@dataclass(frozen=True)
class Place:
    """Where a figure stands: indicator, year, level, area, split and category."""

    indicator: str
    year: int
    level: str
    area: str
    split: str = TOTAL
    category: str = ALL


@dataclass(frozen=True)
class Traced:
    """A number of a text. Of a cell: its release, place, part (one of PARTS) and exact value. Of a fact: what it is,
    as `the unit of antibiotics_ddd`, and its words as `value`."""

    kind: str
    value: str
    release: str = ""
    place: Place | None = None
    part: str = ""
    fact: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON; what it has not is left out."""
        said = {name: each for name, each in vars(self).items() if each and name != "place"}
        return said | (asdict(self.place) if self.place else {})

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> "Traced":
        own = {name: said[name] for name in ("kind", "value", "release", "part", "fact") if name in said}
        at = {name: said[name] for name in Place.__dataclass_fields__ if name in said}
        return cls(**own, place=Place(**at) if at else None)


class Trace:
    """Collects what a text takes, once each, in the order in which it was taken; hidden cells are kept apart."""

    def __init__(self) -> None:
        self._places: dict[Traced, int] = {}
        self._hidden: dict[Place, None] = {}

    def cell(self, release: str, place: Place, part: str, value: object, words: str) -> str:
        """A number of a cell as marked words."""
        return marked(self._number(Traced(CELL, str(value), release, place, part)), words)

    def fact(self, fact: str, words: str) -> str:
        """Words with a number that is no figure, as a year or the unit, marked."""
        return marked(self._number(Traced(FACT, words, fact=fact)), words)

    def facts(self, words: str, fact: str) -> str:
        """Words in which every number is a fact; they may hold no mark yet."""
        return NUMBER.sub(lambda found: self.fact(fact, found.group()), words)

    def told(self, key: str, language: str, **values: object) -> str:
        """A text of the house with values filled in; its own numbers are facts, those of the values are theirs."""
        words = reference.text(key, language, **{name: f"{{{name}}}" for name in values})
        made = self.facts(words, f"text {key}")
        return made.format(**values) if values else made

    def hidden(self, place: Place) -> None:
        """A cell was asked for that the release does not show: only words stand for it."""
        self._hidden[place] = None

    @property
    def taken(self) -> tuple[Traced, ...]:
        return tuple(self._places)

    @property
    def not_shown(self) -> tuple[Place, ...]:
        return tuple(self._hidden)

    def _number(self, each: Traced) -> int:
        return self._places.setdefault(each, len(self._places))
