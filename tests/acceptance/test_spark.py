"""The same country on the embedded and on the distributed engine: every derived table and every indicator is equal."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from acceptance.drawing import flagged
from command_line import run
from mutualis import derived, pipeline, release, tables
from mutualis.engine import spark_engine
from mutualis.model import MutualisError
from mutualis.pipeline import Silent, Workspace

pytestmark = pytest.mark.spark
MASTER = os.environ.get("MUTUALIS_SPARK") or "local-cluster[2,1,2048]"
MADE = [*(step.name for step in derived.STEPS), tables.result_indicator.name]


@pytest.fixture(scope="module")
def embedded(country: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    space = Workspace(shutil.copytree(country.path, tmp_path_factory.mktemp("embedded") / "country"))
    flagged(space)
    pipeline.derive(space, Silent())
    pipeline.count(space, Silent())
    return space


@pytest.fixture(scope="module")
def distributed(embedded: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """The same warehouse without what was made of it; made again by Spark and committed."""
    copied = shutil.copytree(embedded.path, tmp_path_factory.mktemp("distributed") / "country")
    space = Workspace(copied, spark_master=MASTER)
    for name in MADE:
        shutil.rmtree(space.lake().folder / name)
    pipeline.derive(space, Silent())
    pipeline.count(space, Silent())
    yield space
    space.table_engine().stop()  # type: ignore[attr-defined]


def rows(space: Workspace, name: str) -> pl.DataFrame:
    return pl.read_parquet(space.lake().files(name))


@pytest.mark.parametrize("name", [step.name for step in derived.STEPS])
def test_a_derived_table_has_the_same_rows_in_the_same_order(
    embedded: Workspace, distributed: Workspace, name: str
) -> None:
    made = rows(distributed, name)
    assert made.height > 0
    assert made.equals(rows(embedded, name))


def test_every_indicator_has_the_same_cells(embedded: Workspace, distributed: Workspace) -> None:
    key = list(tables.result_indicator.key)
    one, other = (rows(space, tables.result_indicator.name).sort(key) for space in (embedded, distributed))
    for (indicator,), cells in one.partition_by("indicator", as_dict=True).items():
        assert cells.equals(other.filter(pl.col("indicator") == indicator)), indicator
    assert one["indicator"].n_unique() >= 10
    assert one.height == other.height


def test_what_is_published_is_the_same_release(embedded: Workspace, distributed: Workspace) -> None:
    for space in (embedded, distributed):
        pipeline.publish(space, Silent())
    one, other = (release.latest(space.releases) for space in (embedded, distributed))
    assert one is not None
    assert other is not None
    assert one.name == other.name, "the name holds the root of everything in it"


def test_the_command_line_runs_on_spark_and_finds_that_everything_is_made(
    distributed: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    versions = {name: distributed.lake().version(name) for name in MADE}
    words = ("derive", "-w", str(distributed.path), "--engine", "spark", "--master", MASTER)
    code, told, _ = run(monkeypatch, capsys, *words)
    assert code == 0
    assert "derive:" in told
    assert {name: distributed.lake().version(name) for name in MADE} == versions


def test_a_table_that_nobody_gave_and_a_file_that_is_there_are_told_in_our_words(
    distributed: Workspace, tmp_path: Path
) -> None:
    engine = spark_engine(MASTER, tmp_path)
    with pytest.raises(MutualisError, match="not given"):
        engine.rows(tables.derived_stay.expr)
    made = distributed.lake().files("derived_stay")
    engine.use("derived_stay", made)
    with pytest.raises(MutualisError, match="exists already"):
        engine.save(tables.derived_stay.expr, made[0], tables.derived_stay)
    engine.close()


def test_an_engine_that_there_is_not_is_refused(
    distributed: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    code, _, told = run(monkeypatch, capsys, "count", "-w", str(distributed.path), "--engine", "oracle")
    assert code != 0
    assert "There is no engine 'oracle'" in told
