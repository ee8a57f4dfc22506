"""Late corrections: care that the insurers reported after a release, as the warehouse has it the next time."""

from contextlib import closing
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

from mutualis import derived, tables
from mutualis.indicators import Indicator, year
from mutualis.pipeline import Workspace

RESULT = tables.result_indicator


def cells(space: Workspace) -> pa.Table:
    """The cells as they were counted."""
    with closing(space.engine(space.centre)) as engine:
        engine.use(RESULT.name, space.lake().files(RESULT.name))
        return engine.arrow(RESULT.expr.order_by(*RESULT.key))


def corrected(space: Workspace, counted: pa.Table, indicator: Indicator, persons: int, folder: Path) -> pa.Table:
    """The cells after the first contact of so many persons (of all years) without one was reported late."""
    late = pl.read_parquet(space.lake().files("derived_person_year"))
    without = late.with_row_index().filter(pl.col("gp_contacts") == 0)["index"].shuffle(seed=7)[:persons]
    assert len(without) == persons
    changed = pl.when(pl.int_range(pl.len()).is_in(without.implode())).then(1).otherwise("gp_contacts")
    late.with_columns(gp_contacts=changed.cast(late.schema["gp_contacts"])).write_parquet(folder / "late.parquet")
    with closing(space.engine(space.centre)) as engine:
        for step in derived.STEPS:
            engine.use(step.name, space.lake().files(step.name))
        engine.use("derived_person_year", [folder / "late.parquet"])
        years = sorted(set(counted["year"].to_pylist()))
        again = [engine.arrow(indicator.counts(), parameters=year(each)) for each in years]
    others = counted.filter(pc.not_equal(counted["indicator"], indicator.name))
    return pa.concat_tables([others, *(each.select(counted.column_names).cast(counted.schema) for each in again)])
