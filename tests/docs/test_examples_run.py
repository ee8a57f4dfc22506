"""The examples of the pages run: the indicator and its test, and the way of an own extract."""

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from docs.pages import ROOT, blocks, whole_commands
from house_tools import tool
from mutualis import indicators, synthetic
from mutualis.cli.app import build
from mutualis.engine import DuckEngine
from mutualis.model import Years
from mutualis.parcel import raw_blocks
from mutualis.pipeline import Workspace
from spec.conftest import Spec

OWN = ROOT / "docs" / "own-parcels.md"


def test_the_indicator_of_the_page_and_its_test_run(tmp_path: Path) -> None:
    found = blocks(ROOT / "docs" / "adding.md")
    (definition,) = (block for block in found if "INDICATORS = (" in block)
    (test,) = (block for block in found if block.startswith("def test_"))
    names: dict[str, Any] = {"indicators": indicators}
    exec(compile(f"{definition}\n\n\n{test}\n", "adding.md", "exec"), names)
    (check,) = (each for name, each in names.items() if name.startswith("test_"))
    engine = DuckEngine(memory_limit="500MB", threads=2, temporary=tmp_path)
    try:
        check(Spec(engine, tmp_path))
        with pytest.raises(AssertionError):
            Spec(engine, tmp_path)(
                {}, names["INDICATORS"][0], "level | area_code\nmoon | 1", parameters=indicators.year(2022)
            )
    finally:
        engine.close()
    assert names["INDICATORS"][0].name == "psychiatrist_contact"


@pytest.fixture(scope="module")
def extract(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A half-year of one insurer as plain text files, as its own system would write them."""
    made = tmp_path_factory.mktemp("extract")
    synthetic.synthesise(made, insured=200, years=Years(2023, 2023), seed=3)
    found, plain = made / "insurer-300" / "2023H1", made / "my-extract"
    plain.mkdir()
    sizes = json.loads((found / "declared.json").read_text())
    for name in ("pp", "gz", "fu", "mg"):
        with (plain / f"{name}.txt").open("wb") as out:
            out.writelines(raw_blocks(found / f"{name}.txt.zst", sizes[name]["raw_size"]))
    return plain


def test_the_commands_about_own_parcels_run(extract: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(extract, tmp_path / "my-extract")
    monkeypatch.chdir(tmp_path)
    lines = whole_commands(OWN)
    assert [words[0] for words in lines] == ["nodes", "pack", "run"]
    for words in lines:
        done = CliRunner().invoke(build(), words)
        assert done.exit_code == 0, f"{words}: {done.output}{done.exception!r}"
    space = Workspace(tmp_path / "work")
    assert (space.releases / "latest").is_file()
    reports = {path.name for path in (tmp_path / "work/nodes/insurer-300/store/feedback").glob("2023H1-*/*")}
    told = set(re.findall(r"`(problems\.csv|report\.\w+\.html)`", OWN.read_text(encoding="utf-8")))
    assert told == {"problems.csv", "report.nl.html", "report.fr.html"}
    assert told <= reports


def pictured() -> set[str]:
    """The pages of which the script makes a picture."""
    return set(tool("make_screenshots").STATES)


def test_there_is_a_picture_of_each_page_of_the_atlas_in_two_languages_and_each_is_small_enough() -> None:
    pictures = {path.name: path.stat().st_size for path in (ROOT / "docs" / "screenshots").iterdir()}
    assert set(pictures) == {f"{name}-{lang}.png" for name in pictured() for lang in ("nl", "fr")}
    assert all(20_000 < size < 250_000 for size in pictures.values())
