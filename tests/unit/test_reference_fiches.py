"""Fiches of variables: every column of patient data has one, complete, in every language."""

import re

import pytest
from typer.testing import CliRunner

from mutualis import reference, tables
from mutualis.cli.app import build
from mutualis.model import MutualisError

TABLES = ("derived_person_year", "derived_person_year_diagnosis")
FICHES = [fiche for table in TABLES for fiche in reference.fiches(table)]


@pytest.mark.parametrize("table", TABLES)
def test_every_column_has_one_fiche_and_every_fiche_a_column(table):
    assert [each.name for each in reference.fiches(table)] == list(tables.find(table).columns)


@pytest.mark.parametrize("fiche", FICHES, ids=lambda each: f"{each.table}.{each.name}")
def test_a_fiche_is_complete_in_every_language(fiche):
    assert set(fiche.definition) == set(fiche.caveat) == set(reference.FICHE_LANGUAGES)
    assert all(text.endswith(".") and len(text) > 10 for text in fiche.definition.values())
    assert len(set(fiche.definition.values())) == len(reference.FICHE_LANGUAGES), "a text was not translated"
    assert len({bool(text) for text in fiche.caveat.values()}) == 1, "a caveat is told in some languages only"
    assert 2002 <= fiche.first_year <= 2026
    assert set(fiche.codelists) <= set(reference.codelist_names())


def test_source_variables_are_fields_of_the_layouts():
    fields = {field.code for name in ("pp", "gz", "fu") for field in reference.layout(name, "mutualis-1").fields}
    assert {source for fiche in FICHES for source in fiche.sources} <= fields


def test_an_unknown_variable_is_said():
    with pytest.raises(MutualisError, match="no variable 'shoe_size'"):
        reference.fiche("shoe_size")


@pytest.mark.parametrize("language", reference.FICHE_LANGUAGES)
def test_the_command_prints_a_fiche_and_the_list(language):
    shown = CliRunner().invoke(build(), ["variables", "gp_contacts", "--language", language])
    assert shown.exit_code == 0
    words = re.sub(r"\s+", " ", shown.output)
    assert reference.fiche("gp_contacts").definition[language] in words
    listed = CliRunner().invoke(build(), ["variables", "--language", language])
    assert all(f"{fiche.table}.{fiche.name}" in listed.output for fiche in FICHES)
