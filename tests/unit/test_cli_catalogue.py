"""The verbs of the catalogue: fill, publish, show, export."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from atlas_country import publish_atlas
from mutualis.cli.app import build
from mutualis.model import MutualisError
from mutualis.reference import catalogue_facts
from mutualis.reference.catalogue_facts import OWN_FILE
from mutualis.reference.files import ROOT

RUNNER = CliRunner()


def said(*words: str) -> str:
    answer = RUNNER.invoke(build(), ["catalogue", *words])
    if answer.exception and not isinstance(answer.exception, SystemExit):
        raise answer.exception
    return answer.output


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("workspace")
    publish_atlas(folder / "releases")
    assert "0 retired" in said("fill", "-w", str(folder))
    assert said("publish", "-w", str(folder)).startswith("Edition ")
    return str(folder)


def test_nothing_can_be_published_before_it_is_filled(tmp_path: Path) -> None:
    publish_atlas(tmp_path / "releases")
    with pytest.raises(MutualisError, match="catalogue fill"):
        said("publish", "-w", str(tmp_path))


def test_a_variable_is_shown_by_its_name_or_its_official_code(workspace: str) -> None:
    shown = said("show", "PP0020", "-w", workspace, "--language", "fr")
    assert "Sexe" in shown
    assert "variable derived_population_year.sex" in " ".join(shown.split())
    assert said("show", "pp.sex", "-w", workspace, "--language", "fr") == shown


def test_an_unknown_variable_is_an_error_that_names_some_like_it(workspace: str) -> None:
    with pytest.raises(MutualisError, match=r"pp\.sex"):
        said("show", "sex", "-w", workspace)


@pytest.mark.parametrize(("form", "begins"), [("ttl", "@prefix"), ("jsonld", "{"), ("json", "[")])
def test_the_edition_is_written_for_another_catalogue(workspace: str, tmp_path: Path, form: str, begins: str) -> None:
    said("export", "-w", workspace, "--format", form, "--to", str(tmp_path / "out"))
    text = (tmp_path / "out").read_text()
    assert text.startswith(begins)
    assert form == "ttl" or json.loads(text)


def test_facts_of_ones_own_take_the_place_of_those_built_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tmp_path / "own.toml"
    own.write_text((ROOT / "catalogue.toml").read_text().replace("metadata@mutualis.example", "data@centre.example"))
    monkeypatch.setenv(OWN_FILE, str(own))
    catalogue_facts.cache_clear()
    try:
        assert catalogue_facts().contact["email"] == "data@centre.example"
        own.write_text('[contact]\nname = "x"\n')
        catalogue_facts.cache_clear()
        with pytest.raises(MutualisError, match=r"own\.toml .* lacks publisher\.identifier"):
            catalogue_facts()
    finally:
        catalogue_facts.cache_clear()
