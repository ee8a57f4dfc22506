"""`mutualis protect audit`: the intervals that anybody can work out from what was published."""

import shutil

import pytest

from command_line import run
from mutualis import release
from published_country import publish_country


@pytest.fixture(scope="module")
def work(tmp_path_factory):
    folder = tmp_path_factory.mktemp("work")
    publish_country(folder / "releases")
    return folder


def test_a_safe_release_exposes_no_small_number(work, monkeypatch, capsys):
    code, out, _ = run(monkeypatch, capsys, "protect", "audit", "-w", str(work))
    assert code == 0
    figures = release.read(release.latest(work / "releases")).figures_by.table.num_rows
    assert f"{figures:,} figures are published; " in out
    assert "No hidden count is known to be a small number." in out
    wide = next(line for line in out.splitlines() if line.startswith("5 or wider"))
    assert int(wide.split()[-1].replace(",", "")) > 100


def test_a_release_that_is_not_there_is_named(work, monkeypatch, capsys):
    code, _, told = run(monkeypatch, capsys, "protect", "audit", "2020-01-01-nothing", "-w", str(work))
    assert code == 1
    assert "There is no release '2020-01-01-nothing' to audit." in told
    assert release.entries(work / "releases")[0].release in told


def test_an_empty_workspace_says_what_to_do(tmp_path, monkeypatch, capsys):
    (tmp_path / "releases").mkdir()
    code, _, told = run(monkeypatch, capsys, "protect", "audit", "-w", str(tmp_path))
    assert code == 1
    assert "There is no release to audit. The ledger has none. Publish one: mutualis publish." in told


def test_a_touched_release_is_not_audited(work, tmp_path, monkeypatch, capsys):
    shutil.copytree(work / "releases", tmp_path / "releases")
    figures = release.latest(tmp_path / "releases") / "figures.csv"
    figures.write_text(figures.read_text().replace("suppressed", "shown", 1))
    code, _, told = run(monkeypatch, capsys, "protect", "audit", "-w", str(tmp_path))
    assert code == 1
    assert "figures.csv" in told


def test_a_workspace_named_before_the_verb_is_refused_not_forgotten(work, monkeypatch, capsys):
    code, out, told = run(monkeypatch, capsys, "protect", "-w", str(work), "audit")
    assert (code, out) == (2, "")
    words = " ".join(told.replace("│", " ").split())
    assert "Options come after the verb: mutualis protect audit -w workspace." in words
