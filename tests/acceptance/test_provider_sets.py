"""Figures by practice and hospital on a synthetic country: what they add up to, and what stays hidden."""

import shutil
from pathlib import Path

import polars as pl
import pytest

from command_line import run
from mutualis import disclosure, pipeline, reference, release
from mutualis.disclosure.providers import Parts, interval
from mutualis.pipeline import Silent, Workspace
from mutualis.release.providers import provider_sets, staff_path


@pytest.fixture(scope="module")
def provided(country: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A copy of the country with its figures by provider."""
    there = tmp_path_factory.mktemp("provided") / "country"
    shutil.copytree(country.path, there)
    space = Workspace(there)
    pipeline.provide(space, Silent())
    return space


def rows(space: Workspace) -> pl.DataFrame:
    newest = release.latest(space.releases).name
    return pl.read_parquet(staff_path(space.path / "staff", newest))


def test_no_small_count_is_in_any_row(provided: Workspace) -> None:
    k = disclosure.rules().k
    told = rows(provided).filter(pl.col("status") == "shown", pl.col("indicator") != "insured")
    assert told.height > 50
    assert told["numerator"].min() >= k
    shares = told.filter(pl.col("indicator") != "unplanned_stays_quarter")
    assert (shares["denominator"] - shares["numerator"]).min() >= k


def test_what_is_hidden_stays_hidden_from_who_knows_the_sum_of_all(provided: Workspace) -> None:
    k = disclosure.rules().k
    for by, name in (("practice", "hf_raas"), ("practice", "gmd"), ("hospital", "seniors")):
        true = pipeline.indicator_by_provider(provided, name, by).rows.sort("provider")
        year = pipeline.indicator_by_provider(provided, name, by).year
        shown = rows(provided).filter(
            pl.col("by") == by, pl.col("indicator") == name, pl.col("period") == str(year), pl.col("split") == "total"
        )
        hidden = ~true["provider"].is_in(shown.filter(pl.col("status") == "shown")["provider"].implode())
        parts = Parts.of(true["numerator"].to_numpy(), true["denominator"].to_numpy())
        low, high = interval(parts, hidden.to_numpy())
        alone, most = interval(parts, hidden.to_numpy() | True)
        wanted = (most - alone).clip(max=k)
        assert ((high - low) >= wanted)[hidden.to_numpy()].all()


def test_a_shown_figure_is_the_one_that_was_counted(provided: Workspace) -> None:
    true = pipeline.indicator_by_provider(provided, "gmd", "practice")
    shown = rows(provided).filter(
        pl.col("indicator") == "gmd", pl.col("period") == str(true.year), pl.col("split") == "total"
    )
    large = true.rows.filter(pl.col("persons") >= reference.provider_sets().rules.least_persons)
    assert set(shown["provider"]) == set(large["provider"])
    both = shown.drop_nulls("numerator").join(true.rows, on="provider", suffix="_true")
    assert both.height > 0
    assert (both["numerator"] == both["numerator_true"]).all()
    assert (both["expected"] - both["expected_true"]).abs().max() <= 0.051


def test_the_command_tells_and_a_second_time_writes_nothing(
    provided: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    before = {path: path.stat().st_mtime_ns for path in provided.path.rglob("providers/*") if path.is_file()}
    provided.close()
    code, told, _ = run(monkeypatch, capsys, "providers", "publish", "-w", str(provided.path))
    assert code == 0
    assert "published before" in told
    assert {path: path.stat().st_mtime_ns for path in before} == before
    assert len(before) == 2


def test_the_public_part_names_nobody(provided: Workspace) -> None:
    newest = release.latest(provided.releases).name
    text = (provided.releases / "providers" / f"{newest}.json").read_text()
    assert not [each for each in rows(provided)["provider"].unique() if each in text]
    sets = provider_sets(provided.releases, newest)
    assert sets is not None
    # A country this small has practices and no funnel: with so few points somebody would know which is whose.
    least = reference.provider_sets().rules.least_points
    assert sets.sets
    assert all(not each.points or len(each.points) >= least for each in sets.sets)


def test_a_release_that_is_not_there_is_an_error(
    provided: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture, tmp_path: Path
) -> None:
    code, _, told = run(monkeypatch, capsys, "providers", "publish", "-w", str(provided.path), "--release", "nothing")
    assert code == 1
    assert "no release" in told
