"""What parties do in any linkage: who is meant by a role, the analysis at the store, the researcher's zone."""

from collections.abc import Callable, Mapping

import polars as pl

from mutualis.linkage import steps, zone
from mutualis.linkage.accounts import Account
from mutualis.linkage.permit import Permit
from mutualis.model import MutualisError
from mutualis.pipeline.linkage import Linkage

Registered = Callable[[str], tuple[Mapping[str, pl.DataFrame], pl.DataFrame]]
Act = Callable[[Linkage, Permit, Registered], Account]
Acts = Mapping[tuple[int, str], Act]
STORE, CHECKER, RESEARCHER = "project_store", "disclosure_checker", "researcher"


def the(permit: Permit, role: str) -> str:
    """The one party of a role that this node knows."""
    names = permit.node.directory.names(role)
    if len(names) != 1:
        raise MutualisError(
            f"{permit.node.name} has to send to one {role}, and knows {len(names)}.",
            do="exchange public keys with the party that the authorisation means",
        )
    return names[0]


def at_store(linkage: Linkage, permit: Permit, _: Registered) -> Account:
    """The analysis, or its end where the checker has decided."""
    if steps.is_decided(permit):
        return steps.open_gate(permit)
    return steps.examine(permit, linkage.people.analyst, the(permit, CHECKER))


def decided(linkage: Linkage, permit: Permit, _: Registered) -> Account:
    """The checker's decision on the analysis."""
    return steps.decide(permit, linkage.people.approver, the(permit, STORE), the(permit, "committee"))


def in_zone(linkage: Linkage, permit: Permit, _: Registered) -> Account:
    """The researcher is let in by the project store, which is in the same workspace; elsewhere a request goes there."""
    person, store = linkage.people.researcher, linkage.permit(the(permit, STORE))
    zone.grant(store, person, linkage.people.holder)
    opened_zone = zone.enter(store, zone.ask(permit, person))
    return steps.read_open_set(permit, opened_zone)[0]


# What stays and records of another holder have in common: the coding of numbers, and what follows the linkage.
CODING: Acts = {
    (2, "data_manager"): lambda _, p, __: steps.consolidate(p, the(p, "ehealth_coder")),
    (3, "ehealth_coder"): lambda _, p, __: steps.first_coding(p, the(p, "data_manager"), the(p, "contact_point")),
    (4, "ehealth_coder"): lambda _, p, __: steps.second_coding(p, the(p, "ttp")),
    (5, "data_manager"): lambda _, p, __: steps.concordance(p, the(p, "data_team")),
    (7, "contact_point"): lambda _, p, __: steps.insurers_codes(p, the(p, "ttp")),
}
AFTER_LINKING: Acts = {(11, STORE): at_store, (11, CHECKER): decided, (12, RESEARCHER): in_zone}


def twelve(own: Acts) -> Acts:
    """The acts of all twelve steps, in their order: `own` are those about what is linked."""
    return dict(sorted({**CODING, **own, **AFTER_LINKING}.items(), key=lambda each: each[0][0]))


def in_order(acts: Acts) -> tuple[tuple[int, str], ...]:
    """The acts in the order in which they wait for one another; the store opens the gate once the checker decided."""
    last = max(number for number, _ in acts)
    again = next(each for each in acts if each[1] == STORE)
    return (*(each for each in acts if each[0] < last), again, (last, RESEARCHER))
