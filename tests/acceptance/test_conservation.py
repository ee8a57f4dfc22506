"""Nothing is lost or counted twice on the way to the derived tables; where something is, the check says what."""

import shutil
from pathlib import Path

import polars as pl
import pytest

from command_line import run
from mutualis import pipeline, tables
from mutualis.model.protocols import Saved
from mutualis.pipeline import Workspace


def test_every_law_holds_and_every_stay_is_counted_merged_or_left_out_with_a_reason(country: Workspace) -> None:
    found = pipeline.conservation(country)
    assert [each for each in found.verdicts if not each.holds] == []
    laws = {"cost groups", "costs", "person-years", "quarters", "stays", "lines of stays", "stays in person-years"}
    laws |= {"costs of stays", "components of stays", "episodes", "practices", "practice contacts"}
    laws |= {"deaths", "MAF lines", "MAF ceilings", "MAF persons", "MAF households", "MAF repaid"}
    assert {each.law for each in found.verdicts} == laws
    assert all(each.expected > 0 for each in found.verdicts)
    assert {each.what for each in found.verdicts if each.law == "MAF persons"} == {"rows"}
    assert found.stays["counted"] == pl.read_parquet(country.lake().files("derived_stay")).height
    assert {"counted", "no_price"} <= set(found.stays), "a stay that was billed and taken back makes none"


def damaged(country: Workspace, folder: Path, name: str, keep: pl.Expr) -> Workspace:
    """A copy of the workspace in which a derived table lacks rows."""
    space = Workspace(shutil.copytree(country.path, folder / "country"))
    lake = space.lake()
    rows, target = pl.read_parquet(lake.files(name)), lake.target(name)
    target.parent.mkdir(parents=True, exist_ok=True)
    rows.filter(keep).write_parquet(target)
    saved = Saved(target, rows.filter(keep).height, target.stat().st_size)
    note = dict(lake.history(name)[0].metadata)
    lake.commit(name, tables.find(name), [saved], transaction="damage", metadata=note, remove=lake.files(name))
    return space


@pytest.mark.parametrize(
    ("table", "broken"),
    [
        ("derived_person_year_cost", {"costs"}),
        ("derived_quarter_group", {"quarters"}),
        ("derived_person_year", {"person-years", "stays in person-years"}),
        ("derived_stay", {"stays", "stays in person-years"}),
        ("derived_practice_patient", {"practices"}),
        ("derived_maf_ceiling", {"MAF ceilings"}),
        ("derived_maf_person", {"MAF lines", "MAF households"}),
        ("derived_maf_household", {"MAF persons", "MAF households"}),
    ],
)
def test_rows_that_are_missing_break_a_law(country: Workspace, tmp_path: Path, table: str, broken: set[str]) -> None:
    space = damaged(country, tmp_path, table, pl.int_range(pl.len()) % 7 > 0)
    found = pipeline.conservation(space)
    assert not found.holds
    assert {each.law for each in found.verdicts if not each.holds} == broken


def test_two_senders_with_another_date_of_death_of_a_person_break_a_law(country: Workspace, tmp_path: Path) -> None:
    space = Workspace(shutil.copytree(country.path, tmp_path / "country"))
    lake, name = space.lake(), "core_member_state"
    [path, *_] = [each for each in lake.files(name) if (pl.read_parquet(each)["death_month"] > 0).any()]
    states = pl.read_parquet(path)
    again = states.filter(pl.col("death_month") > 0).head(1).with_columns(pl.col("death_month") % 12 + 1)
    pl.concat([states, again]).write_parquet(path)
    broken = [each for each in pipeline.conservation(space).verdicts if not each.holds]
    assert [(each.law, each.found - each.expected) for each in broken] == [("deaths", 1)]


def test_the_command_ends_with_1_when_a_law_is_broken(
    country: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    code, told, _ = run(monkeypatch, capsys, "derive", "-w", str(country.path), "--check")
    assert code == 0
    assert "BROKEN" not in told
    assert "stays that lines tell of:" in told
    space = damaged(country, tmp_path, "derived_stay", pl.int_range(pl.len()) > 0)
    code, told, _ = run(monkeypatch, capsys, "derive", "-w", str(space.path), "--check")
    assert code == 1
    assert "BROKEN" in told
