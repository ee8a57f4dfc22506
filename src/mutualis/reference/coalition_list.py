"""What each coalition of parties may learn, read from `coalitions.toml`: approved, not computed."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from mutualis.reference.files import ROOT


@dataclass(frozen=True)
class Question:
    """Can a coalition go from one thing to another, about the members of its insurer or about other persons?"""

    name: str
    en: str
    source: str
    target: str
    about: str


@dataclass(frozen=True)
class Coalition:
    """Roles that put together what they have, the names of the questions they can answer, and why that is accepted.

    `with_option`: what they can answer beyond that where an option of `messages.toml` is chosen.
    """

    parties: frozenset[str]
    learns: frozenset[str]
    why: str
    with_option: Mapping[str, frozenset[str]]


@cache
def questions() -> tuple[Question, ...]:
    """The questions in the order of the file."""
    found = _file()["question"].items()
    return tuple(Question(name, each["en"], each["from"], each["to"], each["about"]) for name, each in found)


@cache
def coalitions() -> tuple[Coalition, ...]:
    """The approved list in the order of the file."""
    return tuple(_coalition(each) for each in _file()["coalition"])


@cache
def coding_keys() -> Mapping[str, tuple[str, str]]:
    """Kind of key to the two codes that its holder can go between."""
    return MappingProxyType({name: (codes[0], codes[1]) for name, codes in _file()["coding_key"].items()})


def _coalition(facts: Mapping[str, Any]) -> Coalition:
    more = {option: frozenset(learns) for option, learns in facts.get("with_option", {}).items()}
    parties, learns = frozenset(facts["parties"]), frozenset(facts["learns"])
    return Coalition(parties, learns, facts["why"], MappingProxyType(more))


def _file() -> dict[str, Any]:
    return tomllib.loads((ROOT / "coalitions.toml").read_text(encoding="utf-8"))
