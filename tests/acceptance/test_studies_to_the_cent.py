"""The barometer's identities and the counters of the maximum billing agree with patient data to the cent."""

import shutil
from pathlib import Path

import polars as pl
import pytest

from mutualis import study as studies
from mutualis.model import MutualisError, Years
from mutualis.pipeline import Workspace
from mutualis.study import Ran

YEARS = Years(2018, 2019)
BESIDE_PATIENT_DATA = {
    "MAF counter = lines that count",
    "co-payments: stays + other care = patient data",
    "supplements: stays + other care = patient data",
}


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


def test_the_identities_of_the_barometer_hold(studied: Workspace, tmp_path: Path) -> None:
    found = barometer(Workspace(shutil.copytree(studied.path, tmp_path / "country")))
    assert set(found.run.known["identities"]) >= BESIDE_PATIENT_DATA
    assert found.run.known["identities"]["MAF counter = lines that count"] > 0


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("derived_stay", "copayment_cents"),
        ("derived_stay", "fee_supplement_cents"),
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
