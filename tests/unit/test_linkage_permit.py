"""Deny by default: what an authorisation does not say may not be done, sent, received or read."""

import datetime as dt
import json
from types import SimpleNamespace

import polars as pl
import pytest

from mutualis.linkage import messages
from mutualis.linkage.permit import Permit, Refused, permit
from mutualis.linkage.signing_off import sign_off, take_sign_off
from mutualis.model import MutualisError
from mutualis.node import Node, exchange_keys, transport
from mutualis.reference import authorisations as law

NAME, DAY = "ivc-20-284-a", dt.date(2026, 11, 23)
ROLES = {
    "hospital-007": "hospital",
    "data-manager": "data_manager",
    "ehealth": "ehealth_coder",
    "witness": "audit_witness",
}
PERSONS = pl.DataFrame({"pat_id": ["1"], "insz": ["85073003328"]})


@pytest.fixture
def nodes(tmp_path):
    made = {}
    for name, role in ROLES.items():
        made[name] = Node.create(tmp_path / "nodes" / name, name, role, "a long passphrase")
    exchange_keys(made.values())
    given = law.authorisation(NAME)
    signed = sign_off(made["witness"], given, given.security_adviser.name, DAY)
    for name in ("hospital-007", "data-manager"):
        take_sign_off(made[name], signed)
    return made


def test_a_hospital_may_send_its_selection_to_the_data_manager_who_reads_it_once_carried(nodes, tmp_path):
    allowed = permit(nodes["hospital-007"], NAME, DAY)
    messages.send(allowed, "selection", "data-manager", {"persons": PERSONS}, about="007")
    transport.deliver_all(tmp_path)
    manager = permit(nodes["data-manager"], NAME, DAY)
    (read,) = messages.receive(manager, "selection")
    assert (read.sender, read.about, read.tables["persons"].rows()) == ("hospital-007", "007", PERSONS.rows())
    assert messages.destroy(manager, "selection") == 1
    assert list(messages.receive(manager, "selection")) == []
    kept = next((nodes["data-manager"].store / "received").iterdir())
    assert sorted(path.name for path in kept.iterdir()) == ["manifest.json", "manifest.sig"]


@pytest.mark.parametrize(
    ("tables", "said"),
    [
        ({"persons": PERSONS.with_columns(sex=pl.lit("1"))}, "does not allow sex in 'selection', table 'persons'"),
        ({"persons": PERSONS.drop("insz")}, "wants insz in 'selection'"),
        ({"persons": PERSONS, "stays": PERSONS}, "gives 'selection' other tables"),
    ],
)
def test_a_column_or_table_too_many_or_too_few_is_refused_before_anything_is_written(nodes, tables, said):
    allowed = permit(nodes["hospital-007"], NAME, DAY)
    with pytest.raises(Refused, match=said):
        messages.send(allowed, "selection", "data-manager", tables)
    assert list(nodes["hospital-007"].outbox.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "file"),
    [(name, each.id) for name in law.authorisation_names() for each in law.authorisation(name).files if each.tables],
)
def test_an_extra_column_in_any_parcel_of_any_authorisation_is_refused(name, file):
    """Of every file of every flow, in each of its tables: one column more, one less, and one table more."""
    given = law.authorisation(name)
    flow = given.file(file)
    sender = SimpleNamespace(role=flow.sender, name="somebody")
    allowed = Permit(given, sender, DAY)
    whole = {table: list(columns) for table, columns in flow.tables.items()}
    assert allowed.sends(file, whole) == flow
    for table, columns in whole.items():
        with pytest.raises(Refused, match=f"does not allow shoe_size in '{file}', table '{table}'"):
            allowed.sends(file, {**whole, table: [*columns, "shoe_size"]})
        with pytest.raises(Refused, match="wants"):
            allowed.sends(file, {**whole, table: columns[1:]})
    with pytest.raises(Refused, match="other tables"):
        allowed.sends(file, {**whole, "diary": ["day"]})


def test_who_receives_a_column_too_many_refuses_it_too(nodes, tmp_path, monkeypatch):
    allowed = permit(nodes["hospital-007"], NAME, DAY)
    with monkeypatch.context() as context:
        context.setattr(type(allowed), "check_columns", lambda *_: None)
        messages.send(allowed, "selection", "data-manager", {"persons": PERSONS.with_columns(name=pl.lit("x"))})
    transport.deliver_all(tmp_path)
    with pytest.raises(Refused, match="does not allow name"):
        list(messages.receive(permit(nodes["data-manager"], NAME, DAY), "selection"))
    refused = nodes["data-manager"].store / "refused"
    assert any("does not allow name" in path.read_text() for path in refused.glob("*.reason.json"))


def test_a_file_goes_from_and_to_whom_the_authorisation_says_and_no_one_else(nodes):
    hospital, manager = (permit(nodes[name], NAME, DAY) for name in ("hospital-007", "data-manager"))
    with pytest.raises(Refused, match="lets a hospital not send 'numbers'"):
        messages.send(hospital, "numbers", "ehealth", {"persons": PERSONS.select("insz")})
    with pytest.raises(MutualisError, match="is for a data_manager, and ehealth is a ehealth_coder"):
        messages.send(hospital, "selection", "ehealth", {"persons": PERSONS})
    with pytest.raises(Refused, match="lets a data_manager not receive 'concordance'"):
        list(messages.receive(manager, "concordance"))
    with pytest.raises(Refused, match="gives step 3 not to a data_manager"):
        manager.step(3)
    with pytest.raises(MutualisError, match="has no file 'diary'"):
        messages.send(hospital, "diary", "data-manager", {"persons": PERSONS})


def test_without_the_sign_off_of_the_security_adviser_nothing_starts(nodes):
    with pytest.raises(MutualisError, match="is not signed off by its security adviser"):
        permit(nodes["ehealth"], NAME, DAY)


def test_a_sign_off_holds_for_the_authorisation_as_it_was_signed(nodes):
    node = nodes["data-manager"]
    other = law.authorisation("ivc-20-284")
    old = sign_off(nodes["witness"], other.model_copy(update={"id": NAME}), other.security_adviser.name, DAY)
    take_sign_off(node, old)
    with pytest.raises(MutualisError, match="has changed since it was signed off"):
        permit(node, NAME, DAY)


def test_nobody_else_and_nowhere_else_is_signed_off(nodes):
    given = law.authorisation(NAME)
    with pytest.raises(MutualisError, match="signed off by its security adviser only"):
        sign_off(nodes["witness"], given, "somebody", DAY)
    with pytest.raises(MutualisError, match="at the node of the audit witness"):
        sign_off(nodes["ehealth"], given, given.security_adviser.name, DAY)
    forged = json.loads(sign_off(nodes["witness"], given, given.security_adviser.name, DAY))
    forged["signed"] = forged["signed"].replace(DAY.isoformat(), "2020-01-01")
    with pytest.raises(MutualisError, match="not signed by a node of the role audit_witness"):
        take_sign_off(nodes["ehealth"], json.dumps(forged).encode())
    with pytest.raises(MutualisError, match="no sign-off"):
        take_sign_off(nodes["ehealth"], b"{}")


@pytest.mark.parametrize(
    ("change", "day", "said"),
    [
        ({"expires": dt.date(2025, 12, 31)}, DAY, "ended on 2025-12-31"),
        ({"status": "revoked"}, DAY, "is revoked"),
        ({}, dt.date(2020, 12, 14), "does not hold before 2020-12-15"),
    ],
)
def test_what_is_not_in_force_is_refused(nodes, monkeypatch, change, day, said):
    given = law.authorisation(NAME).model_copy(update=change)
    monkeypatch.setattr("mutualis.linkage.permit.authorisation", lambda _: given)
    with pytest.raises(Refused, match=said):
        permit(nodes["hospital-007"], NAME, day)


def test_a_role_that_has_no_part_in_an_authorisation_is_refused(nodes):
    with pytest.raises(Refused, match="has no part for a hospital"):
        permit(nodes["hospital-007"], "agency-standing", DAY)
