"""The same parcels, code and definitions make the same release: other keys, another folder, another thread count."""

import json
from pathlib import Path

from acceptance.conftest import INSURED, SEED, YEARS
from mutualis import pipeline, release
from mutualis.pipeline import Silent, Workspace


def newest(space: Workspace) -> release.Release:
    return release.read(release.latest(space.releases))


def test_another_country_with_other_keys_and_threads_gives_the_same_root(country: Workspace, tmp_path: Path) -> None:
    again = Workspace(tmp_path / "again", threads=1)
    pipeline.synthesise(again, INSURED, YEARS, SEED, False, Silent())
    pipeline.run(again, Silent())
    first, second = newest(country), newest(again)
    assert first.sources == second.sources
    assert first.files == second.files
    assert first.root == second.root
    assert release.verify(again.releases)[0].root == release.verify(country.releases)[0].root


def test_a_release_names_its_data_by_their_content(country: Workspace) -> None:
    before = release.entries(country.releases)
    described = json.loads((release.latest(country.releases) / "release.json").read_text())
    assert set(described["sources"]) == {name for sheet in newest(country).sheets.values() for name in sheet.sources}
    assert all(len(name) == 64 for name in described["sources"].values())
    assert [each.root for each in before] == [described["root"]]
