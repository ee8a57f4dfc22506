"""The ledger of releases: what went out when, in a chain; what was touched is told; a publication is whole or not."""

import json
import os
import shutil

import pytest

from mutualis import publish, release
from mutualis.model import Busy, MutualisError
from mutualis.publish import keeping
from split_figures import INDICATORS, as_if_protected, publish_again


@pytest.fixture(scope="module")
def three(tmp_path_factory):
    """Three releases in one folder."""
    folder = tmp_path_factory.mktemp("ledger")
    for version in (1, 2, 3):
        publish_again(folder, version=version)
    return folder


@pytest.fixture
def folder(three, tmp_path):
    there = tmp_path / "releases"
    shutil.copytree(three, there)
    return there


def lines(folder):
    return (folder / "ledger.jsonl").read_text().splitlines(keepends=True)


def test_each_release_has_a_line_that_holds_the_hash_of_the_one_before(three):
    entries = release.verify(three)
    assert [each.number for each in entries] == [1, 2, 3]
    assert [each.previous for each in entries] == ["0" * 64, entries[0].hash, entries[1].hash]
    assert release.head(three) == entries[2].hash
    assert [json.loads(line)["release"] for line in lines(three)] == [each.release for each in entries]
    assert set(json.loads(lines(three)[0])) == {
        "number", "previous", "release", "root", "created", "figures_sha256", "hash",
    }  # fmt: skip


def test_one_release_can_be_verified_by_its_name(three):
    name = release.entries(three)[1].release
    assert [each.release for each in release.verify(three, name)] == [name]
    with pytest.raises(MutualisError, match="no release of that name"):
        release.verify(three, "other")


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (lambda found: [found[0].replace('"created": "20', '"created": "19'), *found[1:]], 1),
        (lambda found: [found[0], found[2]], 2),
        (lambda found: [found[1], found[0], found[2]], 1),
        (lambda found: [*found, found[2]], 4),
        (lambda found: [found[0], found[1][:40] + "\n", found[2]], 2),
        (lambda found: [found[0], "[]\n", found[2]], 2),
    ],
)
def test_a_line_that_was_changed_removed_moved_or_added_breaks_the_chain(folder, change, line):
    (folder / "ledger.jsonl").write_text("".join(change(lines(folder))))
    with pytest.raises(MutualisError, match=f"broken at line {line}"):
        release.verify(folder)


def test_an_end_that_was_cut_off_shows_by_the_folders_that_are_left(folder):
    (folder / "ledger.jsonl").write_text("".join(lines(folder)[:2]))
    with pytest.raises(MutualisError, match="in no line of the ledger"):
        release.verify(folder)
    with pytest.raises(MutualisError, match="in no line of the ledger"):
        publish_again(folder, version=4)


def test_a_missing_folder_and_a_touched_file_are_told(folder):
    first, second, _ = release.entries(folder)
    figures = folder / second.release / "figures.csv"
    figures.chmod(0o644)
    figures.write_text(figures.read_text().replace("shown", "none", 1))
    with pytest.raises(MutualisError, match=rf"{second.release}' is damaged: figures\.csv has changed"):
        release.verify(folder)
    assert release.verify(folder, first.release)
    shutil.rmtree(folder / second.release)
    with pytest.raises(MutualisError, match="its folder is missing"):
        release.verify(folder)


def test_a_whole_release_in_the_place_of_another_is_told(folder):
    first, second, _ = release.entries(folder)
    shutil.rmtree(folder / first.release)
    shutil.copytree(folder / second.release, folder / first.release)
    with pytest.raises(MutualisError, match="not the one that went out under that name"):
        release.verify(folder)


def test_nothing_is_published_on_top_of_a_broken_ledger(folder):
    (folder / "ledger.jsonl").write_text(lines(folder)[1])
    before = sorted(folder.iterdir())
    with pytest.raises(MutualisError, match="broken at line 1"):
        publish_again(folder, version=4)
    assert sorted(folder.iterdir()) == before


def test_figures_protected_before_another_release_went_out_are_refused(folder):
    given = {"indicators": INDICATORS, "sources": {"derived_person_year": "new"}, "folder": folder}
    with pytest.raises(MutualisError, match="Another release went out after"):
        publish.publish(as_if_protected(), **given, after=release.entries(folder)[1].hash)
    publish.publish(as_if_protected(), **given, after=release.head(folder))
    assert len(release.verify(folder)) == 4


def stops_before(monkeypatch, step):
    """A publication that dies at a step, as by a power cut."""

    def dies(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(*step, dies)


@pytest.mark.parametrize(
    ("step", "left"), [((keeping, "_write_next"), 3), ((os, "rename"), 3), ((keeping, "_finish"), 4)]
)
def test_a_publication_that_is_broken_off_is_whole_or_not_there(folder, monkeypatch, step, left):
    with monkeypatch.context() as broken:
        stops_before(broken, step)
        with pytest.raises(KeyboardInterrupt):
            publish_again(folder, version=4)
    assert len(release.listing(folder)) == left
    there = publish_again(folder, version=4)
    assert there.name == release.latest(folder).name
    assert len(release.verify(folder)) == 4
    assert sorted(path.name for path in folder.glob(".*")) == []


def test_one_that_was_broken_off_at_the_end_is_in_the_ledger_before_another_goes_out(folder, monkeypatch):
    with monkeypatch.context() as broken:
        stops_before(broken, (keeping, "_finish"))
        with pytest.raises(KeyboardInterrupt):
            publish_again(folder, version=4)
    publish_again(folder, version=5)
    assert len(release.verify(folder)) == 5


def test_two_processes_cannot_publish_at_once(folder):
    with keeping.held(folder), pytest.raises(Busy, match="Another process is publishing"):
        publish_again(folder, version=4)
    assert len(release.verify(folder)) == 3
