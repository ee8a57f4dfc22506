"""Pseudodiagnoses of the synthetic country beside its truth: the report says what a count by hand says."""

import shutil
from pathlib import Path

import polars as pl
import pytest

from command_line import run
from mutualis import coding, pipeline, reference
from mutualis.coding import keys
from mutualis.model import MutualisError
from mutualis.pipeline import DiagnosisReport, Workspace
from mutualis.synthetic import Truth

THRESHOLDS = ("1 pack", "30 DDD", "90 DDD", "180 DDD")


@pytest.fixture(scope="module")
def report(country: Workspace) -> DiagnosisReport:
    return pipeline.diagnosis_report(country)


def codes_of(country: Workspace, numbers: list[str]) -> set[str]:
    insurer = next(country.insurers())
    first = coding.code_distinct(pl.Series(numbers, dtype=pl.String), insurer.keys.subkey("c1", "person"))
    return set(coding.code_distinct(first, keys.c2_subkey(country.ttp, "person")).to_list())


def test_every_condition_is_reported_at_every_threshold(report: DiagnosisReport) -> None:
    conditions = [row["code"] for row in reference.codelist("pseudodiagnosis").rows if row["role"] == "condition"]
    found = report.rows.select("condition", "threshold").rows()
    assert sorted(found) == sorted((each, threshold) for each in conditions for threshold in THRESHOLDS)
    assert set(report.rows["truth"]) == {"own", "none"}


def test_the_counts_of_diabetes_are_those_of_a_count_by_hand(country: Workspace, report: DiagnosisReport) -> None:
    truth = pl.DataFrame(pl.from_arrow(Truth(country.truth).table("condition")))
    ill = truth.filter(pl.col("year") == report.year, pl.col("disease").is_in(["type_2_diabetes", "insulin_diabetes"]))
    # Who changed number is known by another code in some countries: those persons are left to the report.
    changed = pl.DataFrame(pl.from_arrow(Truth(country.truth).table("number_change")))
    people = {row["person_id"] for row in read(country, "derived_population_year", report.year)}
    persons = codes_of(country, sorted(set(ill["person"]))) & people
    taken = pl.DataFrame(read(country, "derived_person_year_drug", report.year))
    doses = taken.filter(pl.col("atc_code").str.contains("^A10[ABX]"))
    doses = doses.group_by("person_id").agg(pl.col("ddd_thousandths", "packages").sum())
    least = (pl.col("packages") >= 1) & (pl.col("ddd_thousandths") >= 90_000)
    found = set(doses.filter(least)["person_id"]) & people
    row = report.rows.row(by_predicate=(pl.col("condition") == "diabetes_mellitus") & (pl.col("threshold") == "90 DDD"),
                          named=True)  # fmt: skip
    assert row["population"] == len(people)
    assert row["found"] == len(found)
    assert abs(row["ill"] - len(persons)) <= changed.height
    assert abs(row["both"] - len(found & persons)) <= changed.height
    assert row["sensitivity"] == row["both"] / row["ill"]
    assert row["specificity"] == 1 - (row["found"] - row["both"]) / (row["population"] - row["ill"])
    assert row["predictive_value"] == row["both"] / row["found"]
    assert row["sensitivity_low"] < row["sensitivity"] <= row["sensitivity_high"]
    treated = codes_of(country, sorted(set(ill.filter("is_treated")["person"]))) & people
    assert abs(row["both"] - len(treated)) <= 0.1 * len(treated)  # few of the treated take less than 90 daily doses


@pytest.mark.parametrize("condition", ["diabetes_mellitus", "acid", "psychological", "CV_B", "respiratory", "LIPID"])
def test_some_ill_are_not_treated_and_some_medicines_are_for_another_reason(
    report: DiagnosisReport, condition: str
) -> None:
    of_condition = pl.col("condition") == condition
    row = report.rows.row(by_predicate=of_condition & (pl.col("threshold") == "1 pack"), named=True)
    assert 0.4 < row["sensitivity"] < 0.95
    assert 0.8 < row["specificity"] < 1
    assert row["both"] < min(row["ill"], row["found"])


def read(country: Workspace, table: str, year: int) -> list[dict]:
    rows = pl.read_parquet(country.lake().files(table)).filter(pl.col("year") == year)
    return rows.to_dicts()


def test_a_higher_threshold_finds_fewer(report: DiagnosisReport) -> None:
    simple = report.rows.filter(~pl.col("condition").is_in(["DM_ORAL"]))  # fewer DM_INS may mean more DM_ORAL
    for _, rows in simple.group_by("condition"):
        found = dict(rows.select("threshold", "found").rows())
        counts = [found[each] for each in THRESHOLDS]
        assert counts == sorted(counts, reverse=True)
    assert report.rows.filter(pl.col("threshold") == "1 pack")["found"].sum() > 0


def test_without_a_truth_nothing_is_judged(report: DiagnosisReport) -> None:
    unknown = report.rows.filter(pl.col("truth") == "none")
    assert unknown.height > 0
    assert unknown["sensitivity"].null_count() == unknown.height
    assert unknown["prevalence"].null_count() == 0


def test_a_workspace_that_is_not_synthetic_says_so(country: Workspace, tmp_path: Path) -> None:
    space = Workspace(shutil.copytree(country.path, tmp_path / "real"))
    shutil.rmtree(space.truth)
    with pytest.raises(MutualisError, match="Nobody knows who is really ill"):
        pipeline.diagnosis_report(space)


def test_the_command_prints_the_report(
    country: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    code, told, _ = run(monkeypatch, capsys, "diagnoses", "--report", "-w", str(country.path))
    assert code == 0
    assert "sensitivity" in told
    assert "diabetes_mellitus" in told
    code, told, _ = run(monkeypatch, capsys, "diagnoses", "--language", "nl")
    assert code == 0
    assert "ziekte van Parkinson" in told
