"""A new C1 key: nobody's second code changes, and codes of two keys never mix."""

import datetime as dt

import pytest

from coding_world import VERSION, World, accepted, person, provider
from mutualis import coding, node, parcel
from mutualis.node import Custodians, transport

ON = dt.date(2030, 1, 1)  # long after everything was due
TWO = ("insurer-100", "insurer-200")
MEMBERS = {"insurer-100": [person(1), person(2)], "insurer-200": [person(2), person(3)]}


@pytest.fixture(scope="module")
def rotated(tmp_path_factory):
    """Two insurers deliver, change their key, and deliver again; each stage noted."""
    folder = tmp_path_factory.mktemp("rotation")
    world = World.fresh(tmp_path_factory, "rotation")
    for name in TWO:
        world.deliver(name, MEMBERS[name])
    before = [world.opened(path, folder / path.name) for path in world.relay()]
    old = world.nodes[TWO[0]].keys.key_id("c1")
    new_key(world)
    transitions = [transition(world, name, old) for name in TWO]
    transport.send(transitions[0], world.nodes[TWO[0]].path, world.ttp.path)
    coding.second_coder(world.ttp, *world.ttp.receive("coded"))
    early = refusal(world, "insurer-100", "2023H2")
    transport.deliver_all(world.path)
    world.relay()
    for name in TWO:
        world.deliver(name, MEMBERS[name], period="2024H1")
    after = [world.opened(path, folder / path.name) for path in world.relay()]
    return world, old, before, early, after


def new_key(world: World) -> None:
    """A new C1 at all insurers, and the public keys exchanged again."""
    first = world.nodes[TWO[0]]
    node.rotate_key(first, "c1")
    for name, other in world.nodes.items():
        if other.role == "insurer" and name != TWO[0]:
            with first.scratch() as folder:
                node.import_c1(other, node.export_c1(first, name, folder), Custodians.by_function(name))
    node.exchange_keys(world.nodes.values())


def transition(world: World, name: str, old: str):
    members = accepted("pp", [{"person": each} for each in MEMBERS[name]])
    care = accepted("gz", [{"person": each, "provider": provider(1)} for each in MEMBERS[name]])
    staged = world.stage(f"transition-{name}", pp=members, gz=care)
    return coding.write_transition(world.nodes[name], [staged], before=old, period="2023H2", version=VERSION)


def refusal(world: World, name: str, period: str) -> str:
    """The reason why the third party refuses a delivery now."""
    made = world.deliver(name, MEMBERS[name], period=period)
    transport.send(made, world.nodes[name].path, world.ttp.path)
    with pytest.raises(parcel.ParcelError) as refused:
        coding.second_coder(world.ttp, *world.ttp.receive("coded"))
    return str(refused.value)


def codes(opened):
    columns = ["kind", "code", "qualification"]
    return {row for each in opened for row in each["identities"].select(columns).rows()}


def test_every_second_code_stays_when_the_first_key_changes(rotated):
    _, _, before, _, after = rotated
    assert len(codes(before)) == 4
    assert codes(after) == codes(before)


def test_codes_of_the_new_key_are_refused_until_every_insurer_has_told_its_transition(rotated):
    assert "was coded with the key c1-2-" in rotated[3]


def test_the_new_key_makes_other_first_codes(rotated):
    world, old, *_ = rotated
    keys = world.nodes[TWO[0]].keys
    assert keys.key_id("c1") != old
    assert keys.subkey("c1", "person") != keys.subkey("c1", "person", old)


def test_a_transition_from_a_key_that_is_not_in_use_is_refused(rotated):
    world, *_ = rotated
    current = world.nodes[TWO[0]].keys.key_id("c1")
    path = transition(world, TWO[0], current)
    transport.send(path, world.nodes[TWO[0]].path, world.ttp.path)
    with pytest.raises(parcel.ParcelError, match="does not lead from a key in use"):
        coding.second_coder(world.ttp, *world.ttp.receive("coded"))


def test_a_transition_has_no_place_in_the_calendar(rotated):
    rows = [row for row in coding.calendar(rotated[0].ttp, ON) if row.delivery and row.database == "pp"]
    assert sorted({str(row.period) for row in rows}) == ["P2023S1", "P2024S1"]
