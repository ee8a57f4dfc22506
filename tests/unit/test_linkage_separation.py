"""Duties that an authorisation separates are not in one hand: not of one person, and not of one node."""

import datetime as dt
from dataclasses import replace

import pytest

from mutualis.linkage.permit import Refused, permit
from mutualis.linkage.separation import plain, require_other_person, require_separation
from mutualis.linkage.signing_off import sign_off, take_sign_off
from mutualis.node import Custodians, Node, exchange_keys, rotate_key
from mutualis.reference import authorisations as law

NAME, DAY = "ivc-20-284-a", dt.date(2026, 11, 23)
ROLES = {
    "data-manager": "data_manager",
    "data-team": "data_team",
    "researcher": "researcher",
    "centre": "centre",
    "project-store": "project_store",
    "ttp": "ttp",
    "witness": "audit_witness",
}
SEPARATED = [
    ("data-manager", "data-team"),
    ("data-manager", "researcher"),
    ("data-team", "researcher"),
    ("centre", "project-store"),
]


def made(folder, **custodians: Custodians) -> dict[str, Node]:
    nodes = {
        name: Node.create(folder / name, name, role, "a long passphrase", custodians=custodians.get(role))
        for name, role in ROLES.items()
    }
    exchange_keys(nodes.values())
    given = law.authorisation(NAME)
    signed = sign_off(nodes["witness"], given, given.security_adviser.name, DAY)
    for node in nodes.values():
        take_sign_off(node, signed)
    return nodes


@pytest.fixture(scope="module")
def standing(tmp_path_factory) -> dict[str, Node]:
    return made(tmp_path_factory.mktemp("nodes"))


@pytest.fixture
def nodes(standing) -> dict[str, Node]:
    """The nodes as they know each other after an exchange of keys."""
    exchange_keys(standing.values())
    return standing


def named(holder: str, deputy: str) -> Custodians:
    return Custodians(holder, deputy)


def test_nodes_whose_keys_are_kept_by_people_of_their_own_get_their_permits(nodes) -> None:
    for name in ("data-manager", "data-team", "researcher", "centre", "project-store", "ttp"):
        assert permit(nodes[name], NAME, DAY).node.name == name


@pytest.mark.parametrize(("one", "other"), SEPARATED)
@pytest.mark.parametrize("second", [("A. Peeters", "X. Y."), ("X. Y.", "a  PEETERS")], ids=["holder", "deputy"])
def test_one_person_who_keeps_keys_at_two_separated_roles_stops_the_permits_of_all(
    nodes, one: str, other: str, second: tuple[str, str]
) -> None:
    kept = {one: ("A. Peeters", "B. Dubois"), other: second}
    nodes["ttp"].directory.enter(
        {name: replace(nodes[name].public_keys, custodians=people) for name, people in kept.items()}
    )
    with pytest.raises(
        Refused, match=rf"The same person keeps keys at {one} and {other} .* whose duties are separated"
    ):
        permit(nodes["ttp"], NAME, DAY)


def test_one_person_may_keep_keys_at_roles_that_are_not_separated(nodes) -> None:
    shared = replace(nodes["centre"].public_keys, custodians=nodes["ttp"].public_keys.custodians)
    nodes["ttp"].directory.enter({"centre": shared})
    assert permit(nodes["ttp"], NAME, DAY).day == DAY


def test_another_custodian_and_a_new_exchange_of_public_keys_mend_it(tmp_path) -> None:
    both = named("A. Peeters", "B. Dubois")
    nodes = made(tmp_path, data_manager=both, data_team=both)
    for name in ("data-manager", "data-team", "ttp"):
        with pytest.raises(Refused, match="The same person"):
            permit(nodes[name], NAME, DAY)
    for purpose in sorted(nodes["data-team"].keys.purposes):
        rotate_key(nodes["data-team"], purpose, named("C. Maes", "D. Claes"))
    exchange_keys(nodes.values())
    assert permit(nodes["ttp"], NAME, DAY).day == DAY


def test_one_node_under_two_names_is_refused(nodes) -> None:
    manager = nodes["data-manager"].public_keys
    twin = replace(nodes["data-team"].public_keys, verify_keys=manager.verify_keys)
    nodes["ttp"].directory.enter({"data-team": twin})
    with pytest.raises(Refused, match="One node acts as data-manager and data-team"):
        permit(nodes["ttp"], NAME, DAY)
    same_recipient = replace(nodes["data-team"].public_keys, recipient=manager.recipient)
    nodes["centre"].directory.enter({"data-team": same_recipient})
    with pytest.raises(Refused, match="They have a key in common"):
        require_separation(nodes["centre"], law.authorisation(NAME))


def test_a_researcher_is_not_who_keeps_the_keys_of_the_data_team(nodes) -> None:
    given, team = law.authorisation(NAME), replace(nodes["data-team"].public_keys, custodians=("C. Maes", "D. Claes"))
    nodes["project-store"].directory.enter({"data-team": team})
    with pytest.raises(Refused, match=r"keeps keys at data-team cannot be a researcher"):
        require_other_person(nodes["project-store"], given, "researcher", "d claes")
    require_other_person(nodes["project-store"], given, "researcher", "E. Smet")
    require_other_person(nodes["project-store"], given, "disclosure_checker", "D. Claes")


def test_names_are_compared_without_regard_to_case_blanks_and_full_stops() -> None:
    assert plain("A. Peeters") == plain(" a  PEETERS") != plain("B. Peeters")


def test_every_linkage_that_ships_separates_duties() -> None:
    for name in law.linkages():
        assert law.authorisation(name).separations
