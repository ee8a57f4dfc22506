"""A linkage from end to end on a synthetic country: twelve steps at the nodes of their parties, beside the truth."""

import datetime as dt
import shutil
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from mutualis import reference
from mutualis.intake.hospital import joined
from mutualis.intake.hospital.days import day_of
from mutualis.linkage import steps
from mutualis.linkage.permit import Refused
from mutualis.methods import stroke
from mutualis.model import MutualisError
from mutualis.node.audit import Witness, Witnessed, verify
from mutualis.pipeline import Workspace
from mutualis.pipeline import linkage_quality as quality
from mutualis.pipeline.linkage import Linkage, hospital_files, linked_set, open_set, prepare, small_cell_report
from mutualis.pipeline.linkage_steps import act, run
from mutualis.reference import authorisations as law
from mutualis.synthetic import plant_hospital_errors

NAME, DAY = "ivc-20-284-a", dt.date(2026, 11, 23)


@pytest.fixture
def done(linked):
    """The linkage, its accounts, and the stays beside whose they are."""
    return linked


def test_every_step_gives_its_account(done):
    _, accounts, _ = done
    assert [each.step for each in accounts] == [1, 2, 3, 4, 5, 5, 6, 7, 8, 9, 10, 11, 11, 11, 12]
    by_step = {each.step: each for each in accounts if each.step != 11}
    assert by_step[2].rows_out["numbers"] == by_step[4].rows_out["second-coding"] == by_step[7].rows_out["selected"]
    assert by_step[6].rows_out["stays"] == by_step[10].rows_out["stays"] > 100
    found = by_step[10]
    assert found.rows_in["claims-set"] == found.rows_out["claims"] + found.dropped["claims_of_no_stay"]


def test_matches_within_stays_are_true_and_all_of_them_are_found(done):
    linkage, _, known = done
    found = quality.quality(linkage, known, linked_set(linkage)["claims"])
    assert found.true > 50
    assert found.precision >= 0.99
    assert found.recall >= 0.99


def test_every_stroke_is_found_for_what_it_is(done):
    linkage, _, known = done
    cases = stroke.cases(linked_set(linkage)).join(known.select("stay_code", "kind"), on="stay_code")
    assert cases.height > 5
    assert (cases["stroke_type"] == cases["kind"]).all()


def test_what_a_step_needed_is_destroyed_and_only_the_envelopes_are_left(done):
    linkage, _, _ = done
    for name in ("data-manager", "data-team", "ehealth", "contact-point", "ttp", "centre"):
        node = linkage.space.node(name)
        assert list(node.receive("linkage")) == []
        for path in (node.store / "received").glob("linkage-*"):
            assert sorted(each.name for each in path.iterdir()) == ["manifest.json", "manifest.sig"]


def test_the_linked_set_has_the_columns_of_the_authorisation_and_no_code_but_that_of_the_project(done):
    linkage, _, known = done
    file, tables = law.authorisation(NAME).file("linked-set"), linked_set(linkage)
    assert {name: tuple(frame.columns) for name, frame in tables.items()} == dict(file.tables)
    shown = set(tables["stays"]["c_project"])
    for other in ("rn", "insz"):
        assert shown.isdisjoint(known[other])
    names = {row["agr_code"] for row in reference.codelist("hospital").rows}
    assert set(tables["stays"]["hospital_number"]).isdisjoint(names)


def test_the_zone_holds_what_the_checker_approved_and_the_committee_knows(done):
    linkage, accounts, _ = done
    examined, opened = [each for each in accounts if each.step == 11][::2]
    report = small_cell_report(linkage)
    assert report.holds
    assert report.before.rows == examined.rows_in["stays"]
    assert report.after.rows == examined.rows_out["stays"] == opened.rows_out["stays"] == accounts[-1].rows_out["stays"]
    assert examined.dropped["stays_in_small_cells"] == sum(each.rows_dropped for each in report.actions)
    kept = linkage.space.node("committee").store / "reports" / NAME
    assert {path.name for path in kept.iterdir()} >= {"decision.json", "report.nl.html", "report.fr.html"}
    reads = [each for each in linkage.space.node("project-store").ledger.events() if each.what == "zone.read"]
    assert {each.counts["person"] for each in reads} == {linkage.people.researcher}
    assert not set(open_set(linkage)["stays"]["c_project"]) - set(linked_set(linkage)["stays"]["c_project"])


def test_a_party_runs_its_own_step_alone_and_no_other(done):
    linkage, _, _ = done
    with pytest.raises(MutualisError, match=r"Step 3 is not one of data-manager.*[Ii]ts steps are 2, 5"):
        act(linkage, 3, "data-manager")


def test_only_diagnoses_of_the_lists_left_the_hospitals(done):
    linkage, _, _ = done
    allowed = {"I", "G", "Z", "J", "T", "R", "Y", "N", "B", "P", "K", "E", "C", "F", "M", "A", "L", "H", "D"}
    codes = linked_set(linkage)["diagnoses"]["diagnosis"]
    assert set(codes.str.head(1)) <= allowed
    assert not codes.str.starts_with("K359").any()  # an appendicitis is in no list
    assert not codes.str.starts_with("I10").any()  # nor is hypertension


def test_a_party_cannot_do_the_step_of_another(done):
    linkage, _, _ = done
    with pytest.raises(Refused, match="gives step 6 not to a ttp"):
        steps.prepare(linkage.permit("ttp"), "ttp")
    with pytest.raises(Refused, match="has no part for a record_hub"):
        linkage.permit("record-hub")


def test_the_codes_of_two_projects_never_meet(done):
    linkage, _, known = done
    ring = linkage.space.node("ehealth").keys
    numbers = pl.Series(sorted(set(known["insz"])))
    assert ring.subkey("rn", NAME) != ring.subkey("rn", "eps-mzg")
    assert set(known["rn"]).isdisjoint(numbers)


def test_the_logs_are_countersigned_by_the_witness_and_hold(done):
    linkage, _, _ = done
    witness = Witness(linkage.space.witness())
    for name in ("data-manager", "ehealth", "ttp", "centre"):
        node = linkage.space.node(name)
        assert witness.size(name) == len(node.ledger.events())
        assert verify(node, Witnessed(witness.node.name, witness.node.public_keys, witness.kept(name))).holds
        assert {each.what for each in node.ledger.events()} >= {"linkage.read", "linkage.step"}


def test_each_party_runs_its_step_on_a_machine_of_its_own(done, tmp_path):
    """Two machines, each with one node: the hospital sends its selection, the data manager consolidates it."""
    linkage, accounts, _ = done
    hospital = linkage.hospitals()[0]
    alone = {}
    for name in (hospital, "data-manager"):
        shutil.copytree(linkage.space.path / "nodes" / name, tmp_path / name / "nodes" / name)
        shutil.copy(linkage.space.path / "passphrase", tmp_path / name)
        alone[name] = Linkage(Workspace(tmp_path / name), NAME, DAY)
        assert alone[name].space.names() == [name]
    selected = act(alone[hospital], 1, hospital)
    (sent,) = [path for path in (tmp_path / hospital / "nodes" / hospital / "outbox").iterdir() if path.is_dir()]
    shutil.move(sent, tmp_path / "data-manager" / "nodes" / "data-manager" / "inbox")
    consolidated = act(alone["data-manager"], 2, "data-manager")
    assert consolidated.rows_in["selection"] == selected.rows_out["selection"] < accounts[1].rows_in["selection"]


def test_hospitals_register_long_stays_in_parts_that_make_every_true_stay_again(done):
    linkage, _, _ = done
    truth, parts, made = pl.read_parquet(linkage.space.truth / "hospital_truth.parquet"), [], []
    for folder in sorted(path for path in linkage.space.hospitals.iterdir() if path.is_dir()):
        periods = hospital_files(folder, folder.name)
        tables = {name: pl.concat([each.tables[name] for each in periods]) for name in periods[0].tables}
        parts.append(tables["STAYHOSP"])
        made.append(joined(tables)["STAYHOSP"])
    told = dict(pl.concat(parts)["stay_type"].value_counts().rows())
    assert told["F"] >= told["L"] > 0
    stays = pl.concat(made).with_columns(admission=day_of("admission"), discharge=day_of("discharge"))
    ended = stays.filter(pl.col("discharge").is_not_null())
    met = truth.join(ended, on=["hospital_code", "stay_number"], suffix="_told")
    assert met.height == truth.height == ended.height
    assert (met["admission_day"] == met["admission"]).all()
    assert (met["discharge_day"] == met["discharge"]).all()
    assert not set(ended["stay_type"]) & {"M", "N"}


def test_with_errors_planted_in_hospitals_the_linkage_says_what_it_lost_and_links_no_wrong_person_more(done, tmp_path):
    shared, before, _ = done
    own = Workspace(Path(shutil.copytree(shared.space.path, tmp_path / "own")))
    linkage = replace(shared, space=own)
    shutil.copytree(own.hospitals, tmp_path / "hospitals")
    planted = plant_hospital_errors(tmp_path / "hospitals", 0.05, 1)
    assert all(count > 0 for count in planted.values())
    prepare(linkage, tmp_path / "hospitals")
    known = []
    accounts = run(linkage, lambda each: known.append(quality.known_stays(linkage)) if each.step == 7 else None)
    first, second = accounts[0], accounts[1]
    assert 0 < first.dropped["wrong_check_digits"] <= planted["wrong_check_digits"]
    assert 0 < first.dropped["patients_without_number"] <= planted["no_number"]
    assert second.dropped["person_under_two_numbers_of_a_hospital"] > 0
    found = quality.quality(linkage, known[0], linked_set(linkage)["claims"])
    assert 0.9 < found.precision <= 1
    assert found.recall > 0.9
    assert accounts[6].rows_out["stays"] < before[6].rows_out["stays"]
