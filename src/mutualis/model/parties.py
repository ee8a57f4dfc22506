"""Parties: who acts in the house and what each may hold."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Party:
    """A role of `reference/parties.toml`: the key kinds it may have and the identifier domains it may hold.

    `while_linking`: what it has besides while a linkage runs, and destroys after.
    """

    role: str
    names: dict[str, str]
    may_hold: frozenset[str]
    keys: frozenset[str]
    many: bool = False
    while_linking: frozenset[str] = frozenset()
