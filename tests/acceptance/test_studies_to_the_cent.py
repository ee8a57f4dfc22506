"""A table that holds a cent too much stops the barometer as a whole, and nothing of it is left."""

import shutil
from pathlib import Path

import polars as pl
import pytest

from mutualis import study as studies
from mutualis.model import MutualisError, Years
from mutualis.pipeline import Workspace
from mutualis.study import Ran

YEARS = Years(2018, 2019)


def barometer(space: Workspace) -> Ran:
    return studies.run(space, studies.read_study(studies.root(), "hospital-barometer"), YEARS, pdf=False)


def altered(space: Workspace, folder: Path, table: str, column: str) -> Workspace:
    """A copy of the country in which one row of a table holds a cent more."""
    other = Workspace(shutil.copytree(space.path, folder / "country"))
    path = next(each for each in other.lake().files(table) if pl.scan_parquet(each).select(pl.len()).collect().item())
    rows = pl.read_parquet(path)
    cents = pl.col(column) + (pl.int_range(pl.len()) == rows[column].arg_max()).cast(pl.Int64)
    rows.with_columns(cents).write_parquet(path)
    return other


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("derived_stay", "copayment_cents"),
        ("derived_person_year", "supplement_cents"),
        ("derived_maf_person", "counted_cents"),
    ],
)
def test_a_cent_more_in_one_row_stops_the_barometer(
    studied: Workspace, tmp_path: Path, table: str, column: str
) -> None:
    space = altered(studied, tmp_path, table, column)
    with pytest.raises(MutualisError, match="does not hold"):
        barometer(space)
    assert not list((space.path / "studies").rglob("run.json"))
