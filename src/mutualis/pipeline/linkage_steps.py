"""The steps of a linkage, each at the node of its own party: one alone, or all in their order with parcels carried.

In production each party runs its own step on its own machine (`act`); in a workspace they take turns (`run`).
"""

from collections.abc import Callable, Iterable, Mapping
from functools import cache

import polars as pl

from mutualis.linkage import steps, zone
from mutualis.linkage.accounts import Account
from mutualis.linkage.permit import Permit
from mutualis.model import MutualisError
from mutualis.node import Node, transport
from mutualis.node.audit import Witness, witnessed
from mutualis.pipeline.derive import net_tables, opened
from mutualis.pipeline.linkage import Linkage, registered_at

Registered = Callable[[str], tuple[Mapping[str, pl.DataFrame], pl.DataFrame]]
Act = Callable[[Linkage, Permit, Registered], Account]
STORE, RESEARCHER = "project_store", "researcher"


def _selected(linkage: Linkage, permit: Permit, has: Registered) -> Account:
    with opened(linkage.space) as (engine, _, _):
        return steps.select_claims(permit, engine, net_tables(engine), _the(permit, "ttp"))


def _at_store(linkage: Linkage, permit: Permit, _: Registered) -> Account:
    """The analysis, or its end where the checker has decided."""
    if steps.is_decided(permit):
        return steps.open_gate(permit)
    return steps.examine(permit, linkage.people.analyst, _the(permit, "disclosure_checker"))


def _in_zone(linkage: Linkage, permit: Permit, _: Registered) -> Account:
    """The researcher is let in by the project store, which is in the same workspace; elsewhere a request goes there."""
    person, store = linkage.people.researcher, linkage.permit(_the(permit, STORE))
    zone.grant(store, person, linkage.people.holder)
    opened_zone = zone.enter(store, zone.ask(permit, person))
    return steps.read_open_set(permit, opened_zone)[0]


# What a role does in a step: in the order in which they wait for one another.
ACTS: Mapping[tuple[int, str], Act] = {
    (1, "hospital"): lambda _, p, has: steps.select(p, *has(p.node.name), _the(p, "data_manager")),
    (2, "data_manager"): lambda _, p, __: steps.consolidate(p, _the(p, "ehealth_coder")),
    (3, "ehealth_coder"): lambda _, p, __: steps.first_coding(p, _the(p, "data_manager"), _the(p, "contact_point")),
    (4, "ehealth_coder"): lambda _, p, __: steps.second_coding(p, _the(p, "ttp")),
    (5, "data_manager"): lambda _, p, __: steps.concordance(p, _the(p, "data_team")),
    (5, "hospital"): lambda _, p, has: steps.deliver(p, has(p.node.name)[0], _the(p, "data_team")),
    (6, "data_team"): lambda _, p, __: steps.prepare(p, _the(p, "ttp")),
    (7, "contact_point"): lambda _, p, __: steps.insurers_codes(p, _the(p, "ttp")),
    (8, "ttp"): lambda _, p, __: steps.link_variables(p, _the(p, "centre")),
    (9, "centre"): _selected,
    (10, "ttp"): lambda _, p, __: steps.link(p, _the(p, STORE)),
    (11, STORE): _at_store,
    (11, "disclosure_checker"): lambda linkage, p, __: steps.decide(
        p, linkage.people.approver, _the(p, STORE), _the(p, "committee")
    ),
    (12, RESEARCHER): _in_zone,
}
ORDER = (*(each for each in ACTS if each[0] < 12), (11, STORE), (12, RESEARCHER))


def act(linkage: Linkage, number: int, name: str) -> Account:
    """Run what the party of a node does in a step, and nothing else; its parcels are in its outbox then."""
    return _act(linkage, number, name, lambda node: registered_at(linkage.space.node(node)))


def run(linkage: Linkage, told: Callable[[Account], None]) -> list[Account]:
    """All twelve steps, each at its own node; `told` hears of every account.

    At the end the committee has the report of the small cell analysis, and the witness countersigns the logs.
    """
    accounts, has = [], cache(lambda node: registered_at(linkage.space.node(node)))
    for number, role in ORDER:
        names = [name for name in linkage.space.names() if linkage.space.node(name).role == role]
        account = _together([_act(linkage, number, name, has) for name in names], role)
        accounts.append(account)
        told(account)
        transport.deliver_all(linkage.space.path)
    steps.keep_report(linkage.permit("committee"))
    countersign(linkage)
    return accounts


def countersign(linkage: Linkage) -> None:
    """Have the log of every node countersigned by the witness."""
    witness = Witness(linkage.space.witness())
    for name in linkage.space.names():
        if name != witness.node.name:
            witnessed(linkage.space.node(name), witness)


def _act(linkage: Linkage, number: int, name: str, has: Registered) -> Account:
    node = linkage.space.node(name)
    if (number, node.role) not in ACTS:
        raise _not_its_step(node, number)
    return ACTS[number, node.role](linkage, linkage.permit(name), has)


def _not_its_step(node: Node, number: int) -> MutualisError:
    own = [str(step) for step, role in ACTS if role == node.role]
    return MutualisError(
        f"Step {number} is not one of {node.name} (role {node.role}).",
        there_is=f"its steps are {', '.join(own) or 'none'}",
    )


def _the(permit: Permit, role: str) -> str:
    """The one party of a role that this node knows."""
    names = permit.node.directory.names(role)
    if len(names) != 1:
        raise MutualisError(
            f"{permit.node.name} has to send to one {role}, and knows {len(names)}.",
            do="exchange public keys with the party that the authorisation means",
        )
    return names[0]


def _together(accounts: list[Account], role: str) -> Account:
    """The accounts of one step of several parties of a role as one."""
    if len(accounts) == 1:
        return accounts[0]
    if not accounts:
        raise MutualisError(f"There is no {role} in this workspace.", do="make its node: mutualis linkage prepare")
    parts = [_sum(getattr(each, part) for each in accounts) for part in ("rows_in", "rows_out", "dropped", "facts")]
    return Account(accounts[0].step, f"{len(accounts)} {role}s", *parts)


def _sum(counts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    total: dict[str, int] = {}
    for each in counts:
        for name, value in each.items():
            total[name] = total.get(name, 0) + value
    return total
