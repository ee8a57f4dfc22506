"""The data package of a release: frictionless accepts it, and a figure of no area is a fault to it."""

import json
import shutil

import pytest

from atlas_country import published
from mutualis import release
from mutualis.release import files

frictionless = pytest.importorskip("frictionless", reason="requirements/clients.txt is not installed")
pytestmark = pytest.mark.clients


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return published(tmp_path_factory)


@pytest.fixture(scope="module")
def said(folder):
    return json.loads((release.latest(folder) / files.DATAPACKAGE).read_text())


def test_frictionless_finds_no_fault_and_every_key_holds(folder):
    report = frictionless.validate(str(release.latest(folder) / files.DATAPACKAGE))
    assert report.valid, report.flatten(["title", "message"])[:5]


def test_a_figure_of_no_area_is_a_fault(folder, tmp_path, said):
    copy = shutil.copytree(release.latest(folder), tmp_path / "copy")
    areas = copy / files.AREAS
    areas.chmod(0o644)
    areas.write_text("".join(line for line in areas.read_text().splitlines(keepends=True) if ",11000," not in line))
    package = copy / files.DATAPACKAGE
    package.chmod(0o644)
    dropped = ("hash", "bytes")
    resources = [{name: each for name, each in one.items() if name not in dropped} for one in said["resources"]]
    package.write_text(json.dumps(said | {"resources": resources}))
    report = frictionless.validate(str(package))
    assert "foreign-key" in {error for (error,) in report.flatten(["type"])}
