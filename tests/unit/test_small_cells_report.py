"""The report of a small cell analysis, its page, the gate, and what bad input gets."""

import datetime as dt
import json
import re
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from mutualis.disclosure.small_cells import Task, analyse, approved, content_hash, is_passed, page
from mutualis.model import MutualisError
from mutualis.reference import TEXT_LANGUAGES, small_cell_rules
from mutualis.reference.authorisations.reading import authorisation
from mutualis.reference.files import ROOT
from mutualis.reference.small_cells import read_small_cell_rules
from small_cell_stays import many

DAY = dt.date(2026, 11, 23)
TASK = Task("linked-set", "ivc-20-284-a", "A. Checker", DAY)
FACTS = (ROOT / "small_cell_analysis.toml").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def done():
    return analyse(many(3000), TASK, figures=lambda frame: {"mortality": frame["death_30"].mean()})


def test_every_column_of_the_linked_stays_has_a_class_and_none_is_a_direct_identifier() -> None:
    rules = small_cell_rules()
    known = {*rules.technical, *rules.quasi, *(each.column for each in rules.sensitive)}
    columns = authorisation("ivc-20-284-a").file("linked-set").tables["stays"]
    assert set(columns) <= known
    assert not set(columns) & set(rules.direct)


def test_the_gate_opens_for_the_approved_data_and_closes_when_they_change(done) -> None:
    report = approved(done.report, "B. Approver", DAY)
    assert is_passed(report, content_hash(done.frame))
    assert is_passed(report, content_hash(done.frame.reverse()))
    changed = done.frame.with_columns(pl.lit("2").alias("sex"))
    assert not is_passed(report, content_hash(changed))
    assert not is_passed(report, content_hash(done.frame.head(-1)))
    assert not is_passed(report, report.examined)


def test_a_table_that_was_mended_passes_again_unchanged(done) -> None:
    again = analyse(done.frame, TASK).report
    assert again.holds
    assert (again.hash, again.examined) == (done.report.hash, done.report.hash)
    assert all(each.skipped for each in again.actions)


def test_the_code_of_a_hospital_is_emptied_where_the_hospital_is_blanked_or_made_coarser() -> None:
    frame = many(300).with_columns(feedback_code="code of " + pl.col("hospital_number"))
    code, hospital = pl.col("feedback_code"), pl.col("hospital_number")
    after = analyse(frame, TASK).frame
    shown = after.filter(hospital.is_in(frame["hospital_number"].unique().implode()))
    assert 0 < shown.height < after.height
    assert shown.filter(code != "code of " + hospital).is_empty()
    assert after.join(shown, on="stay_code", how="anti")["feedback_code"].null_count() == after.height - shown.height
    types = dict.fromkeys(frame["hospital_number"].unique(), "general")
    coarser = analyse(frame, TASK, groups=types).frame.filter(hospital == "general")
    assert coarser.height > 0
    assert coarser["feedback_code"].is_null().all()


def test_a_figure_that_nothing_is_left_to_compute_from_is_told_as_none() -> None:
    def figures(frame: pl.DataFrame) -> dict[str, float]:
        return {"kept": 1.0} | ({} if "*" in frame["hospital_number"] else {"lost": 0.5})

    assert analyse(many(300), TASK, figures=figures).report.figures == {"kept": (1.0, 1.0), "lost": (0.5, None)}


def test_the_gate_reads_the_json_of_a_report_and_nothing_else(done) -> None:
    report = approved(done.report, "B. Approver", DAY)
    told = json.loads(report.to_json())
    assert is_passed(told, report.hash)
    assert not is_passed(told, report.examined)
    assert not is_passed({**told, "failing": {"prosecutor": 1}}, report.hash)
    assert not is_passed(json.loads(done.report.to_json()), report.hash)
    with pytest.raises(MutualisError, match="no report of a small cell analysis"):
        is_passed({"format": "mutualis-release-2", "hash": report.hash}, report.hash)


def test_the_gate_stays_closed_without_a_second_person_or_with_a_rule_that_fails(done) -> None:
    assert not is_passed(done.report, done.report.hash)
    assert not is_passed(replace(done.report, approved_by="A. Checker"), done.report.hash)
    fails = replace(done.report, failing={"prosecutor": 1}, approved_by="B. Approver")
    assert not is_passed(fails, fails.hash)
    for report, by in ((done.report, "A. Checker "), (done.report, " ")):
        with pytest.raises(MutualisError, match="somebody else than who ran it"):
            approved(report, by, DAY)
    with pytest.raises(MutualisError, match=r"has not passed\. Classes still fail for prosecutor"):
        approved(fails, "B. Approver", DAY)


def test_the_json_has_one_form_and_every_field_of_a_report(done) -> None:
    text = done.report.to_json()
    told = json.loads(text)
    assert text == json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert text == analyse(many(3000), TASK, figures=lambda f: {"mortality": f["death_30"].mean()}).report.to_json()
    assert told["holds"] is True
    assert {"dataset", "hash", "authorisation", "scenarios", "parameters", "worst", "actions", "figures", "run_by",
            "approved_by", "version", "seed"} <= set(told)  # fmt: skip
    assert (told["before"]["rows"], told["after"]["persons"] <= told["before"]["persons"]) == (3000, True)
    columns = len([name for name in done.frame.columns if name in small_cell_rules().quasi])
    assert columns == 9
    assert len(told["after"]["sets"]) == 9 + 36 + 84 + 126


def test_neither_the_json_nor_the_page_tells_of_one_person(done) -> None:
    told = done.report.to_json() + page(done.report, "en").decode()
    assert not re.search(r"\b[ps]\d+\b", told)  # codes of persons and stays
    assert not re.search(r"\b71\d{3}\b", told)  # hospitals


@pytest.mark.parametrize("language", TEXT_LANGUAGES)
def test_the_page_has_the_verdict_the_attackers_the_remedies_and_the_annex(done, language) -> None:
    names = {"sex": "SEX <1>"}
    shown = page(approved(done.report, "B. Approver", DAY), language, names).decode()
    assert f'<html lang="{language}">' in shown
    assert done.report.hash in shown
    assert "B. Approver (2026-11-23)" in shown
    assert shown.count('<section class="annex">') == 1
    assert "SEX &lt;1&gt;" in shown
    first, annex = shown.split('<section class="annex">')
    assert first.count('<tr><th scope="row">') == 6 + 5 + 10 + 1  # head, attackers, remedies, the one figure
    told = sum(len(each.changed) for each in done.report.actions)
    assert annex.count('<tr><th scope="row">') == 3 + 6 + 5 + told + 5 * 2 + 20


def test_a_report_that_fails_says_so_first(done) -> None:
    fails = replace(done.report, failing={"prosecutor": 7})
    verdict = re.search(r'class="verdict">([^<]*)<', page(fails, "en").decode())
    assert verdict is not None
    assert verdict[1].startswith("The rules do NOT hold: 7 stays")


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"insz": "x", "rn": "y"}, "direct identifiers: insz, rn. Take them out"),
        ({"shoe_size": "44"}, "does not know the column 'shoe_size'"),
    ],
)
def test_a_table_with_an_identifier_or_an_unknown_column_is_refused(columns, message) -> None:
    with pytest.raises(MutualisError, match=message):
        analyse(many(20).with_columns(pl.lit(value).alias(name) for name, value in columns.items()), TASK)


def test_a_table_whose_persons_cannot_be_told_apart_is_refused() -> None:
    with pytest.raises(MutualisError, match="no column 'c_project'"):
        analyse(many(20).drop("c_project"), TASK)
    with pytest.raises(MutualisError, match="empty in 20 rows"):
        analyse(many(20).with_columns(pl.lit(None, pl.String).alias("c_project")), TASK)
    with pytest.raises(MutualisError, match="no quasi-identifier"):
        analyse(many(20).select("c_project", "death_30"), TASK)


def test_a_task_without_a_person_or_with_a_share_above_one_is_refused() -> None:
    with pytest.raises(MutualisError, match="Nobody is named"):
        analyse(many(20), replace(TASK, run_by=" "))
    with pytest.raises(MutualisError, match="more than 0 and at most 1"):
        analyse(many(20), replace(TASK, fraction=1.5))


def test_a_table_without_rows_is_told_and_passes_nothing_on() -> None:
    done = analyse(many(20).clear(), TASK)
    assert (done.report.after.rows, done.report.after.special_rows) == (0, 0)
    assert page(done.report, "nl")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('mark = "inferred"\n\n# Direct', "\n# Direct", "no source or no mark"),
        ('name = "k_public"', 'name = "k"', "'k' has two values"),
        ('name = "l"', 'name = "el"', "no threshold 'l'"),
        ('valid_from = "2011-07-19"', 'valid_from = "2099-01-01"', "Those of the day are none"),
        ('risk = "mean"', 'risk = "mood"', "'marketer' names the risk 'mood'"),
        ('kind = "cap"', 'kind = "hat"', "names the kind 'hat'"),
        ('"insz", "pat_id"', '"insz", "sex"', "'sex' stands in two classes"),
        ('blanked = ["room_type", ', "blanked = [", "does not name every quasi-identifier"),
    ],
)  # fmt: skip
def test_facts_that_contradict_themselves_are_refused(tmp_path: Path, old, new, message) -> None:
    assert old in FACTS
    path = tmp_path / "facts.toml"
    path.write_text(FACTS.replace(old, new), encoding="utf-8")
    with pytest.raises(MutualisError, match=message):
        read_small_cell_rules(path, DAY)
