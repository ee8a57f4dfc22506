"""The verbs about releases: what went out, and whether it is still what went out."""

import shutil

import pytest

from command_line import run
from mutualis import release
from split_figures import publish_again


@pytest.fixture(scope="module")
def work(tmp_path_factory):
    folder = tmp_path_factory.mktemp("work")
    for version in (1, 2):
        publish_again(folder / "releases", version=version)
    return folder


def test_list_names_every_release_with_its_root(work, monkeypatch, capsys):
    code, out, _ = run(monkeypatch, capsys, "release", "list", "-w", str(work))
    assert code == 0
    for each in release.entries(work / "releases"):
        assert f"{each.number}  {each.release}  {each.created}  {each.root[:12]}" in out
    assert max(map(len, out.splitlines())) <= 80


def test_verify_says_that_all_hold_and_how_the_ledger_ends(work, monkeypatch, capsys):
    code, out, _ = run(monkeypatch, capsys, "release", "verify", "-w", str(work))
    assert code == 0
    assert "All 2 releases hold" in out
    assert release.head(work / "releases") in out
    name = release.entries(work / "releases")[0].release
    code, out, _ = run(monkeypatch, capsys, "release", "verify", name, "-w", str(work))
    assert code == 0
    assert "1 release holds: every file, the root and the chain." in out
    assert f"Its root is {release.entries(work / 'releases')[0].root}." in out


def test_verify_ends_with_1_when_a_file_was_touched_and_another_release_still_holds(
    work, monkeypatch, capsys, tmp_path
):
    shutil.copytree(work / "releases", tmp_path / "releases")
    first, second = release.listing(tmp_path / "releases")
    path = tmp_path / "releases" / second / "areas.csv"
    path.chmod(0o644)
    path.write_text(path.read_text().replace("Gent", "Ghent"))
    for words in ((), (second,)):
        code, out, told = run(monkeypatch, capsys, "release", "verify", *words, "-w", str(tmp_path))
        assert (code, out) == (1, "")
        assert f"Release '{second}' is damaged: areas.csv has changed since it was published." in told
        assert "Restore the folder, or publish the release again." in told
    assert run(monkeypatch, capsys, "release", "verify", first, "-w", str(tmp_path))[0] == 0


def test_verify_ends_with_1_when_the_ledger_was_touched(work, monkeypatch, capsys, tmp_path):
    shutil.copytree(work / "releases", tmp_path / "releases")
    ledger = tmp_path / "releases" / "ledger.jsonl"
    ledger.write_text("".join(ledger.read_text().splitlines(keepends=True)[1:]))
    for verb in ("list", "verify"):
        code, out, told = run(monkeypatch, capsys, "release", verb, "-w", str(tmp_path))
        assert (code, out) == (1, "")
        assert "The ledger of releases is broken at line 1." in told


def test_verify_of_a_release_that_never_went_out_says_which_did(work, monkeypatch, capsys):
    code, _, told = run(monkeypatch, capsys, "release", "verify", "nope", "-w", str(work))
    assert code == 1
    assert f"The ledger has no release of that name. It has {release.entries(work / 'releases')[0].release}" in told


def test_without_a_release_they_say_so(tmp_path, monkeypatch, capsys):
    (tmp_path / "releases").mkdir()
    for verb in ("list", "verify"):
        assert run(monkeypatch, capsys, "release", verb, "-w", str(tmp_path))[:2] == (0, "Nothing was published yet.\n")
