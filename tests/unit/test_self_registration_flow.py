"""The flow of the self-registration between nodes: what each may send, the gate at the data team, and the researcher's
set, which opens only for data that a checker approved and that cannot be tied to indicators 1 to 4.
"""

import datetime as dt
import json
import shutil

import numpy as np
import polars as pl
import pytest

from mutualis.disclosure.small_cells import content_hash
from mutualis.linkage import messages, retention
from mutualis.linkage.permit import Refused, permit
from mutualis.linkage.signed_report import sign_report
from mutualis.linkage.signing_off import sign_off, take_sign_off
from mutualis.linkage.steps import keep_report
from mutualis.linkage.steps import self_registration as steps
from mutualis.model import MutualisError
from mutualis.node import Node, exchange_keys, transport
from mutualis.parcel.registration_name import RegistrationName
from mutualis.parcel.self_registration import SCHEMA_OF_ROWS, write_registration
from mutualis.reference import authorisations as law
from mutualis.reference.small_cells import self_registration_cell_rules
from registration_files import file_of, laughs, stay

NAME, DAY = "ivc-20-284-a", dt.date(2026, 11, 23)
ROLES = {
    "hospital-007": "hospital",
    "hospital-011": "hospital",
    "data-team": "data_team",
    "kce": "disclosure_checker",
    "researcher": "researcher",
    "ttp": "ttp",
    "committee": "committee",
    "witness": "audit_witness",
}
RUN_BY, APPROVED_BY = "A. Analyst", "C. Checker"


def drawn(count: int, seed: int = 1) -> pl.DataFrame:
    """Stays of one hospital and year."""
    random = np.random.default_rng(seed)
    lysed = random.random(count) < 0.3
    return pl.DataFrame(
        {
            "is_referred": random.random(count) < 0.2,
            "is_in_hospital": random.random(count) < 0.1,
            "door_to_needle_minutes": pl.Series(random.integers(10, 120, count)).zip_with(
                pl.Series(lysed), pl.Series([None] * count, dtype=pl.Int64)
            ),
            "onset_minutes": random.integers(20, 400, count),
            "is_swallow_screened": random.random(count) < 0.8,
        }
    )


class World:
    """Nodes in one folder, and what they do."""

    def __init__(self, folder) -> None:
        self.folder = folder
        self.nodes = {name: self.made(name, role) for name, role in ROLES.items()}
        exchange_keys(self.nodes.values())
        given = law.authorisation(NAME)
        signed = sign_off(self.nodes["witness"], given, given.security_adviser.name, DAY)
        for node in self.nodes.values():
            take_sign_off(node, signed)

    def made(self, name: str, role: str) -> Node:
        return Node.create(self.folder / "nodes" / name, name, role, "a long one")

    def emptied(self):
        """Without what an earlier test sent: making nodes costs seconds."""
        for node in self.nodes.values():
            for folder in (node.inbox, node.outbox, node.store / "received", node.store / "refused"):
                shutil.rmtree(folder, ignore_errors=True)
            node.inbox.mkdir()
            node.outbox.mkdir()
            shutil.rmtree(node.store / steps.FLOW, ignore_errors=True)
            shutil.rmtree(node.store / "clocks", ignore_errors=True)
        shutil.rmtree(self.folder / "made", ignore_errors=True)
        return self

    def permit(self, name: str):
        return permit(self.nodes[name], NAME, DAY)

    def write(self, hospital: str, rows: pl.DataFrame, number: int = 1, year: int = 2019):
        folder = self.folder / "made"
        folder.mkdir(exist_ok=True)
        return write_registration(folder, RegistrationName(hospital, year, number), rows)

    def register(self, hospital: str, rows: pl.DataFrame, number: int = 1, year: int = 2019):
        path = self.write(hospital, rows, number, year)
        found = steps.register(self.permit(f"hospital-{hospital}"), [path], "data-team")
        transport.deliver_all(self.folder)
        return found

    def approved(self, found, by: str = APPROVED_BY) -> bytes:
        return sign_report(self.permit("kce"), steps.ANALYSIS, found.report, by)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return World(tmp_path_factory.mktemp("world"))


@pytest.fixture
def world(made):
    return made.emptied()


def test_from_the_hospitals_to_the_researcher(world):
    for hospital, seed in (("007", 1), ("011", 2)):
        account, found = world.register(hospital, drawn(60, seed))
        assert account.rows_out == {"self-registration": 60}
        assert [each.is_refused for each in found] == [False]
    team = world.permit("data-team")
    account = steps.take_in(team)
    assert (account.rows_in, account.rows_out) == ({"self-registration": 120}, {"rows": 120})
    assert account.facts == {"hospitals": 2, "files_that_count": 2, "files_replaced": 0}
    found = steps.analysed(team, RUN_BY)
    signed = world.approved(found)
    steps.release(team, found.frame, signed, "researcher")
    transport.deliver_all(world.folder)
    read = steps.read_analysis(world.permit("researcher"), signed)
    assert content_hash(read) == content_hash(found.frame)
    assert read.columns == list(SCHEMA_OF_ROWS)
    assert list(team.node.receive("linkage")) == []  # the hospitals' parcels: envelopes only
    kept = (team.node.store / "received").glob("linkage-*")
    assert {each.name for path in kept for each in path.iterdir()} == {"manifest.json", "manifest.sig"}


def test_a_newer_file_replaces_an_older_and_the_same_counts_once(world):
    team, first, later = world.permit("data-team"), drawn(30), drawn(35, 2)
    world.register("007", first)
    steps.take_in(team)
    world.register("007", first)  # again
    account = steps.take_in(team)
    assert account.rows_out == {"rows": 30}
    assert account.dropped == {"files_refused": 0}
    world.register("007", later, number=2)
    world.register("007", drawn(10, 3), year=2018)
    account = steps.take_in(team)
    assert account.rows_out == {"rows": 45}
    assert account.facts == {"hospitals": 1, "files_that_count": 2, "files_replaced": 1}
    assert steps.consolidated(team)["registration_year"].value_counts().sort("registration_year").rows() == [
        (2018, 10), (2019, 35)
    ]  # fmt: skip


def test_a_file_with_another_content_under_its_number_never_leaves_the_hospital(world):
    world.register("007", drawn(30))
    account, (found,) = world.register("007", drawn(31, 2))
    assert found.reasons == ("selfreg.number",)
    assert account.dropped == {"files_refused": 1}
    team = world.permit("data-team")
    assert steps.take_in(team).rows_out == {"rows": 30}


@pytest.mark.parametrize(
    ("change", "about", "rule"),
    [
        ({}, "VIKZ-BEROERTE-011-2019-01.xml", "selfreg.content"),
        ({}, "VIKZ-BEROERTE-007-2018-01.xml", "selfreg.content"),
        ({}, "../VIKZ-BEROERTE-007-2019-01.xml", "selfreg.name"),
        ({"hospital_code": pl.lit("011")}, "VIKZ-BEROERTE-011-2019-01.xml", "selfreg.sender"),
        ({"hospital_code": pl.lit(None, pl.String)}, "VIKZ-BEROERTE-007-2019-01.xml", "selfreg.content"),
        ({"door_to_needle_minutes": pl.lit(1441, pl.Int32)}, "VIKZ-BEROERTE-007-2019-01.xml", "selfreg.value"),
        ({"is_referred": pl.lit(None, pl.Boolean)}, "VIKZ-BEROERTE-007-2019-01.xml", "selfreg.element"),
        ({"is_referred": pl.lit("Jan Janssens")}, "VIKZ-BEROERTE-007-2019-01.xml", "selfreg.element"),
    ],
)
def test_the_data_team_checks_a_parcel_as_it_would_a_file_and_keeps_what_it_refuses(world, change, about, rule):
    rows = drawn(20).with_columns(hospital_code=pl.lit("007"), registration_year=pl.lit(2019))
    rows = rows.select(pl.col(name).cast(kind) for name, kind in SCHEMA_OF_ROWS.items()).with_columns(**change)
    sender, team = world.permit("hospital-007"), world.permit("data-team")
    messages.send(sender, steps.FLOW, "data-team", {"stays": rows}, about=about)
    transport.deliver_all(world.folder)
    world.register("011", drawn(25))
    account = steps.take_in(team)
    assert account.dropped == {"files_refused": 1}
    assert account.rows_out == {"rows": 25}  # the others count
    kept = [*(team.node.store / "refused").glob("*.reason.json"), *steps.zone_of(team).refused.glob("*.reason.json")]
    assert [json.loads(path.read_text())["reason"] for path in kept] == [rule]
    assert kept[0].with_name(kept[0].name.removesuffix(".reason.json")).exists()


def test_xml_that_the_job_copied_passes_the_same_gate(world, tmp_path):
    team, folder = world.permit("data-team"), tmp_path
    good = folder / "VIKZ-BEROERTE-007-2019-01.xml"
    good.write_bytes(file_of(stay(1), stay(2)))
    bad = folder / "VIKZ-BEROERTE-011-2019-01.xml"
    bad.write_bytes(laughs())
    account = steps.take_in(
        team,
        [
            ("hospital-007", good),
            ("hospital-011", bad),
        ],
    )
    assert (account.rows_out, account.dropped) == ({"rows": 2}, {"files_refused": 1})
    assert list(folder.iterdir()) == []
    (kept,) = steps.zone_of(team).refused.glob("*.xml")
    assert kept.read_bytes() == laughs()


def test_the_gate_opens_for_what_was_approved_and_closes_when_the_data_change(world):
    team = world.permit("data-team")
    world.register("007", drawn(60))
    steps.take_in(team)
    found = steps.analysed(team, RUN_BY)
    signed = world.approved(found)
    with pytest.raises(Refused, match="has not passed its small cell analysis"):
        steps.release(team, found.frame.head(-1), signed, "researcher")
    with pytest.raises(Refused, match="has not passed"):
        steps.release(team, found.frame.with_columns(is_swallow_screened=pl.lit(value=True)), signed, "researcher")
    world.register("007", drawn(61, 2), number=2)
    steps.take_in(team)
    with pytest.raises(Refused, match="have changed since their small cell analysis"):
        steps.release(team, found.frame, signed, "researcher")
    assert list(team.node.outbox.iterdir()) == []
    with pytest.raises(Refused, match="waits that the signed report is about"):
        steps.read_analysis(world.permit("researcher"), signed)


def test_a_second_person_approves_at_the_checker_and_nobody_else(world):
    team = world.permit("data-team")
    world.register("007", drawn(60))
    steps.take_in(team)
    found = steps.analysed(team, RUN_BY)
    with pytest.raises(MutualisError, match="approved by somebody else"):
        world.approved(found, by=RUN_BY)
    with pytest.raises(Refused, match="lets a data_team not approve"):
        sign_report(team, steps.ANALYSIS, found.report, APPROVED_BY)
    signed = json.loads(world.approved(found))
    forged = {**signed, "signed": signed["signed"].replace(APPROVED_BY, "D. Nobody")}
    own = {"signed": signed["signed"], "signature": team.node.keys.sign(signed["signed"].encode()).hex()}
    for wrong in (forged, own):
        with pytest.raises(MutualisError, match="not signed by a node of the role disclosure_checker"):
            steps.release(team, found.frame, json.dumps(wrong).encode(), "researcher")
    with pytest.raises(MutualisError, match="This is no report of a small cell analysis"):
        steps.release(team, found.frame, b"{}", "researcher")


def test_every_other_party_and_every_other_column_is_refused(world):
    rows = drawn(20).with_columns(hospital_code=pl.lit("007"), registration_year=pl.lit(2019))
    rows = rows.select(pl.col(name).cast(kind) for name, kind in SCHEMA_OF_ROWS.items())
    hospital, team = world.permit("hospital-007"), world.permit("data-team")
    for extra in ("rn", "c_project", "pat_id", "insz", "stay_code", "stay_number", "c2", "admission_day"):
        with pytest.raises(Refused, match=f"does not allow {extra} in 'self-registration'"):
            messages.send(hospital, steps.FLOW, "data-team", {"stays": rows.with_columns(pl.lit("1").alias(extra))})
        with pytest.raises(Refused, match=f"does not allow {extra} in 'self-registration-analysis'"):
            messages.send(team, steps.ANALYSIS, "researcher", {"stays": rows.with_columns(pl.lit("1").alias(extra))})
    with pytest.raises(Refused, match="gives 'self-registration' other tables"):
        messages.send(hospital, steps.FLOW, "data-team", {"stays": rows, "diagnoses": rows})
    with pytest.raises(Refused, match="lets a ttp not receive 'self-registration'"):
        steps.take_in(world.permit("ttp"))
    with pytest.raises(Refused, match="lets a hospital not send 'self-registration-analysis'"):
        messages.send(hospital, steps.ANALYSIS, "researcher", {"stays": rows})
    with pytest.raises(MutualisError, match="is for a data_team, and ttp is a ttp"):
        messages.send(hospital, steps.FLOW, "ttp", {"stays": rows})


@pytest.mark.parametrize("name", ["ivc-20-284", NAME])
def test_no_column_of_this_flow_is_an_identifier_or_one_of_the_linked_set(name):
    given = law.authorisation(name)
    for file in (given.file(steps.FLOW), given.file(steps.ANALYSIS)):
        assert set(file.tables) == {"stays"}
        assert list(file.columns) == list(SCHEMA_OF_ROWS)
        assert {given.columns[column].domain for column in file.columns} == {""}
        for other in (each for each in given.files if each.flow != steps.FLOW):
            # The recognition number is the hospital's own; the linked files have the insurers' number instead.
            assert set(file.columns) & set(other.columns) <= {"hospital_code"}
        for other in ("linked-set", "analysis-set", "link-set"):
            assert set(file.columns).isdisjoint(given.file(other).columns)


def test_in_the_researchers_set_five_stays_share_all_that_the_linked_set_tells_too(world):
    """Hospital, year, transfer, in hospital and thrombolysis: with the linked set beside it no stay is alone."""
    for hospital, seed in (("007", 1), ("011", 2)):
        for year in (2018, 2019):
            world.register(hospital, drawn(40, seed + year), year=year)
    team = world.permit("data-team")
    steps.take_in(team)
    whole = steps.consolidated(team).with_columns(is_lysed=pl.col("door_to_needle_minutes").is_not_null())
    shared = ["hospital_code", "registration_year", "is_referred", "is_in_hospital", "is_lysed"]
    assert whole.group_by(shared).len()["len"].min() < 5
    found = steps.analysed(team, RUN_BY)
    assert found.report.holds
    told = found.frame.with_columns(is_lysed=pl.col("door_to_needle_minutes").is_not_null())
    assert told.group_by(shared).len()["len"].min() >= 5
    assert {each.id for each in found.report.after.attackers} >= {"linker", "prosecutor"}
    assert set(found.report.figures) == {"door_to_needle_median", "within_30", "swallow_screening"}
    # What was measured is not changed, only left out.
    kept = found.frame.filter(pl.col("door_to_needle_minutes").is_not_null())["door_to_needle_minutes"]
    left = whole["door_to_needle_minutes"].drop_nulls().to_list()
    for minutes in kept:
        left.remove(minutes)


def test_every_column_of_the_flow_has_a_class_in_its_small_cell_rules():
    rules = self_registration_cell_rules()
    known = {*rules.technical, *rules.quasi, *(each.column for each in rules.sensitive)}
    assert set(SCHEMA_OF_ROWS) <= known
    assert set(SCHEMA_OF_ROWS).isdisjoint(rules.direct)
    assert rules.k == 5


def test_the_committee_is_told_in_four_languages_and_keeps_the_report_apart(world):
    team = world.permit("data-team")
    world.register("007", drawn(60))
    steps.take_in(team)
    found = steps.analysed(team, RUN_BY)
    signed = steps.approve(world.permit("kce"), found.report, APPROVED_BY, "committee")
    transport.deliver_all(world.folder)
    kept = keep_report(world.permit("committee"))
    folder = world.nodes["committee"].store / "reports" / NAME / steps.FLOW
    assert {path.parent for path in kept} == {folder}
    assert (folder / "decision.json").read_bytes() == signed
    pages = {each: (folder / f"report.{each}.html").read_text() for each in ("nl", "fr", "de", "en")}
    assert all(APPROVED_BY in page for page in pages.values())
    assert "koppelaar" in pages["nl"]
    assert "Verknüpfer" in pages["de"]


def test_after_four_years_the_team_destroys_its_files_and_uses_them_no_more(world):
    team = world.permit("data-team")
    world.register("007", drawn(60))
    steps.take_in(team)
    found = steps.analysed(team, RUN_BY)
    signed = world.approved(found)
    node, later = team.node, DAY.replace(year=DAY.year + 4) + dt.timedelta(1)
    with pytest.raises(MutualisError, match="The time of 'self-registration-analysis'"):
        steps.release(permit(node, NAME, later), found.frame, signed, "researcher")
    assert retention.has_anything(node, NAME)
    made, _ = retention.destroy(node, NAME, ["A. One", "B. Two"], "the time is over", later)
    assert any(path.endswith("VIKZ-BEROERTE-007-2019-01.xml") for path in made.hashes)
    assert steps.zone_of(team).names() == []
    assert not retention.has_anything(node, NAME)


def test_a_hospital_with_nothing_to_tell_tells_that(world):
    account, (found,) = world.register("007", drawn(0))
    assert [each.rule for each in found.findings] == ["selfreg.empty"]
    assert account.rows_out == {"self-registration": 0}
    assert steps.take_in(world.permit("data-team")).facts["files_that_count"] == 1
