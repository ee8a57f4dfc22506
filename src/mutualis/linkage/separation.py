"""Separation of duties: the roles that an authorisation keeps apart are at nodes of their own, with keys of their own,
kept by people of their own. Checked whenever a permit is given, with what the node knows of the others.

A custodian is who holds a key or deputises, as the custody register of each node has it; the names come with the public
keys that nodes exchange.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations, product

from mutualis.linkage.refusing import Refused
from mutualis.node import Node
from mutualis.node.directory import PublicKeys
from mutualis.node.keys import SHARED_PURPOSES
from mutualis.reference.authorisations import Authorisation

DO = "name other custodians: mutualis keys rotate --holder --deputy, then exchange public keys again"


def require_separation(node: Node, authorisation: Authorisation) -> None:
    """Refuse where one person keeps keys at two parties whose roles are separated, or where two such parties are one
    node under two names (they share a key).
    """
    known = {**node.directory.parties(), node.name: node.public_keys}
    for one, other in _separated(known, authorisation):
        where = f"{one} and {other} of {authorisation.id}, whose duties are separated"
        if both := _people(known[one]).keys() & _people(known[other]).keys():
            names = ", ".join(sorted(_people(known[one])[each] for each in both))
            raise Refused(f"The same person keeps keys at {where}.", there_is=f"it is {names}", do=DO)
        if _own_keys(known[one]) & _own_keys(known[other]):
            raise Refused(f"One node acts as {where}.", there_is="they have a key in common", do="make two nodes")


def require_other_person(node: Node, authorisation: Authorisation, role: str, person: str) -> None:
    """Refuse a person who acts in a role and keeps keys at a party whose role is separated from it."""
    known = {**node.directory.parties(), node.name: node.public_keys}
    apart = {other for each in authorisation.separations if role in each.roles for other in each.roles} - {role}
    for name, party in known.items():
        if party.role in apart and plain(person) in _people(party):
            raise Refused(
                f"Who keeps keys at {name} cannot be a {role} of {authorisation.id}: these duties are separated.",
                there_is=f"it keeps {', '.join(sorted(apart | {role}))} apart",
                do="let somebody else do it",
            )


def _separated(known: Mapping[str, PublicKeys], authorisation: Authorisation) -> Iterator[tuple[str, str]]:
    """The pairs of parties that are known, of two roles that are separated."""
    for separation in authorisation.separations:
        for roles in combinations(separation.roles, 2):
            yield from product(*(sorted(name for name, each in known.items() if each.role == role) for role in roles))


def _people(party: PublicKeys) -> Mapping[str, str]:
    """The custodians of a party's keys by their name as it is compared."""
    return {plain(each): each for each in party.custodians}


def plain(name: str) -> str:
    """A name as names are compared: without regard to case, blanks and full stops."""
    return " ".join(name.replace(".", " ").casefold().split())


def _own_keys(party: PublicKeys) -> frozenset[str]:
    """What says which keys a party has, but for those that parties share by design."""
    return frozenset({*party.verify_keys, party.recipient, *_fingerprints(party.all_key_ids)} - {""})


def _fingerprints(key_ids: Iterable[str]) -> Iterator[str]:
    return (each.rsplit("-", 1)[-1] for each in key_ids if each.split("-", 1)[0] not in SHARED_PURPOSES)
