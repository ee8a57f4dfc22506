"""A workspace that an older program derived: `derive` gives its derived tables the columns of today."""

import shutil
from pathlib import Path

import ibis
import polars as pl
import pytest

from mutualis import pipeline, tables
from mutualis.model.protocols import Saved
from mutualis.pipeline import Silent, Workspace

TABLES = ("derived_maf_household", "derived_stay")


def older(country: Workspace, folder: Path, name: str) -> tuple[Workspace, pl.DataFrame]:
    """A copy whose table was made without its last column; and the rows as they were."""
    space = Workspace(shutil.copytree(country.path, folder / "country"))
    lake = space.lake()
    rows, target = pl.read_parquet(lake.files(name)), lake.target(name)
    shutil.rmtree(lake.folder / name)
    narrow = dict(list(tables.find(name).schema.items())[:-1])
    target.parent.mkdir(parents=True, exist_ok=True)
    rows.select(list(narrow)).write_parquet(target)
    saved = Saved(target, rows.height, target.stat().st_size)
    lake.commit(name, ibis.schema(narrow), [saved], transaction="older", metadata={"inputs": "older"})
    return space, rows


@pytest.mark.parametrize("name", TABLES)
def test_derive_gives_an_older_table_the_columns_of_today_and_its_older_version_still_reads(
    country: Workspace, tmp_path: Path, name: str
) -> None:
    space, rows = older(country, tmp_path, name)
    pipeline.derive(space, Silent())
    lake = space.lake()
    assert list(lake.schema(name)) == list(tables.find(name).schema)
    key = list(tables.find(name).key)
    assert pl.read_parquet(lake.files(name)).sort(key).equals(rows.sort(key))
    assert list(lake.schema(name, 0)) == rows.columns[:-1]
    assert pl.read_parquet(lake.files(name, 0)).sort(key).equals(rows.select(rows.columns[:-1]).sort(key))
    engine, schema = space.engine(space.centre), lake.schema(name, 0)
    engine.use(name, lake.files(name, 0), schema)
    assert engine.arrow(ibis.table(schema, name=name)).num_rows == rows.height
    engine.close()
