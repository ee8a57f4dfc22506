"""Figures of the library on a synthetic country: each tells something, or it is named here with the reason."""

from pathlib import Path

import pytest

from command_line import run
from mutualis import pipeline
from mutualis.model import MutualisError, Years
from mutualis.pipeline import Entry, Silent, Workspace

# Who is missing among 1,500 insured of one year, by the shares that the files of the synthetic country give.
RARE = {
    "antidepressants_short": "users of few packages in a year: nobody among some 150 users",
    "death_year_emergency": "emergency contacts of some 15 deceased",
    "gp_many_providers": "four different GPs in a year: few, since 85 in 100 contacts are with one's own",
    "hf_quality_of_life": "four in 100 of the ill answer the questionnaire",
    "copd_quality_of_life": "four in 100 of the ill answer the questionnaire",
    "long_hospitalisation": "120 nights in a year: one in some 2,000",
    "prep_users": "one in 1,500",
    "prevalence_tuberculosis": "one in 2,000",
    "psychiatric_readmission": "of some 10 psychiatric stays",
    "radiotherapy": "few stays of 1,500 insured",
}


def silent(entries: list[Entry]) -> dict[str, Entry]:
    """The indicators whose figure tells nothing, or that have none."""
    return {each.indicator.name: each for each in entries if each.counted is None or each.counted.is_degenerate}


def test_on_a_village_of_one_year_only_the_rare_and_those_that_look_back_tell_nothing(country: Workspace) -> None:
    found = silent(pipeline.library(country))
    assert {name for name, each in found.items() if not each.lacks_years} == set(RARE)
    assert {"gp_every_year", "chronic_status", "chronic_cost", "maf_chronic"} <= set(found)


def test_the_list_says_how_many_years_an_indicator_needs(
    country: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    code, told, _ = run(monkeypatch, capsys, "indicators", "list", "-w", str(country.path))
    assert code == 0
    [line] = [each for each in told.splitlines() if " gp_every_year " in each]
    assert line.endswith("needs 3 years")
    young = [each for each in told.splitlines() if each.rstrip().endswith("years")]
    assert f"{len(young)} look back on more years than were counted" in told


@pytest.mark.torture
def test_on_a_country_of_three_years_every_indicator_tells_something(tmp_path: Path) -> None:
    space = Workspace(tmp_path / "country")
    pipeline.synthesise(space, 15_000, Years(2021, 2023), 1, False, Silent())
    pipeline.run(space, Silent())
    entries = pipeline.library(space)
    assert len(entries) >= 185
    assert silent(entries) == {}


@pytest.mark.parametrize(("name", "by"), [("gmd", "practice"), ("nights_per_patient", "hospital")])
def test_an_indicator_by_provider_adds_up_and_as_much_is_observed_as_expected(
    name: str,
    by: str,
    country: Workspace,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture,
) -> None:
    found = pipeline.indicator_by_provider(country, name, by)
    assert found.rows["expected"].sum() == pytest.approx(found.rows["numerator"].sum())
    assert found.rows["denominator"].sum() >= found.rows.height > 1
    file = tmp_path / "providers.csv"
    words = ("indicators", "providers", name, "--by", by, "-w", str(country.path), "--out", str(file))
    code, told, _ = run(monkeypatch, capsys, *words)
    assert code == 0
    assert f"{found.rows.height:,} rows in providers.csv" in told
    assert not any(provider in told for provider in found.rows["provider"])
    assert len(file.read_text().splitlines()) == found.rows.height + 1
    assert file.stat().st_mode & 0o777 == 0o600
    code, _, told = run(monkeypatch, capsys, *words)
    assert code == 1
    assert "The file providers.csv is there already. Choose another name" in told


def test_an_indicator_by_provider_of_a_year_that_is_not_there_is_refused(country: Workspace) -> None:
    with pytest.raises(MutualisError, match=r"derived_population_year has no year 1999. There are 20"):
        pipeline.indicator_by_provider(country, "gmd", "practice", 1999)
