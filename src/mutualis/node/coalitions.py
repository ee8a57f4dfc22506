"""The smallest coalitions that can go from one thing to others along links, computed without listing all coalitions.

A coalition is a set of bits, one for each role. For everything that is reached its smallest coalitions are kept: sets
of roles of which none holds another. What a set of them can, every larger one can too.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

Coalitions = frozenset[int]
NOBODY: Coalitions = frozenset({0})


@dataclass(frozen=True)
class Link:
    """Things that stand in one row, and the roles (a bit each) of which any one can see it."""

    terms: frozenset[str]
    seen_by: Coalitions


def smallest(found: Iterable[int]) -> Coalitions:
    """Those that hold no other."""
    kept: list[int] = []
    for each in sorted(set(found), key=int.bit_count):
        if not any(other & each == other for other in kept):
            kept.append(each)
    return frozenset(kept)


def with_one_of(found: Coalitions, roles: Coalitions) -> set[int]:
    """Every coalition with each of some roles in it."""
    return {each | role for each in found for role in roles}


def spread(start: Mapping[str, Coalitions], links: Iterable[Link]) -> dict[str, Coalitions]:
    """Everything that is linked to the start, directly or by way of something else, with the smallest coalitions."""
    reached, at = dict(start), _by_term(links)
    waiting = list(reached)
    while waiting:
        term = waiting.pop()
        for link in at[term]:
            new = with_one_of(reached[term], link.seen_by)
            for other in link.terms - {term}:
                before = reached.get(other, frozenset())
                if (after := smallest(before | new)) != before:
                    reached[other] = after
                    waiting.append(other)
    return reached


def _by_term(links: Iterable[Link]) -> defaultdict[str, list[Link]]:
    """The links that each thing is in; of links with the same things in them one is made."""
    seen: defaultdict[frozenset[str], Coalitions] = defaultdict(frozenset)
    for link in links:
        seen[link.terms] |= link.seen_by
    found: defaultdict[str, list[Link]] = defaultdict(list)
    for terms, roles in seen.items():
        for term in terms:
            found[term].append(Link(terms, roles))
    return found
