"""05/033, 4.3: the supervising physician alone goes from a code to a hospital, and answers or refuses by name."""

import datetime as dt
import json

import polars as pl
import pytest

from mutualis.linkage import decoding, retention, steps
from mutualis.linkage.conversion import Conversion, path_of
from mutualis.linkage.messages import receive, send
from mutualis.linkage.permit import Refused, permit
from mutualis.linkage.signing_off import sign_off, take_sign_off
from mutualis.model import MutualisError
from mutualis.node import Node, exchange_keys, transport
from mutualis.reference import authorisations as law

NAME, DAY = "kce-05-033-a", dt.date(2026, 11, 23)
ROLES = {
    "physician": "supervising_physician",
    "ttp": "ttp",
    "centre": "centre",
    "store": "project_store",
    "researcher": "researcher",
    "second-researcher": "researcher",
    "witness": "audit_witness",
}
HOSPITALS = ["71000436001", "71014392002", "71022112003"]
WHY = "Recommendation 3 rests on the supplements of this hospital: to validate them with it."
PHYSICIAN, RESEARCHER = "Dr. P. Voorbeeld", "R. Voorbeeld"


@pytest.fixture
def house(tmp_path):
    made = {
        name: Node.create(tmp_path / "nodes" / name, name, role, "a long passphrase") for name, role in ROLES.items()
    }
    exchange_keys(made.values())
    given = law.authorisation(NAME)
    signed = sign_off(made["witness"], given, given.security_adviser.name, DAY)
    for name in ROLES:
        take_sign_off(made[name], signed)
    return {name: permit(node, NAME, DAY) for name, node in made.items() if name != "witness"}


@pytest.fixture
def codes(house, tmp_path):
    """The hospitals' codes by number, after step 3."""
    send(house["ttp"], "hospital-list", "physician", {"hospitals": pl.DataFrame({"hospital_number": HOSPITALS})})
    transport.deliver_all(tmp_path)
    account = steps.convert(house["physician"], "ttp")
    assert (account.rows_in, account.rows_out) == ({"hospital-list": 3}, {"hospital-conversion": 3})
    transport.deliver_all(tmp_path)
    (came,) = receive(house["ttp"], "hospital-conversion")
    return dict(came.tables["hospitals"].select("hospital_number", "hospital_code").rows())


def asked(house, tmp_path, *wanted: str, why: str = WHY, by: str = "researcher") -> str:
    """The id of a request that waits at the physician."""
    decoding.ask(house[by], RESEARCHER, wanted, why, "physician")
    transport.deliver_all(tmp_path)
    return decoding.waiting(house["physician"])[-1].id


def events(house, name: str) -> list[str]:
    return [each.what for each in house[name].node.ledger.events() if each.what.startswith("decoding.")]


def test_codes_tell_nothing_and_are_the_same_when_the_same_hospital_comes_again(house, codes):
    assert sorted(codes) == HOSPITALS
    assert len(set(codes.values())) == 3
    assert not any(number in code for number, code in codes.items())
    again = Conversion(house["physician"].node, NAME).code(pl.Series(HOSPITALS[:1]))
    assert again.rows() == [(HOSPITALS[0], codes[HOSPITALS[0]])]
    other = Conversion(house["physician"].node, "another-study").code(pl.Series(HOSPITALS))
    assert set(other["hospital_code"]).isdisjoint(codes.values())


def test_the_table_is_sealed_at_the_physician_and_nobody_else_has_it(house, codes):
    path = path_of(house["physician"].node, NAME)
    content = path.read_bytes()
    assert not any(text.encode() in content for text in (*codes, *codes.values()))
    assert path.stat().st_mode & 0o077 == 0
    for name in ("ttp", "centre", "store", "researcher"):
        with pytest.raises(MutualisError, match="is at the supervising physician only"):
            Conversion(house[name].node, NAME)


def test_the_table_taken_away_opens_with_no_other_key(house, codes, tmp_path):
    thief = Node.create(tmp_path / "thief", "thief", "supervising_physician", "another passphrase")
    target = path_of(thief, NAME)
    target.parent.mkdir(parents=True)
    target.write_bytes(path_of(house["physician"].node, NAME).read_bytes())
    with pytest.raises(MutualisError, match="cannot be opened with the key of this node"):
        Conversion(thief, NAME).decode(codes.values())


def test_a_motivated_request_is_answered_by_name_to_who_asked_and_both_nodes_log_it(house, codes, tmp_path):
    request = asked(house, tmp_path, codes[HOSPITALS[0]], codes[HOSPITALS[2]], "0" * 32)
    (told,) = decoding.waiting(house["physician"])
    assert (told.asked_by, told.reason, len(told.codes)) == (RESEARCHER, WHY, 3)
    assert decoding.grant(house["physician"], request, PHYSICIAN, "needed to validate recommendation 3") == 2
    transport.deliver_all(tmp_path)
    found = decoding.answers(house["researcher"])
    by_code = {row["hospital_code"]: row for row in found.to_dicts()}
    assert by_code[codes[HOSPITALS[0]]]["hospital_number"] == HOSPITALS[0]
    assert by_code[codes[HOSPITALS[2]]]["hospital_number"] == HOSPITALS[2]
    assert (by_code["0" * 32]["hospital_number"], by_code["0" * 32]["decision"]) == (None, "unknown")
    assert set(found["decided_by"]) == {PHYSICIAN}
    assert events(house, "researcher") == ["decoding.asked", "decoding.read"]
    assert events(house, "physician") == ["decoding.granted"]
    granted = next(e for e in house["physician"].node.ledger.events() if e.what == "decoding.granted")
    assert (granted.subject, granted.counts["person"], granted.counts["hospitals"]) == (NAME, PHYSICIAN, 2)
    assert decoding.waiting(house["physician"]) == []


def test_another_researcher_does_not_see_the_answer(house, codes, tmp_path):
    request = asked(house, tmp_path, codes[HOSPITALS[0]])
    decoding.grant(house["physician"], request, PHYSICIAN, "needed to validate recommendation 3")
    transport.deliver_all(tmp_path)
    assert decoding.answers(house["second-researcher"]).is_empty()
    assert decoding.answers(house["researcher"]).height == 1


def test_a_request_can_be_refused_by_name_and_nothing_is_decoded(house, codes, tmp_path):
    request = asked(house, tmp_path, codes[HOSPITALS[0]])
    assert decoding.refuse(house["physician"], request, PHYSICIAN, "the study is not at its end") == 1
    transport.deliver_all(tmp_path)
    (row,) = decoding.answers(house["researcher"]).to_dicts()
    assert (row["hospital_number"], row["decision"], row["decided_by"]) == (None, "refused", PHYSICIAN)
    assert row["decision_reason"] == "the study is not at its end"
    assert events(house, "physician") == ["decoding.refused"]


@pytest.mark.parametrize("why", ["", "   ", "because", "x" * 60, "a b " * 20])
def test_an_unmotivated_request_is_refused_where_it_is_asked_and_where_it_arrives(house, codes, tmp_path, why):
    with pytest.raises(Refused, match="gives no reason"):
        decoding.ask(house["researcher"], RESEARCHER, [codes[HOSPITALS[0]]], why, "physician")
    assert list(house["researcher"].node.outbox.iterdir()) == []
    forced = {"hospital_code": [codes[HOSPITALS[0]]], "decoding_reason": [why], "asked_by": [RESEARCHER]}
    send(house["researcher"], "decoding-request", "physician", {"hospitals": pl.DataFrame(forced)})
    transport.deliver_all(tmp_path)
    (waits,) = decoding.waiting(house["physician"])
    assert not waits.is_motivated
    with pytest.raises(Refused, match="gives no reason"):
        decoding.grant(house["physician"], waits.id, PHYSICIAN, "it will do")
    assert list(house["physician"].node.outbox.glob("*")) == []
    assert "decoding.granted" not in events(house, "physician")
    assert "decoding.unmotivated" in events(house, "physician")


@pytest.mark.parametrize(
    ("by", "why"), [("", "needed"), (PHYSICIAN, " "), (RESEARCHER, "I asked it myself")]
)  # fmt: skip
def test_who_decides_is_named_gives_a_reason_and_is_not_who_asked(house, codes, tmp_path, by, why):
    request = asked(house, tmp_path, codes[HOSPITALS[0]])
    with pytest.raises(MutualisError, match="Somebody else than who asked decides"):
        decoding.grant(house["physician"], request, by, why)
    assert len(decoding.waiting(house["physician"])) == 1


def test_nobody_but_a_researcher_asks_and_nobody_but_the_physician_decides(house, codes, tmp_path):
    for name in ("ttp", "centre", "store"):
        with pytest.raises(Refused, match="not send 'decoding-request'"):
            decoding.ask(house[name], RESEARCHER, ["a"], WHY, "physician")
    request = asked(house, tmp_path, codes[HOSPITALS[0]])
    for name in ("ttp", "centre", "researcher"):
        with pytest.raises(Refused, match="not receive 'decoding-request'"):
            decoding.grant(house[name], request, PHYSICIAN, "needed")
        if name != "researcher":
            with pytest.raises(Refused, match="not receive 'decoding-answer'"):
                decoding.answers(house[name])
    with pytest.raises(MutualisError, match=r"No such request waits here\. There are [0-9a-f]{12}"):
        decoding.grant(house["physician"], "0" * 12, PHYSICIAN, "needed")


def test_the_answer_goes_to_no_one_but_whom_the_authorisation_names(house, codes):
    row = {"hospital_code": "x", "hospital_number": HOSPITALS[0], "decision": "granted", "decided_by": PHYSICIAN}
    answer = pl.DataFrame({**{name: [value] for name, value in row.items()}, "decision_reason": ["x"]})
    with pytest.raises(MutualisError, match="is for a researcher, and ttp is a ttp"):
        send(house["physician"], "decoding-answer", "ttp", {"hospitals": answer})


def test_no_log_and_no_error_tells_a_hospital(house, codes, tmp_path):
    request = asked(house, tmp_path, codes[HOSPITALS[0]])
    decoding.grant(house["physician"], request, PHYSICIAN, "needed to validate recommendation 3")
    for name in house:
        log = (house[name].node.path / "log" / "node.log").read_text(encoding="utf-8")
        assert all(json.loads(line) for line in log.splitlines())
        assert not any(text in log for text in (*codes, *codes.values()))


def test_the_table_goes_when_the_time_of_the_study_is_over(house, codes):
    node = house["physician"].node
    assert retention.has_anything(node, NAME)
    made, _ = retention.destroy(node, NAME, ["A. Een", "B. Twee"], "the time is over", DAY)
    assert [name.rsplit("/", 1)[-1] for name in made.hashes] == ["hospitals.sealed"]
    assert not path_of(node, NAME).exists()
    assert set(Conversion(node, NAME).decode(codes.values()).values()) == {None}
