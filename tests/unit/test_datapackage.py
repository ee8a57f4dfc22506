"""The data package of a release: it names every file, is under the root, and a release without one is still read."""

import hashlib
import json
import shutil

import pytest

from atlas_country import Reader, published
from mutualis import release
from mutualis.release import files


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return published(tmp_path_factory)


@pytest.fixture(scope="module")
def said(folder):
    return json.loads((release.latest(folder) / files.DATAPACKAGE).read_text())


def test_every_file_is_named_with_its_size_and_hash(folder, said):
    for resource in said["resources"]:
        if "path" in resource:
            data = (release.latest(folder) / resource["path"]).read_bytes()
            assert resource["bytes"] == len(data)
            assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"


def test_it_is_a_file_of_the_release_under_its_root(folder):
    read = release.read(release.latest(folder))
    assert files.DATAPACKAGE in read.files
    answer = Reader(folder).ask(f"/files/{read.id}/{files.DATAPACKAGE}")
    assert answer.json()["resources"][2]["schema"]["primaryKey"] == list(files.KEY)


def test_a_release_of_before_it_can_still_be_read(folder, tmp_path):
    old = shutil.copytree(release.latest(folder), tmp_path / release.latest(folder).name)
    (old / files.DATAPACKAGE).unlink()
    path = old / files.DESCRIPTION
    described = json.loads(path.read_text())
    del described["files"][files.DATAPACKAGE]
    digests = {name: each["sha256"] for name, each in described["files"].items()}
    described["root"] = files.root(digests, described)
    path.chmod(0o644)
    path.write_text(json.dumps(described))
    assert files.DATAPACKAGE not in release.read(old).files
