"""From a linked set to a report at each hospital: groups at admission, pages, files, and the way back."""

import datetime as dt

import numpy as np
import polars as pl
import pytest
from typer.testing import CliRunner

from mutualis import reference
from mutualis.cli.app import build
from mutualis.linkage.signing_off import sign_off, take_sign_off
from mutualis.linkage.steps.feedback import with_feedback_code
from mutualis.methods import stroke
from mutualis.methods.stroke_risk import RiskModel
from mutualis.model import MutualisError
from mutualis.node import Node, exchange_keys
from mutualis.pipeline import Workspace
from mutualis.pipeline import linkage_reports as feedback
from mutualis.pipeline.linkage import Linkage
from mutualis.reference import authorisations as law

NAME, DAY = "ivc-20-284-a", dt.date(2026, 11, 23)
HOSPITALS = reference.codelist("hospital").rows[:8]
NUMBERS = [row["code"] for row in HOSPITALS]
ROLES = {"researcher": "researcher", "project-store": "project_store", "ttp": "ttp", "witness": "audit_witness"} | {
    f"hospital-{row['agr_code']}": "hospital" for row in HOSPITALS[:2]
}


def linked(rows=2_000, seed=3):
    """A linked set: infarcts of eight hospitals, some with heart failure at admission, some with it since."""
    dice = np.random.default_rng(seed)
    codes = [f"s{each:05d}" for each in range(rows)]
    age, failing = dice.integers(50, 96, rows), dice.integers(0, 4, rows)
    death = dice.random(rows) < 1 / (1 + np.exp(3 - 0.06 * (age - 70) - (failing == 1)))
    stays = pl.DataFrame(
        {
            "stay_code": codes,
            "hospital_number": dice.choice(NUMBERS, rows),
            "age_at_admission": age,
            "sex": dice.choice(["1", "2"], rows),
            "discharge_year": dice.choice([2017, 2018, 2019], rows),
            "death_30": pl.Series(death).cast(pl.Int8),
            "death_90": pl.Series(death).cast(pl.Int8),
        }
    ).with_columns(
        stay_type=pl.lit("H"),
        length_of_stay=pl.lit(8, pl.Int32),
        place_before=pl.lit("1"),
        destination=pl.lit("1"),
        next_stay_code=pl.lit(None, pl.String),
    )
    told = [(code, "1", "P", "I639", "Y", "A") for code in codes]
    told += [(code, "1", "S", "I509", "Y", "A") for code, each in zip(codes, failing, strict=True) if each == 1]
    told += [(code, "1", "S", "I509", "N", "A") for code, each in zip(codes, failing, strict=True) if each == 2]
    told += [(code, "1", "S", "I509", "Y", "C") for code, each in zip(codes, failing, strict=True) if each == 3]
    names = ("stay_code", "specialism_order", "diagnosis_type", "diagnosis", "present_at_admission", "certainty")
    beds = {"stay_code": pl.String, "bed_index": pl.String, "bed_index_offset_days": pl.Int32}
    bought = {"stay_code": pl.String, "cnk": pl.String, "service_offset_days": pl.Int32}
    return {
        "stays": stays,
        "diagnoses": pl.DataFrame(told, schema=dict.fromkeys(names, pl.String), orient="row"),
        "bed_indexes": pl.DataFrame(schema=beds),
        "claims": pl.DataFrame(schema=bought),
    }, failing


@pytest.fixture(scope="module")
def found():
    return linked()


@pytest.fixture(scope="module")
def comparison(found, tmp_path_factory):
    folder = tmp_path_factory.mktemp("scratch")
    made = feedback.compare(found[0], folder)
    assert [path for path in folder.iterdir() if path.is_file()] == []
    return made


@pytest.fixture
def linkage(tmp_path, monkeypatch):
    monkeypatch.setenv("MUTUALIS_PASSPHRASE", "a long passphrase")
    nodes = {
        name: Node.create(
            tmp_path / "nodes" / name, name, role, "a long passphrase", purposes=reference.party(role).keys
        )
        for name, role in ROLES.items()
    }
    exchange_keys(nodes.values())
    given = law.authorisation(NAME)
    signed = sign_off(nodes["witness"], given, given.security_adviser.name, DAY)
    for node in nodes.values():
        take_sign_off(node, signed)
        node.close()
    return Linkage(Workspace(tmp_path), NAME, DAY)


def test_only_what_was_surely_there_at_admission_is_a_group(found, tmp_path):
    tables, failing = found
    cases = feedback.with_groups(stroke.cases(tables), tables["diagnoses"], tmp_path).sort("stay_code")
    assert cases["is_chf"].to_list() == (failing == 1).tolist()
    assert cases["is_cebvd"].all()


def test_the_models_have_the_groups_and_the_reports_their_years(comparison):
    assert [each.days for each in comparison.models] == [30, 90]
    assert "is_chf" in comparison.models[0].columns.names
    assert comparison.facts.period == "2017–2019"
    assert comparison.facts.c_statistic == comparison.models[0].c_statistic


def test_a_set_with_too_few_deaths_has_reports_without_a_model(tmp_path):
    made = feedback.compare(linked(200)[0], tmp_path)
    assert made.models == ()
    assert made.facts.c_statistic is None
    pages = feedback.hospital_reports(made, ["nl"], ["html"])
    assert pages["report"].bin.contains(b"te weinig overlijdens").all()


def test_what_hospitals_registered_themselves_is_on_the_page(found, tmp_path):
    """Of each hospital 40 stays: 30 screened, 6 not, 4 not registered; 20 needles, 15 of them within half an hour."""
    codes = [row["agr_code"] for row in HOSPITALS]
    screened, needles = [True] * 30 + [False] * 6 + [None] * 4, [25] * 15 + [55] * 5 + [None] * 20
    own = pl.DataFrame(
        {
            "hospital_code": [code for code in codes for _ in range(40)],
            "is_swallow_screened": screened * len(codes),
            "door_to_needle_minutes": needles * len(codes),
        }
    )
    made = feedback.compare(found[0], tmp_path, own)
    told = made.compared.filter(pl.col("hospital_number") == HOSPITALS[0]["code"])
    shares = dict(told.select("indicator", "share").rows())
    assert shares["swallow_screening"] == pytest.approx(30 / 36)
    assert shares["needle_within_30"] == pytest.approx(15 / 20)
    page = feedback.hospital_reports(made, ["en"], ["html"])["report"][0].decode()
    assert "Swallow screening" in page
    assert "Needle within 30 minutes of the door" in page


def test_without_a_case_of_any_hospital_there_is_no_report(found, tmp_path):
    tables = found[0]
    nowhere = tables["stays"].with_columns(hospital_number=pl.lit("*"))
    with pytest.raises(MutualisError, match="no hospital has a stroke case"):
        feedback.hospital_reports(feedback.compare({**tables, "stays": nowhere}, tmp_path), ["nl"])


def test_every_hospital_has_a_page_with_its_own_name_and_no_other(comparison, tmp_path):
    made = feedback.hospital_reports(comparison, ["nl", "de"], ["html"])
    assert made.height == 2 * len(NUMBERS)
    names = {row["code"]: row["nl"] for row in HOSPITALS}
    for number, language, _, content in made.rows():
        page = content.decode()
        assert f'lang="{language}"' in page
        assert names[number] in page
        assert not [each for code, name in names.items() if code != number for each in (code, name) if each in page]
        assert number not in page
    paths = feedback.write_reports(made, tmp_path / "out")
    assert len(paths) == made.height
    assert (tmp_path / "out" / f"{NUMBERS[0]}.nl.html").read_bytes() == made["report"][0]


def test_reports_reach_the_hospitals_that_have_a_node(comparison, found, linkage):
    made = feedback.hospital_reports(comparison, ["nl"], ["html"])
    stays = with_feedback_code(linkage.permit("ttp"), found[0]["stays"])
    sent, passed, *taken = feedback.return_reports(linkage, made, stays)
    assert sent.rows_out == {"coded-reports": 8}
    assert passed.dropped == {"reports_of_no_hospital": 0, "reports_of_a_hospital_without_node": 6}
    assert [each.rows_out for each in taken] == [{"reports": 1}] * 2
    for row in HOSPITALS[:2]:
        folder = linkage.space.node(f"hospital-{row['agr_code']}").store / "reports" / NAME
        assert row["nl"] in (folder / "report.nl.html").read_text(encoding="utf-8")


def test_the_verb_writes_and_sends_and_tells_of_the_models(found, linkage, monkeypatch, tmp_path):
    stays = with_feedback_code(linkage.permit("ttp"), found[0]["stays"])
    monkeypatch.setattr(feedback, "in_zone", lambda _: {**found[0], "stays": stays})
    monkeypatch.setattr(RiskModel, "optimism", lambda _: (0.031, 0.1))
    words = ["linkage", "reports", "ivc-20-284", "-l", "nl,fr", "--no-pdf", "--send", "-o", str(tmp_path / "out")]
    alone = CliRunner().invoke(build(), [*words, "--checked-by", "A. One", "-w", str(linkage.space.path)])
    assert "needs two people who check it" in str(alone.exception)
    assert not (tmp_path / "out").exists()
    words += ["--checked-by", "A. One", "--checked-by", "B. Two"]
    done = CliRunner().invoke(build(), [*words, "-w", str(linkage.space.path)])
    assert done.exit_code == 0, done.output
    assert "16 reports of 8 hospitals" in done.output
    assert done.output.count("(optimism 0.031)") == 2
    assert "left out: comes_by_transfer (constant)" in done.output
    assert "reports of a hospital without node 12" in done.output
    assert len(list((tmp_path / "out").iterdir())) == 16
    told = [each for each in linkage.space.node("project-store").ledger.events() if each.what == "zone.released"]
    assert [(each.counts["first"], each.counts["pages"]) for each in told] == [("A. One", 16)]
    refused = CliRunner().invoke(build(), [*words[:4], "xx", *words[5:], "-w", str(linkage.space.path)])
    assert refused.exit_code != 0
