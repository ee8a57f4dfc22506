"""A study is a folder whose files say what it may read and what it promises; a mistake is told before it runs."""

import ast
import datetime as dt
import json
import re
import sys
from importlib import import_module
from pathlib import Path

import pytest

from mutualis.model import MutualisError, Years
from mutualis.pipeline import Workspace
from mutualis.study import Output, demo, read_study, root, study_names
from mutualis.study.report import pictures_first
from mutualis.study.running import code
from study_files import LAW, PROTOCOL, STUDY, WORDS, draw_study

OURS = sorted(root().glob("*/study.py"))
MODULES = sorted(root().glob("*/*.py"))
OTHERS = {"polars", "numpy", "ibis", "markupsafe", "collections", "dataclasses", "datetime", "decimal", "functools"}
OTHERS |= {"itertools", "math", "typing"}


def test_a_study_has_its_years_words_outputs_and_authorisation(tmp_path: Path) -> None:
    draw_study(tmp_path)
    study = read_study(tmp_path, "little")
    assert study.years == Years(2018, 2019)
    assert [each.name for each in study.outputs] == ["stays", "means"]
    assert study.word("kind", "de") == "c"
    assert study.word("year", "nl") == "jaar"
    assert study.permission.columns("derived_stay") == ("person_id", "year", "stay_kind")


def test_a_code_may_mean_another_thing_in_another_column(tmp_path: Path) -> None:
    other = WORDS.replace("'c'", "'e'")
    words = f"words = {{ all = {WORDS}, 'variant.all' = {other}, kind = {WORDS} }}"
    draw_study(tmp_path, study=re.sub("(?m)^words = .*$", words, STUDY))
    study = read_study(tmp_path, "little")
    assert [study.value("all", "de", column) for column in ("variant", "pilot", "")] == ["e", "c", "c"]
    assert study.value("none", "de", "variant") == "none"


def test_reports_show_pictures_before_tables_and_keep_the_order_of_each() -> None:
    told = [
        Output(name, kind, {}, {}) for name, kind in zip("abcd", ("table", "picture", "table", "picture"), strict=True)
    ]
    assert [each.name for each in pictures_first(told)] == ["b", "d", "a", "c"]


def test_a_country_is_made_anew_when_what_is_planted_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    space, country = Workspace(tmp_path), demo.Country()
    (tmp_path / "study-country.json").write_text(json.dumps(demo._about(country)))
    assert demo.is_there(space, country)
    assert not demo.is_there(space, demo.Country(insured=30_000))
    monkeypatch.setattr(demo, "scenario", lambda name: {"savings": {"share": 0.5}})
    assert not demo.is_there(space, country)


def test_a_folder_of_studies_lists_those_with_a_study_file(tmp_path: Path) -> None:
    draw_study(tmp_path, "b-study")
    draw_study(tmp_path, "a-study")
    (tmp_path / "notes").mkdir()
    assert study_names(tmp_path) == ["a-study", "b-study"]


@pytest.mark.parametrize(
    ("file", "words", "says"),
    [
        ("protocol", PROTOCOL.replace("## Sensitivity", "## Something"), "does not say its sensitivity"),
        ("study", STUDY.replace("seed = 7\n", ""), "does not say its seed"),
        ("study", STUDY.replace('kind = "table"', 'kind = "chart"'), "unknown kind 'chart'"),
        ("study", STUDY.replace("de = 'c', ", "", 1), "not there in de"),
        ("study", STUDY.replace('kind = "table"', 'kind = "table"\nunit = "pounds"'), "unknown unit 'pounds'"),
        ("authorisation", LAW.replace('purpose = "To know."', ""), "does not say its purpose"),
    ],
)
def test_a_file_that_leaves_something_out_is_refused(tmp_path: Path, file: str, words: str, says: str) -> None:
    draw_study(tmp_path, **{file: words})
    with pytest.raises(MutualisError, match=says):
        read_study(tmp_path, "little")


def test_a_study_without_one_of_its_files_is_refused(tmp_path: Path) -> None:
    (draw_study(tmp_path) / "authorisation.toml").unlink()
    with pytest.raises(MutualisError, match=r"has no authorisation\.toml"):
        read_study(tmp_path, "little")


def test_an_unknown_study_is_told_with_those_that_there_are(tmp_path: Path) -> None:
    draw_study(tmp_path)
    with pytest.raises(MutualisError, match="The studies are little"):
        read_study(tmp_path, "large")


@pytest.mark.parametrize(
    ("day", "years", "says"),
    [
        (dt.date(2016, 12, 31), Years(2018, 2019), "not in force"),
        (dt.date(2091, 1, 1), Years(2018, 2019), "not in force"),
        (dt.date(2020, 1, 1), Years(2009, 2019), "does not allow 2009-2019"),
        (dt.date(2020, 1, 1), Years(2018, 2031), "does not allow 2018-2031"),
    ],
)
def test_an_authorisation_holds_for_its_days_and_years(tmp_path: Path, day: dt.date, years: Years, says: str) -> None:
    draw_study(tmp_path)
    with pytest.raises(MutualisError, match=says):
        read_study(tmp_path, "little").permission.must_allow(day, years)


def test_a_table_that_is_not_granted_is_refused(tmp_path: Path) -> None:
    draw_study(tmp_path)
    with pytest.raises(MutualisError, match="does not allow the table 'core_care_line'"):
        read_study(tmp_path, "little").permission.columns("core_care_line")


@pytest.mark.parametrize("path", OURS, ids=lambda each: each.parent.name)
def test_every_study_that_ships_is_whole(path: Path) -> None:
    study = read_study(path.parent.parent, path.parent.name)
    study.permission.must_allow(dt.date.today(), study.years)
    assert len([each for each in study.outputs if each.kind == "table"]) >= 3
    assert any(each.kind == "estimates" for each in study.outputs)
    assert "planted effect" in study.protocol.lower()


@pytest.mark.parametrize("path", MODULES, ids=lambda each: f"{each.parent.name}/{each.stem}")
def test_a_study_uses_only_what_mutualis_exports(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            assert {each.name.split(".")[0] for each in node.names} <= OTHERS
        if isinstance(node, ast.ImportFrom):
            module = node.module or ""
            if node.level:
                own = [module] if module else [each.name for each in node.names]
                assert node.level == 1
                assert all((path.parent / f"{each}.py").is_file() for each in own), own
                continue
            if not module.startswith("mutualis"):
                assert module.split(".")[0] in OTHERS, module
                continue
            assert module.split(".")[1] in {"study", "methods", "picture", "reference", "portable", "model"}, module
            for each in node.names:
                assert not each.name.startswith("_")
                assert hasattr(import_module(module), each.name), f"{module} exports no {each.name}"


def test_a_package_that_is_not_installed_is_told_with_where_to_get_it(tmp_path: Path) -> None:
    draw_study(tmp_path, code="import no_such_statistics\n")
    with pytest.raises(MutualisError, match="needs the package 'no_such_statistics'"):
        code(read_study(tmp_path, "little"))


def test_the_modules_of_a_study_are_its_own_and_do_not_stay(tmp_path: Path) -> None:
    folders = (tmp_path / "one", tmp_path / "two")
    for folder, answer in zip(folders, (1, 2), strict=True):
        place = draw_study(folder)
        (place / "study.py").write_text("from .other import ANSWER\n\n\ndef run(desk):\n    return ANSWER\n")
        (place / "other.py").write_text(f"ANSWER = {answer}\n")
    assert [code(read_study(folder, "little"))(None) for folder in folders] == [1, 2]
    assert not [each for each in sys.modules if each.startswith("mutualis_study_little")]
