"""The project store: sealed tables, the gate and what closes it."""

import json

import polars as pl
import pytest

from linked_sets import DAY, NAME, house, linked
from mutualis.disclosure.small_cells import Task, content_hash, read_report
from mutualis.linkage import gate, messages, steps
from mutualis.linkage.gate import Closed, require_open
from mutualis.linkage.permit import Refused
from mutualis.linkage.project import Project
from mutualis.linkage.small_cells import analysed, dataset_hash, figures
from mutualis.model import MutualisError
from mutualis.node import Node, transport

ANALYST, APPROVER = "K. Analyst", "L. Approver"


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    """A house after steps 10 (its parcel) and 11."""
    made = house(tmp_path_factory.mktemp("house"))
    messages.send(made.permit("ttp"), "linked-set", "project-store", linked())
    transport.deliver_all(made.path)
    examined = steps.examine(made.permit("project-store"), ANALYST, "kce")
    transport.deliver_all(made.path)
    decided = steps.decide(made.permit("kce"), APPROVER, "project-store", "committee")
    transport.deliver_all(made.path)
    opened = steps.open_gate(made.permit("project-store"))
    return made, examined, decided, opened


@pytest.fixture
def project(done):
    return Project(done[0].nodes["project-store"], NAME)


def test_the_analysis_is_made_where_the_data_are_and_only_its_findings_travel(done):
    made, examined, decided, _ = done
    assert examined.rows_in["stays"] == examined.rows_out["stays"] + examined.dropped["stays_in_small_cells"] == 1500
    assert examined.facts["stays_failing_before"] > 1000
    assert dict(decided.rows_out) == {"small-cell-decision": 1, "small-cell-report": 5}
    for name in ("kce", "committee"):
        for path in (made.nodes[name].path / "store").rglob("*.parquet"):
            raise AssertionError(f"{name} holds {path.name}")


def test_the_committee_keeps_the_signed_report_and_its_page(done):
    made = done[0]
    kept = steps.keep_report(made.permit("committee"))
    names = {path.name for path in kept}
    assert names == {"decision.json", "report.nl.html", "report.fr.html", "report.de.html", "report.en.html"}
    told = gate.read(made.nodes["committee"], (kept[0].parent / "decision.json").read_bytes())
    report = read_report(told["report"])
    assert (report.run_by, report.approved_by, report.holds) == (ANALYST, APPROVER, True)
    assert "L. Approver" in (kept[0].parent / "report.en.html").read_text()
    assert steps.keep_report(made.permit("committee")) == []


def test_what_is_mended_is_mended_in_every_table(project):
    before, after = project.whole("linked-set"), project.whole("analysis-set")
    codes = set(after["stays"]["stay_code"])
    assert {name: frame.columns for name, frame in after.items()} == {n: f.columns for n, f in before.items()}
    assert 0 < len(codes) <= before["stays"].height
    for name in ("specialisms", "bed_indexes", "diagnoses", "claims"):
        assert set(after[name]["stay_code"]) <= codes
    blanked = after["diagnoses"].filter((pl.col("diagnosis_type") == "P") & (pl.col("diagnosis") == "*"))
    others = after["diagnoses"].filter(pl.col("diagnosis_type") == "S")
    assert blanked.height > 0
    assert set(others["diagnosis"]) == {"I48.0"}
    assert set(after["stays"]["age_at_admission"].drop_nulls()) <= {
        *(f"{start}-{start + 4}" for start in range(15, 90, 5)), "90+", "*"
    }  # fmt: skip


def test_the_report_tells_the_loss_in_the_indicators(project):
    report = read_report(json.dumps(require_open(project)))
    assert set(report.figures) >= {"thrombolysis", "death_30", "no_antibiotics"}
    told = figures(project.whole("analysis-set"))
    for name, (_, after) in report.figures.items():
        assert after == pytest.approx(told[name])


def test_at_rest_everything_is_encrypted_and_no_other_node_can_open_it(done, project, tmp_path):
    made = done[0]
    hospital = project.read("linked-set", "stays")["hospital_number"].cast(pl.String)[0]
    for path in project.path.rglob("*"):
        if path.is_file():
            assert hospital.encode() not in path.read_bytes()
    for name in ("centre", "ttp", "researcher", "kce"):
        with pytest.raises(MutualisError, match="are at the project store only"):
            Project(made.nodes[name], NAME)
    thief = Node.create(tmp_path / "thief", "project-store", "project_store", "another passphrase")
    stolen = Project(thief, NAME)
    stolen.path.parent.mkdir(parents=True)
    project.path.rename(stolen.path)
    try:
        with pytest.raises(MutualisError, match="cannot be opened with the key of this store"):
            stolen.read("linked-set", "stays")
    finally:
        stolen.path.rename(project.path)


def test_a_table_or_data_set_that_is_not_there_is_told(project):
    with pytest.raises(MutualisError, match=r"no table 'diary' in 'linked-set'.*analysis-set, linked-set"):
        project.read("linked-set", "diary")
    with pytest.raises(MutualisError, match="no data set 'other'"):
        project.whole("other")


def test_the_gate_closes_when_the_data_change_and_opens_when_they_are_back(project):
    before = project.whole("analysis-set")
    changed = {**before, "claims": before["claims"].with_columns(quantity=pl.col("quantity") + 1)}
    project.save("analysis-set", changed)
    with pytest.raises(Closed, match="have changed since the small cell analysis"):
        require_open(project)
    project.save("analysis-set", {name: frame.reverse() for name, frame in before.items()})
    assert require_open(project)["approved_by"] == APPROVER
    project.save("analysis-set", before)


def test_the_hash_of_a_data_set_is_of_its_contents_by_table():
    tables = {"a": pl.DataFrame({"x": [1, 2]}), "b": pl.DataFrame({"x": [3]})}
    turned = {"b": tables["b"], "a": tables["a"].reverse()}
    assert dataset_hash(tables) == dataset_hash(turned)
    assert dataset_hash(tables) != dataset_hash({"a": tables["b"], "b": tables["a"]})
    assert content_hash(tables["a"]) in {content_hash(tables["a"].reverse())}


def test_without_a_decision_or_with_a_forged_one_the_gate_stays_closed(done, project, tmp_path):
    made = done[0]
    path = project.path / gate.DECISION
    kept = path.read_bytes()
    path.unlink()
    with pytest.raises(Closed, match="small cell analysis is not approved"):
        require_open(project)
    outer = json.loads(kept)
    forged = json.dumps({**outer, "signed": outer["signed"].replace(APPROVER, "somebody")}).encode()
    with pytest.raises(MutualisError, match="not signed by a node of the role disclosure_checker"):
        gate.keep(project, forged)
    own = gate.decision(made.nodes["project-store"], NAME, "0" * 64, json.loads(outer["signed"])["report"])
    with pytest.raises(MutualisError, match="not signed by a node of the role disclosure_checker"):
        gate.keep(project, own)
    told = json.loads(outer["signed"])
    other = gate.decision(made.nodes["kce"], "kce-05-033", told["data"], told["report"])
    with pytest.raises(Closed, match="is about kce-05-033"):
        gate.keep(project, other)
    unapproved = json.dumps({**json.loads(told["report"]), "approved_by": ""})
    gate.keep(project, gate.decision(made.nodes["kce"], NAME, told["data"], unapproved))
    with pytest.raises(Closed, match="has not passed"):
        require_open(project)
    gate.keep(project, kept)
    assert require_open(project)


def test_who_ran_the_analysis_may_not_approve_it_and_nothing_is_sent(tmp_path):
    made = house(tmp_path)
    messages.send(made.permit("ttp"), "linked-set", "project-store", linked(300))
    transport.deliver_all(made.path)
    steps.examine(made.permit("project-store"), ANALYST, "kce")
    transport.deliver_all(made.path)
    with pytest.raises(MutualisError, match="by somebody else than who ran it"):
        steps.decide(made.permit("kce"), ANALYST, "project-store", "committee")
    assert list(made.nodes["kce"].outbox.iterdir()) == []
    with pytest.raises(Closed):
        steps.open_gate(made.permit("project-store"))
    assert steps.decide(made.permit("kce"), APPROVER, "project-store", "committee").step == 11
    with pytest.raises(MutualisError, match="No findings"):
        steps.decide(made.permit("kce"), APPROVER, "project-store", "committee")


def test_a_party_that_is_not_of_step_eleven_cannot_do_it(done):
    with pytest.raises(Refused, match="gives step 11 not to a researcher"):
        steps.examine(done[0].permit("researcher"), ANALYST, "kce")


def test_a_set_with_few_columns_is_analysed_too_and_tells_no_loss_in_stroke_indicators():
    whole = linked(400)
    few = {
        "stays": whole["stays"].select("c_project", "stay_code", "previous_stay_code", "stay_type", "discharge_year"),
        "diagnoses": whole["diagnoses"].select("stay_code", "specialism_order", "diagnosis_type", "diagnosis"),
        "claims": whole["claims"].select("stay_code", "nomenclature_code"),
    }
    done, after = analysed(few, Task("linked-set", "proxy-mzg", "A. Analyst", DAY))
    assert done.report.holds
    assert not done.report.figures
    assert {name: frame.columns for name, frame in after.items()} == {
        name: frame.columns for name, frame in few.items()
    }
