"""The parties of the house and the insurers, read from `parties.toml`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from mutualis.model import MutualisError
from mutualis.model.parties import Party
from mutualis.reference.files import ROOT


@dataclass(frozen=True)
class Insurer:
    """A national union of sickness funds: its node's name, its number, its names, its share of all members, and whether
    it is the one that draws the permanent sample.
    """

    name: str
    number: str
    names: Mapping[str, str]
    share_of_members: float
    draws_sample: bool = False


@cache
def parties() -> Mapping[str, Party]:
    """The parties by role."""
    return MappingProxyType({role: _party(role, facts) for role, facts in _file()["party"].items()})


def party(role: str) -> Party:
    """One party; an unknown role is an error that names the roles there are."""
    if role not in parties():
        raise MutualisError(
            f"There is no party with the role '{role}'.", there_is=f"the roles are {', '.join(parties())}"
        )
    return parties()[role]


def roles_with_key(purpose: str) -> tuple[str, ...]:
    """The roles whose nodes may have a key for a purpose."""
    return tuple(role for role, each in parties().items() if purpose in each.keys)


@cache
def insurers() -> tuple[Insurer, ...]:
    """The seven insurers, in order of their number."""
    return tuple(
        Insurer(
            each["name"],
            each["number"],
            MappingProxyType(each["names"]),
            each["share_of_members"],
            each.get("draws_sample", False),
        )
        for each in _file()["insurer"]
    )


def _party(role: str, facts: dict[str, Any]) -> Party:
    return Party(
        role,
        facts["names"],
        frozenset(facts["may_hold"]),
        frozenset(facts["keys"]),
        facts.get("many", False),
        frozenset(facts.get("may_hold_while_linking", ())),
    )


def _file() -> dict[str, Any]:
    return tomllib.loads((ROOT / "parties.toml").read_text(encoding="utf-8"))
