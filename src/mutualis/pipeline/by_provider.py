"""An indicator by practice or hospital on a workspace: observed over expected, with its interval."""

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import ibis.expr.operations as ops
import numpy as np
import polars as pl

from mutualis import indicators, methods
from mutualis.indicators import Indicator
from mutualis.indicators.definitions import named
from mutualis.indicators.providers import STRATA, by_provider
from mutualis.model import MutualisError
from mutualis.model.protocols import Engine
from mutualis.pipeline.figures import years_counted
from mutualis.pipeline.private_file import write_private
from mutualis.pipeline.workspace import Workspace
from mutualis.tables import derived_population_year


@dataclass(frozen=True)
class ByProvider:
    """The indicator, the year, and one row a provider by its code.

    Columns: provider, persons, numerator, denominator, expected, ratio (observed over expected, 1 where as expected for
    its ages and sexes), low and high (Byar, 95 percent; null where the numerator is an amount).
    """

    indicator: Indicator
    by: str
    year: int
    rows: pl.DataFrame


def indicator_by_provider(space: Workspace, name: str, by: str, year: int | None = None) -> ByProvider:
    """An indicator by practice or hospital in a year; by default the last one that is derived."""
    indicator, lake = named(name), space.lake()
    counted = by_provider(indicator, by)
    read = sorted({table.name for table in counted.op().find(ops.PhysicalTable)})
    with closing(space.engine(space.centre)) as engine:
        for table in read:
            if lake.version(table) is None:
                raise MutualisError(f"There is no {table} yet.", do="make the derived tables first: mutualis derive")
            engine.use(table, lake.files(table))
        wanted = _year(engine, year)
        groups = engine.arrow(counted, indicators.year(wanted))
    return ByProvider(indicator, by, wanted, compared(pl.DataFrame(groups), indicator.kind == "count"))


def write_providers(found: ByProvider, target: Path) -> None:
    """A row a provider as CSV: a new file for its owner only, as the figures are sensitive."""
    write_private(target, found.rows.write_csv().encode())


def _year(engine: Engine, year: int | None) -> int:
    known = years_counted(engine)
    if not known or (year is not None and year not in known):
        raise MutualisError(
            f"{derived_population_year.name} has no {f'year {year}' if year else 'years'}.",
            there_is="there are " + (", ".join(map(str, known)) or "none"),
        )
    return known[-1] if year is None else year


def compared(groups: pl.DataFrame, is_count: bool) -> pl.DataFrame:
    """Providers with what is observed and what is expected: the rates of all of them together, by sex and age class."""
    strata = groups.group_by(STRATA).agg(pl.col("numerator", "denominator").sum())
    rate = pl.when(pl.col("denominator") > 0).then(pl.col("numerator") / pl.col("denominator")).otherwise(0.0)
    expected = pl.col("denominator") * pl.col("rate")
    rows = (
        groups.join(strata.select(*STRATA, rate=rate), on=STRATA)
        .group_by("provider")
        .agg(pl.col("persons", "numerator", "denominator").sum(), expected=expected.sum())
        .sort("provider")
    )
    observed, wanted = rows["numerator"].to_numpy(), rows["expected"].to_numpy()
    ratio = methods.observed_to_expected(observed, wanted)
    low, high = methods.byar(observed, wanted) if is_count else (np.full(len(rows), np.nan),) * 2
    return rows.with_columns(
        pl.Series(name, values, dtype=pl.Float64).fill_nan(None)
        for name, values in (("ratio", ratio), ("low", low), ("high", high))
    )
