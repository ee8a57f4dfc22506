"""What coalitions of parties may learn, read from `coalitions.toml`: approved, not computed."""

import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product
from types import MappingProxyType
from typing import Any

from mutualis.reference.files import ROOT


@dataclass(frozen=True)
class Question:
    """Can a coalition go from one thing to another, about the members of its insurer or about other persons?

    `weaker_than`: the question that says more; who can answer that one can answer this one.
    """

    name: str
    en: str
    source: str
    target: str
    about: str
    weaker_than: str = ""


@dataclass(frozen=True)
class Coalition:
    """Roles that must put together what they have, one of each of `parties`; the names of the questions that they can
    then answer and no part of them can; and why that is accepted.

    `with_option`: what they can answer beyond that where an option of `messages.toml` is chosen, or under another
    authorisation. `until_destroyed`: of these, what they cannot any more once the steps of the linkage have destroyed
    what they needed.
    """

    parties: tuple[tuple[str, ...], ...]
    learns: frozenset[str]
    why: str
    with_option: Mapping[str, frozenset[str]]
    until_destroyed: frozenset[str]

    @property
    def choices(self) -> frozenset[frozenset[str]]:
        """Every coalition that is meant: one role of each."""
        return frozenset(frozenset(each) for each in product(*self.parties))


@cache
def questions() -> tuple[Question, ...]:
    """The questions in the order of the file."""
    found = _file()["question"].items()
    return tuple(
        Question(name, each["en"], each["from"], each["to"], each["about"], each.get("weaker_than", ""))
        for name, each in found
    )


def without_weaker(names: Collection[str]) -> frozenset[str]:
    """The questions of these that say most: none that another of them is stronger than."""
    above = {each.name: each.weaker_than for each in questions()}
    return frozenset(name for name in names if not set(_stronger(name, above)) & set(names))


def _stronger(name: str, above: Mapping[str, str]) -> Iterator[str]:
    """The questions that say more than one, the nearest first."""
    while name := above[name]:
        yield name


@cache
def coalitions() -> tuple[Coalition, ...]:
    """The approved list in the order of the file."""
    return tuple(_coalition(each) for each in _file()["coalition"])


@cache
def coding_keys() -> Mapping[str, tuple[str, str]]:
    """Kind of key to the two codes that its holder can go between."""
    return MappingProxyType({name: (codes[0], codes[1]) for name, codes in _file()["coding_key"].items()})


@cache
def stay_columns() -> Mapping[str, str]:
    """Column of a linkage's files to what it names: a stay, by the hospital's number or by the project's code."""
    return MappingProxyType({name: code for code, names in _file()["stay_column"].items() for name in names})


def recognised_in(kind: str) -> frozenset[str]:
    """The kinds of data whose rows can be found again, by their values, in rows of a kind."""
    return frozenset(_file()["recognised_in"].get(kind, ()))


def run_linkage() -> str:
    """The authorisation under which coalitions are computed when no other is named."""
    return str(_file()["linkage"])


def _coalition(facts: Mapping[str, Any]) -> Coalition:
    more = {option: frozenset(learns) for option, learns in facts.get("with_option", {}).items()}
    parties, gone = tuple(_one_of(each) for each in facts["parties"]), frozenset(facts.get("until_destroyed", ()))
    return Coalition(parties, frozenset(facts["learns"]), facts["why"], MappingProxyType(more), gone)


def _one_of(given: str | list[str]) -> tuple[str, ...]:
    return tuple(given) if isinstance(given, list) else tuple(_file()["any_of"].get(given, (given,)))


@cache
def _file() -> dict[str, Any]:
    return tomllib.loads((ROOT / "coalitions.toml").read_text(encoding="utf-8"))
