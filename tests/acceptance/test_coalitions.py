"""What parties could learn together: computed from roles, keys and messages, and compared with what was approved."""

from dataclasses import replace
from itertools import chain, combinations
from types import MappingProxyType

import pytest

from mutualis import node, reference
from mutualis.node import knowledge
from mutualis.node.keys import KeyRing
from mutualis.pipeline import Workspace

COALITIONS = [
    frozenset(each)
    for each in chain.from_iterable(combinations(knowledge.ACTING, n) for n in range(1, len(knowledge.ACTING) + 1))
]


def named(parties: frozenset[str]) -> str:
    return "+".join(role for role in knowledge.ACTING if role in parties)


def with_message(monkeypatch: pytest.MonkeyPatch, name: str, changed: reference.Message) -> None:
    messages = MappingProxyType({**reference.messages(), name: changed})
    monkeypatch.setattr(knowledge.reference, "messages", lambda: messages)
    knowledge.held.cache_clear()


@pytest.fixture(autouse=True)
def _computed_anew() -> None:
    knowledge.held.cache_clear()


def test_every_coalition_is_on_the_approved_list_once_with_a_reason() -> None:
    listed = [each.parties for each in reference.coalitions()]
    assert sorted(map(named, listed)) == sorted(map(named, COALITIONS))
    assert all(each.why for each in reference.coalitions())
    asked = {each.name for each in reference.questions()}
    assert all(each.learns <= asked for each in reference.coalitions())
    chosen = {option for each in reference.coalitions() for option in each.with_option}
    assert chosen == knowledge.options() == {"sample_list"}


@pytest.mark.parametrize("parties", COALITIONS, ids=named)
def test_a_coalition_learns_what_was_approved_and_nothing_else(parties: frozenset[str]) -> None:
    (approved,) = (each for each in reference.coalitions() if each.parties == parties)
    found = knowledge.learned(parties)
    print(f"{named(parties)}: {', '.join(sorted(found)) or 'nothing'}")
    assert found == approved.learns


@pytest.mark.parametrize("parties", COALITIONS, ids=named)
def test_what_the_list_variant_of_the_sample_tells_beyond_that_was_approved_too(parties: frozenset[str]) -> None:
    (approved,) = (each for each in reference.coalitions() if each.parties == parties)
    more = knowledge.learned(parties, {"sample_list"}) - knowledge.learned(parties)
    assert more == approved.with_option.get("sample_list", frozenset())


def test_no_insurer_learns_who_is_in_the_sample_unless_the_list_is_sent_and_then_each_does_of_everybody() -> None:
    asked = {"insz_sample_members", "insz_sample_others"}
    assert not asked & knowledge.learned({"insurer"})
    assert not asked & knowledge.learned({"insurer", "record_hub", "transfer_host"})
    assert asked <= knowledge.learned({"insurer"}, {"sample_list"})
    assert not asked & knowledge.learned({"ttp", "centre"}, {"sample_list"}), "they have no national number"


@pytest.mark.parametrize("role", knowledge.ACTING)
def test_a_party_alone_holds_nothing_that_it_may_not_hold(role: str) -> None:
    assert knowledge.held(role) <= reference.party(role).may_hold


@pytest.mark.parametrize(
    ("question", "fewest"),
    [
        ("insz_claims_others", [{"insurer", "ttp", "centre"}, {"record_hub", "ttp", "centre"}]),
        ("insz_records_others", [{"insurer", "ttp", "centre"}, {"record_hub", "ttp", "centre"}]),
        ("insz_c2_others", [{"insurer", "ttp"}, {"record_hub", "ttp"}]),
        (
            "insz_c2_members",
            [{"insurer", "ttp"}, {"insurer", "centre"}, {"record_hub", "ttp"}, {"record_hub", "centre"}],
        ),
        ("c1_claims", [{"ttp", "centre"}]),
        ("claims_sender", [{"ttp", "centre"}, {"centre", "transfer_host"}]),
        ("insz_sample_others", [{"insurer", "ttp"}, {"record_hub", "ttp"}]),
    ],
)
def test_the_smallest_coalitions_that_break_a_separation(question: str, fewest: list[set[str]]) -> None:
    can = [each for each in COALITIONS if question in knowledge.learned(each)]
    assert [each for each in can if not any(other < each for other in can)] == fewest


def test_more_parties_never_know_less() -> None:
    for small in COALITIONS:
        for large in COALITIONS:
            if small < large:
                assert knowledge.learned(small) <= knowledge.learned(large)


def test_content_that_the_third_party_could_open_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    coded = reference.messages()["coded"]
    opened = replace(coded, files=tuple(replace(each, readable_by="ttp") for each in coded.files))
    with_message(monkeypatch, "coded", opened)
    assert "claims" in knowledge.held("ttp") - reference.party("ttp").may_hold
    assert "c1_claims" in knowledge.learned({"ttp"})


def test_a_national_number_in_the_content_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    relay = reference.messages()["relay"]
    content = relay.file("gz.parquet.age")
    leaky = replace(content, columns=MappingProxyType({**content.columns, "note": ("INSZ",)}))
    files = tuple(leaky if each is content else each for each in relay.files)
    with_message(monkeypatch, "relay", replace(relay, files=files))
    assert "INSZ" in knowledge.held("centre") - reference.party("centre").may_hold
    assert "insz_claims_others" in knowledge.learned({"centre"})


def test_an_insurers_name_on_the_envelope_of_a_relay_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    relay = reference.messages()["relay"]
    told = MappingProxyType({**relay.manifest, "extra.sender": ("sender",)})
    with_message(monkeypatch, "relay", replace(relay, manifest=told))
    assert "sender" in knowledge.held("centre") - reference.party("centre").may_hold
    assert "claims_sender" in knowledge.learned({"centre"})


def test_the_nodes_have_the_coding_keys_that_the_computation_gives_them(country: Workspace) -> None:
    for name in country.names():
        party: node.Node = country.node(name)
        keys: KeyRing = party.keys
        coding = reference.coding_keys().keys()
        assert keys.purposes & coding == reference.party(party.role).keys & coding
