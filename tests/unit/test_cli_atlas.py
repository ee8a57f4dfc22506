"""The verb atlas: where the Atlas is, and a geometry that is missing is told before it starts."""

import pytest
from typer.testing import CliRunner

from mutualis import atlas
from mutualis.cli.app import build
from split_figures import publish_again


@pytest.fixture
def work(tmp_path, monkeypatch):
    (tmp_path / "nodes").mkdir()
    publish_again(tmp_path / "releases")
    served = []
    monkeypatch.setattr(atlas, "serve", lambda *asked: served.append(asked))
    return tmp_path, served


@pytest.mark.parametrize("pack", ["nowhere", None])
def test_a_missing_geometry_pack_is_told_and_the_atlas_still_starts(work, pack):
    folder, served = work
    more = ["--geometry", str(folder / pack)] if pack else []
    done = CliRunner().invoke(build(), ["atlas", "-w", str(folder), "--port", "8123", *more])
    told = " ".join(done.output.split())
    assert done.exit_code == 0
    assert "http://127.0.0.1:8123/" in told
    wanted = "There will be no maps. The geometry pack is not complete. It has no pack.toml."
    assert (wanted in told) == bool(pack)
    assert [asked[0] for asked in served] == [folder / "releases"]
