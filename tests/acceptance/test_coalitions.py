"""What parties could learn together: computed from roles, keys and messages, and compared with what was approved."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from types import MappingProxyType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mutualis import node, reference
from mutualis.node import knowledge
from mutualis.node.keys import KeyRing
from mutualis.node.knowledge import ACTING, BIT, Setting, setting
from mutualis.pipeline import Workspace
from mutualis.reference import without_weaker
from mutualis.reference.authorisations import linkage_messages

RUN = reference.run_linkage()
AFTER = setting(is_after=True)
Found = dict[str, frozenset[frozenset[str]]]


@pytest.fixture(scope="module")
def found() -> Found:
    return knowledge.smallest_coalitions()


@pytest.fixture(autouse=True)
def _computed_anew() -> Iterator[None]:
    yield
    knowledge.held.cache_clear()


def by_coalition(found: Found) -> dict[frozenset[str], frozenset[str]]:
    """Each smallest coalition with its questions, those that others are stronger than left out."""
    asked = defaultdict(set)
    for question, coalitions in found.items():
        for each in coalitions:
            asked[each].add(question)
    return {each: without_weaker(names) for each, names in asked.items()}


def listed(what: str) -> dict[frozenset[str], frozenset[str]]:
    together: dict[frozenset[str], frozenset[str]] = defaultdict(frozenset)
    for entry in reference.coalitions():
        for each in entry.choices:
            together[each] |= getattr(entry, what)
    return {each: names for each, names in together.items() if names}


def named(parties: Iterable[str]) -> str:
    return "+".join(sorted(parties, key=ACTING.index))


def with_message(monkeypatch: pytest.MonkeyPatch, name: str, changed: reference.Message) -> None:
    messages = MappingProxyType({**reference.messages(), name: changed})
    monkeypatch.setattr(knowledge.reference, "messages", lambda: messages)
    knowledge.held.cache_clear()


def with_file(monkeypatch: pytest.MonkeyPatch, name: str, table: str, **columns: tuple[str, ...]) -> None:
    """The linkage with columns more in a table of one of its files."""
    message = linkage_messages(RUN)[name]
    kept = message.file(f"{table}.parquet.age")
    wider = replace(kept, columns=MappingProxyType({**kept.columns, **columns}))
    files = tuple(wider if each is kept else each for each in message.files)
    changed = MappingProxyType({**linkage_messages(RUN), name: replace(message, files=files)})
    monkeypatch.setattr(knowledge, "linkage_messages", lambda _: changed)
    knowledge.held.cache_clear()


def test_the_smallest_coalitions_for_every_question_are_the_approved_ones_and_no_others(found: Found) -> None:
    computed = by_coalition(found)
    for each, names in sorted(computed.items(), key=lambda item: (len(item[0]), named(item[0]))):
        print(f"{named(each)}: {', '.join(sorted(names))}")
    assert computed == listed("learns")


def test_what_is_over_once_the_steps_have_destroyed_what_they_needed_is_listed_so(found: Found) -> None:
    after = knowledge.smallest_coalitions(AFTER)
    over = {
        each: frozenset(name for name in names if not any(small <= each for small in after[name]))
        for each, names in by_coalition(found).items()
    }
    assert {each: names for each, names in over.items() if names} == listed("until_destroyed")


@pytest.mark.parametrize("option", sorted(knowledge.options()))
def test_what_an_option_or_another_authorisation_tells_beyond_that_was_approved_too(found: Found, option: str) -> None:
    chosen = knowledge.smallest_coalitions(setting(option))
    more = {
        name: frozenset(each for each in chosen[name] if not any(small <= each for small in found[name]))
        for name in chosen
    }
    approved: dict[frozenset[str], frozenset[str]] = defaultdict(frozenset)
    for entry in reference.coalitions():
        for each in entry.choices:
            approved[each] |= entry.with_option.get(option, frozenset())
    assert by_coalition(more) == {each: names for each, names in approved.items() if names}


def test_every_entry_of_the_list_has_a_reason_and_names_roles_questions_and_options_that_there_are() -> None:
    asked = {each.name for each in reference.questions()}
    for entry in reference.coalitions():
        assert entry.why
        assert entry.learns | {name for names in entry.with_option.values() for name in names} <= asked
        assert entry.until_destroyed <= entry.learns
        assert {role for each in entry.choices for role in each} <= set(ACTING)
        assert set(entry.with_option) <= knowledge.options()
    assert set(ACTING) == set(reference.parties())


def plain(roles: frozenset[str], question: reference.Question, given: Setting) -> bool:
    """The answer by following links from the source, one coalition at a time."""
    bits = {BIT[role] for role in roles}
    rows, told = linked(question.about, given)
    near = followed({question.source}, [each.terms for each in rows if bits & each.seen_by])
    marks = {
        name
        for each in told
        if bits & each.row.seen_by and each.row.terms & near and (0 in each.by or bits & each.by)
        for name in each.names
    }
    envelopes = [each.terms for each in envelope_links(given) if bits & each.seen_by]
    return question.target in near | followed(marks | {question.source}, envelopes)


def followed(start: set[str], links: list[frozenset[str]]) -> set[str]:
    found, before = set(start), -1
    while len(found) > before:
        before = len(found)
        found |= {name for link in links if link & found for name in link}
    return found


linked, envelope_links = cache(knowledge._linked), cache(knowledge._envelope_links)
smallest_under = cache(knowledge.smallest_coalitions)
COALITIONS = st.frozensets(st.sampled_from(ACTING))


@settings(max_examples=60)
@given(COALITIONS, st.sampled_from([Setting(), AFTER, *map(setting, sorted(knowledge.options()))]))
def test_any_coalition_can_answer_what_following_every_link_tells_it(parties: frozenset[str], chosen: Setting) -> None:
    expected = {each.name for each in reference.questions() if plain(parties, each, chosen)}
    least = smallest_under(chosen)
    assert {name for name in least if any(each <= parties for each in least[name])} == expected


def test_no_insurer_learns_who_is_in_the_sample_unless_the_list_is_sent_and_then_each_does_of_everybody() -> None:
    asked = {"insz_sample_members", "insz_sample_others"}
    assert not asked & knowledge.learned({"insurer"})
    assert not asked & knowledge.learned({"insurer", "record_hub", "transfer_host"})
    assert asked <= knowledge.learned({"insurer"}, setting("sample_list"))
    assert not asked & knowledge.learned({"ttp", "centre"}, setting("sample_list")), "they have no national number"


@pytest.mark.parametrize("role", ACTING)
def test_a_party_alone_holds_nothing_that_it_may_not_hold(role: str) -> None:
    party = reference.party(role)
    assert knowledge.held(role) <= party.may_hold | party.while_linking


def test_no_party_alone_can_put_a_name_to_a_claim_a_diagnosis_or_a_linked_row_of_somebody_else(found: Found) -> None:
    for question in ("insz_claims_others", "insz_diagnosis_others", "insz_linked_others", "insz_c2_others"):
        assert all(len(each) > 1 for each in found[question]), question


@pytest.mark.parametrize(
    ("question", "fewest"),
    [
        ("insz_c2_others", {"insurer+ttp", "record_hub+ttp", "ttp+contact_point"}),
        ("insz_linked_others", {"ehealth_coder+project_store", "ehealth_coder+researcher"}),
        ("c2_cproject", {"centre+project_store", "centre+researcher"}),
        ("c1_c2", {"ttp"}),
    ],
)
def test_what_remains_possible_after_the_linkage(question: str, fewest: set[str]) -> None:
    left = knowledge.smallest_coalitions(AFTER)[question]
    assert {named(each) for each in left if len(each) == min(map(len, left))} == fewest


def test_committee_witness_and_host_learn_nothing_alone_nor_together_nor_do_they_add_but_the_sender(
    found: Found,
) -> None:
    assert knowledge.learned({"committee", "audit_witness", "transfer_host", "supervising_physician"}) == set()
    for question, coalitions in found.items():
        for each in coalitions:
            assert not each & {"committee", "audit_witness", "supervising_physician"}
            assert "transfer_host" not in each or question.endswith("sender")


def test_content_that_the_third_party_could_open_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    coded = reference.messages()["coded"]
    opened = replace(coded, files=tuple(replace(each, readable_by="ttp") for each in coded.files))
    with_message(monkeypatch, "coded", opened)
    assert "c1_claims" in knowledge.learned({"ttp"}, AFTER)


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


@pytest.mark.parametrize(
    ("name", "table", "columns", "who", "learns"),
    [
        ("link-variables", "stays", {"diagnosis": ("hospital_data",)}, "centre", "c2_diagnosis"),
        ("link-variables", "stays", {"rn": ("RN",)}, "centre", "rn_c2"),
        ("linked-set", "stays", {"c2": ("C2",)}, "project_store", "c2_cproject"),
        ("analysis-set", "claims", {"c2": ("C2",)}, "researcher", "c2_cproject"),
        ("second-coding", "persons", {"insz": ("INSZ",)}, "ttp", "insz_linked_others"),
        ("concordance", "persons", {"insz": ("INSZ",)}, "data_team", "insz_diagnosis_others"),
        ("numbers", "persons", {"diagnosis": ("hospital_data",)}, "ehealth_coder", "insz_diagnosis_others"),
    ],
)
def test_a_column_more_in_a_file_of_the_linkage_would_be_found(
    monkeypatch: pytest.MonkeyPatch, name: str, table: str, columns: dict, who: str, learns: str
) -> None:
    before = knowledge.learned({who})
    with_file(monkeypatch, name, table, **columns)
    assert learns in knowledge.learned({who}) - before
    party = reference.party(who)
    assert knowledge.held(who) - party.may_hold - party.while_linking


def test_the_nodes_have_the_coding_keys_that_the_computation_gives_them(country: Workspace) -> None:
    for name in country.names():
        party: node.Node = country.node(name)
        keys: KeyRing = party.keys
        coding = reference.coding_keys().keys()
        assert keys.purposes & coding == reference.party(party.role).keys & coding
