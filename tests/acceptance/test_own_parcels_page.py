"""The way of an own extract, as its page tells it, runs from text files to a release."""

import json
import re
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from docs.pages import ROOT, whole_commands
from mutualis import synthetic
from mutualis.cli.app import build
from mutualis.model import Years
from mutualis.parcel import raw_blocks
from mutualis.pipeline import Workspace

OWN = ROOT / "docs" / "own-parcels.md"


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
