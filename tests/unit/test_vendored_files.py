"""Files of others that a page loads are those that the list says, with their licence beside them."""

import shutil
from pathlib import Path

import pytest

from house_tools import tool

LIST = Path(__file__).parents[2] / "tools" / "vendor.toml"
vendor = tool("vendor")


@pytest.fixture
def said():
    return vendor.tomllib.loads(LIST.read_text(encoding="utf-8"))


def test_every_vendored_file_is_in_the_list_and_as_the_list_says(said):
    assert vendor.wrong(vendor.ROOT / said["folder"], said["package"]) == []


def test_every_package_has_its_licence_beside_it(said):
    assert all("LICENSE" in each["files"] and each["licence"] for each in said["package"])


def test_a_file_that_was_changed_added_or_lost_is_told(said, tmp_path):
    folder = tmp_path / "vendor"
    shutil.copytree(vendor.ROOT / said["folder"], folder)
    first, second = (folder / "htmx-4.0.1" / name for name in ("htmx.min.js", "LICENSE"))
    first.write_text(first.read_text() + ";")
    second.unlink()
    (folder / "other.js").write_text("")
    assert vendor.wrong(folder, said["package"]) == [
        "other.js is in no list",
        "htmx-4.0.1/LICENSE is missing",
        "htmx-4.0.1/htmx.min.js is another than the list says",
    ]
