"""A made-up permanent sample of some persons of a country, where the real draw is not what is tested."""

from pathlib import Path

import polars as pl

from mutualis import tables
from mutualis.model.protocols import Saved
from mutualis.pipeline import Workspace

PARTS = {"0": "base", "1": "base", "2": "extra"}


def drawn(states: list[Path], target: Path, year: int = 2023) -> list[Path]:
    """Write rows of `core_sample` for the persons whose code begins with certain characters."""
    persons = pl.read_parquet(states).select("person_id").unique().sort("person_id")
    part = pl.col("person_id").str.head(1).replace_strict(PARTS, default=None, return_dtype=pl.String)
    rows = persons.with_columns(part=part, year=pl.lit(year, pl.Int32), delivery_id=pl.lit("draw"))
    rows.drop_nulls().write_parquet(target)
    return [target]


def flagged(space: Workspace) -> None:
    """Put such a sample into the warehouse of a workspace."""
    lake, name = space.lake(), tables.core_sample.name
    target = lake.target(name)
    target.parent.mkdir(parents=True, exist_ok=True)
    drawn(lake.files("core_member_state"), target)
    saved = Saved(target, pl.read_parquet(target).height, target.stat().st_size)
    version = lake.commit(name, tables.core_sample, [saved], transaction="draw", metadata={"operation": "load"})
    space.centre.ledger.set_current({name: version})
