"""The steps of a linkage, each at the node of its own party: one alone, or all in their order with parcels carried.

In production each party runs its own step on its own machine (`act`); in a workspace they take turns (`run`).
"""

from collections.abc import Callable, Iterable, Mapping
from functools import cache

from mutualis.linkage import steps
from mutualis.linkage.accounts import Account
from mutualis.linkage.permit import Permit
from mutualis.model import MutualisError
from mutualis.node import Node, transport
from mutualis.node.audit import Witness, witnessed
from mutualis.pipeline.acting import STORE, Acts, Registered, in_order, the, twelve
from mutualis.pipeline.claims_given import given_of
from mutualis.pipeline.derive import opened
from mutualis.pipeline.extract_acts import EXTRACT_ACTS
from mutualis.pipeline.linkage import Linkage, registered_at
from mutualis.pipeline.record_acts import RECORD_ACTS
from mutualis.reference.authorisations import authorisation


def _selected(linkage: Linkage, permit: Permit, _: Registered) -> Account:
    with opened(linkage.space) as (engine, lake, _versions):
        return steps.select_claims(permit, engine, given_of(permit, engine, lake), the(permit, "ttp"))


# What a role does in a step of a linkage of stays.
ACTS: Acts = twelve(
    {
        (1, "hospital"): lambda _, p, has: steps.select(p, *has(p.node.name), the(p, "data_manager")),
        (5, "hospital"): lambda _, p, has: steps.deliver(p, has(p.node.name)[0], the(p, "data_team")),
        (6, "data_team"): lambda _, p, __: steps.prepare(p, the(p, "ttp")),
        (8, "ttp"): lambda _, p, __: steps.link_variables(p, the(p, "centre")),
        (9, "centre"): _selected,
        (10, "ttp"): lambda _, p, __: steps.link(p, the(p, STORE)),
    }
)
BY_KIND: Mapping[str, Acts] = {"stay": ACTS, "person": RECORD_ACTS, "extract": EXTRACT_ACTS}


def act(linkage: Linkage, number: int, name: str) -> Account:
    """Run what the party of a node does in a step, and nothing else; its parcels are in its outbox then."""
    return _act(linkage, number, name, lambda node: registered_at(linkage.space.node(node)))


def run(linkage: Linkage, told: Callable[[Account], None]) -> list[Account]:
    """All steps, each at its own node; `told` hears of every account.

    At the end the committee has the report of the small cell analysis, and the witness countersigns the logs.
    """
    accounts, has = [], cache(lambda node: registered_at(linkage.space.node(node)))
    for number, role in in_order(_acts(linkage)):
        names = [name for name in linkage.names() if linkage.space.node(name).role == role]
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


def _acts(linkage: Linkage) -> Acts:
    """What roles do in the steps of this linkage: by what its authorisation links."""
    return BY_KIND[authorisation(linkage.name).link.by]


def _act(linkage: Linkage, number: int, name: str, has: Registered) -> Account:
    node = linkage.space.node(name)
    acts = _acts(linkage)
    if (number, node.role) not in acts:
        raise _not_its_step(node, number, acts)
    return acts[number, node.role](linkage, linkage.permit(name), has)


def _not_its_step(node: Node, number: int, acts: Acts) -> MutualisError:
    own = [str(step) for step, role in acts if role == node.role]
    return MutualisError(
        f"Step {number} is not one of {node.name} (role {node.role}).",
        there_is=f"its steps are {', '.join(own) or 'none'}",
    )


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
