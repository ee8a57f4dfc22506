"""What a change of a code list moves, on the synthetic country: exactly what it decides, by as much as there is."""

import csv
from pathlib import Path

import polars as pl
import pytest

from command_line import run
from mutualis import pipeline, reference
from mutualis.model import MutualisError
from mutualis.pipeline import Silent, Workspace


def edited(path: Path, name: str, of: str, **cells: str) -> Path:
    source = reference.codelist(name)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, source.columns)
        writer.writeheader()
        writer.writerows({**row, **(cells if row["code"] == of else {})} for row in source.rows)
    return path


def gp_contacts(space: Workspace) -> int:
    return int(pl.read_parquet(space.lake().files("derived_person_year"))["gp_contacts"].sum())


def test_a_nomenclature_code_that_ends_takes_its_contacts_away_and_moves_nothing_else(
    country: Workspace, tmp_path: Path
) -> None:
    ended = edited(tmp_path / "nomenclature.csv", "nomenclature", "101032", valid_to="2022-12-31")
    before = country.lake().version("derived_person_year")
    found = pipeline.impact(country, "nomenclature", ended, Silent())
    moved = {(each.kind, each.name, each.what): each for each in found.moved}
    contacts = moved["variable", "derived_person_year.gp_contacts", "sum"]
    assert contacts.before == gp_contacts(country)
    assert 0 < contacts.after < contacts.before
    figure = moved["indicator", "gp_contact", "2023 numerator"]
    assert figure.after < figure.before
    about_gps = {each.name for each in found.moved if each.kind == "indicator"}
    assert "gp_contact" in about_gps <= set(found.uses.indicators)
    assert not about_gps & {"insured", "diabetes", "classic_stays", "mean_copayment"}
    assert "derived_stay" in found.uses.tables
    assert country.lake().version("derived_person_year") == before, "the warehouse is as it was"


def test_a_change_of_words_moves_nothing(country: Workspace, tmp_path: Path) -> None:
    renamed = edited(tmp_path / "medicine_group.csv", "medicine_group", "diabetes", nl="suikerziekte")
    assert pipeline.impact(country, "medicine_group", renamed, Silent()).moved == ()


def test_a_list_that_lacks_what_a_definition_needs_says_so(country: Workspace, tmp_path: Path) -> None:
    lacking = edited(tmp_path / "medicine_group.csv", "medicine_group", "diabetes", code="sugar")
    with pytest.raises(MutualisError, match="no code 'diabetes'"):
        pipeline.impact(country, "medicine_group", lacking, Silent())


def test_the_commands_tell_the_difference_and_the_impact(
    country: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    fewer = edited(tmp_path / "medicine_group.csv", "medicine_group", "diabetes", least_ddd_thousandths="400000")
    code, told, _ = run(monkeypatch, capsys, "codelists", "diff", "medicine_group", str(fewer))
    assert code == 0
    assert "diabetes from 2002-01-01; least_ddd_thousandths: 90000 -> 400000" in told
    words = ("codelists", "impact", "medicine_group", str(fewer), "-w", str(country.path))
    code, told, _ = run(monkeypatch, capsys, *words)
    assert code == 0
    assert "2023 numerator" in told
    assert {"diabetes", "polypharmacy", "antibiotics_ddd", "antidepressants"} <= set(
        told.partition("indicators: ")[2].partition("\n")[0].split(", ")
    )
