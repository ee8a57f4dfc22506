"""Late corrections: care that the insurers reported after a release, as the warehouse has it the next time."""

from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

from mutualis import tables
from mutualis.indicators import year
from mutualis.indicators.definitions import INDICATORS, chosen
from mutualis.pipeline import Workspace
from mutualis.pipeline.figures import derived_versions

RESULT = tables.result_indicator


def cells(space: Workspace) -> pa.Table:
    """The cells of what a release holds, as they were counted."""
    with closing(space.engine(space.centre)) as engine:
        engine.use(RESULT.name, space.lake().files(RESULT.name))
        return engine.arrow(
            RESULT.filter(RESULT.indicator.isin([each.name for each in chosen()])).order_by(*RESULT.key)
        )


def corrected(
    space: Workspace, counted: pa.Table, late: Mapping[str, str], persons: int, folder: Path, draw: int = 0
) -> pa.Table:
    """The cells after the first care of so many persons of each kind was reported late.

    `late`: {indicator: the column of derived_person_year that was 0 until then}. Each `draw` takes other persons.
    """
    with closing(space.engine(space.centre)) as engine:
        for name in derived_versions(space.lake()):
            engine.use(name, space.lake().files(name))
        engine.use("derived_person_year", [_reported(space, late.values(), persons, folder / "late.parquet", draw)])
        years = sorted(set(counted["year"].to_pylist()))
        asked = [each for each in INDICATORS if each.name in late]
        again = [engine.arrow(each.counts(), parameters=year(one)) for each in asked for one in years]
    others = counted.filter(pc.invert(pc.is_in(counted["indicator"], value_set=pa.array(list(late)))))
    return pa.concat_tables([others, *(each.select(counted.column_names).cast(counted.schema) for each in again)])


def _reported(space: Workspace, columns: Iterable[str], persons: int, path: Path, draw: int) -> Path:
    rows = pl.read_parquet(space.lake().files("derived_person_year"))
    for seed, column in enumerate(columns):
        without = rows.with_row_index().filter(pl.col(column) == 0)["index"].shuffle(seed=1_000 * draw + seed)[:persons]
        assert len(without) == persons
        changed = pl.when(pl.int_range(pl.len()).is_in(without.implode())).then(1).otherwise(column)
        rows = rows.with_columns(changed.cast(rows.schema[column]).alias(column))
    rows.write_parquet(path)
    return path
