"""Reports go back to their hospitals through the third party: coded forward, matched, and nothing is turned back."""

import datetime as dt

import polars as pl
import pytest

from mutualis import reference
from mutualis.linkage import messages
from mutualis.linkage.permit import Refused, permit
from mutualis.linkage.signing_off import sign_off, take_sign_off
from mutualis.linkage.steps.feedback import feedback_codes, pass_on, send_reports, take_reports, with_feedback_code
from mutualis.model import MutualisError
from mutualis.node import Node, exchange_keys, transport
from mutualis.reference import authorisations as law

NAME, DAY = "ivc-20-284-a", dt.date(2026, 11, 23)
ROLES = {
    "hospital-007": "hospital",
    "hospital-011": "hospital",
    "researcher": "researcher",
    "ttp": "ttp",
    "witness": "audit_witness",
}
NUMBERS = [row["code"] for row in reference.codelist("hospital").rows if row["agr_code"] in ("007", "011", "015")]
NODES = dict(zip(NUMBERS, ("hospital-007", "hospital-011"), strict=False))


@pytest.fixture
def world(tmp_path):
    nodes = {}
    for name, role in ROLES.items():
        own = reference.party(role).keys
        nodes[name] = Node.create(tmp_path / "nodes" / name, name, role, "a long passphrase", purposes=own)
    exchange_keys(nodes.values())
    given = law.authorisation(NAME)
    signed = sign_off(nodes["witness"], given, given.security_adviser.name, DAY)
    for name in ROLES:
        take_sign_off(nodes[name], signed)
    return {name: permit(node, NAME, DAY) for name, node in nodes.items() if name != "witness"}


def reports(codes, languages=("nl",)):
    rows = [(code, lang, "html", f"report {at} {lang}".encode()) for at, code in enumerate(codes) for lang in languages]
    return pl.DataFrame(rows, schema=["feedback_code", "language", "format", "report"], orient="row")


def codes(world, numbers=NUMBERS):
    told = dict(feedback_codes(world["ttp"], pl.Series(numbers)).rows())
    return [told[each] for each in numbers]


def test_each_hospital_gets_its_own_report_in_each_language_and_no_other(world, tmp_path):
    account = send_reports(world["researcher"], reports(codes(world)[:2], ("nl", "fr")), "ttp")
    assert account.rows_out == {"coded-reports": 4}
    transport.deliver_all(tmp_path)
    passed = pass_on(world["ttp"], NODES)
    assert (passed.rows_out, sum(passed.dropped.values())) == ({"hospital-reports": 4}, 0)
    transport.deliver_all(tmp_path)
    for at, name in enumerate(("hospital-007", "hospital-011")):
        assert take_reports(world[name]).rows_out == {"reports": 2}
        folder = world[name].node.store / "reports" / NAME
        assert {path.name: path.read_text() for path in folder.iterdir()} == {
            f"report.{lang}.html": f"report {at} {lang}" for lang in ("nl", "fr")
        }


def test_an_unknown_code_and_a_hospital_without_a_node_are_counted_and_go_nowhere(world, tmp_path):
    known = codes(world)
    send_reports(world["researcher"], reports([known[0], known[2], "0" * 32]), "ttp")
    transport.deliver_all(tmp_path)
    account = pass_on(world["ttp"], NODES)
    assert account.dropped == {"reports_of_no_hospital": 1, "reports_of_a_hospital_without_node": 1}
    assert (account.rows_out, account.facts) == ({"hospital-reports": 1}, {"hospitals": 1})
    with pytest.raises(MutualisError, match="no reports to pass on"):
        pass_on(world["ttp"], NODES)


def test_a_parcel_for_a_hospital_has_no_code_and_no_other_hospital_can_open_it(world, tmp_path):
    send_reports(world["researcher"], reports(codes(world)[:2]), "ttp")
    transport.deliver_all(tmp_path)
    pass_on(world["ttp"], NODES)
    transport.deliver_all(tmp_path)
    (own,) = messages.receive(world["hospital-007"], "hospital-reports")
    assert own.tables["reports"].columns == ["language", "format", "report"]
    assert own.tables["reports"]["report"].to_list() == [b"report 0 nl"]
    for path in (world["hospital-011"].node.inbox, world["hospital-007"].node.inbox):
        content = b"".join(each.read_bytes() for each in path.rglob("*") if each.is_file())
        assert not any(code.encode() in content for code in codes(world))


def test_codes_are_of_one_project_and_are_not_those_of_anything_else(world):
    given = law.authorisation(NAME)
    other = type(world["ttp"])(given.model_copy(update={"id": "another"}), world["ttp"].node, DAY)
    first, second = codes(world), feedback_codes(other, pl.Series(NUMBERS))["feedback_code"].to_list()
    assert len({*first, *second}) == 2 * len(NUMBERS)
    assert all(len(each) == 32 for each in first)
    assert not any(number in code for number in NUMBERS for code in first)


def test_stays_get_the_code_of_their_hospital_and_stays_without_one_none(world):
    stays = pl.DataFrame({"hospital_number": [NUMBERS[0], None, NUMBERS[1], NUMBERS[0]]})
    found = with_feedback_code(world["ttp"], stays)["feedback_code"].to_list()
    first, second = codes(world)[:2]
    assert sorted(found, key=str) == sorted([first, None, second, first], key=str)


def test_two_reports_of_one_language_and_a_strange_form_are_refused(world):
    with pytest.raises(MutualisError, match="two reports of one language"):
        send_reports(world["researcher"], reports(["a", "a"]), "ttp")
    with pytest.raises(MutualisError, match="has the form 'exe'"):
        send_reports(world["researcher"], reports(["a"]).with_columns(format=pl.lit("exe")), "ttp")
    assert list(world["researcher"].node.outbox.iterdir()) == []


def test_nobody_else_sends_reports_and_none_goes_past_the_third_party(world):
    with pytest.raises(Refused, match="lets a hospital not send 'coded-reports'"):
        send_reports(world["hospital-007"], reports(["a"]), "ttp")
    with pytest.raises(MutualisError, match="is for a ttp, and hospital-007 is a hospital"):
        send_reports(world["researcher"], reports(["a"]), "hospital-007")


def test_the_amendment_gives_the_code_and_the_permanent_sample_has_none_of_it():
    given, sample = law.authorisation(NAME), law.authorisation("eps-mzg")
    for name in ("linked-set", "analysis-set"):
        assert "feedback_code" in given.file(name).tables["stays"]
        assert "feedback_code" not in sample.file(name).tables["stays"]
    assert {each.flow for each in given.files} - {each.flow for each in sample.files} == {"feedback"}
