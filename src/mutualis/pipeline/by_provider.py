"""An indicator by practice or hospital on a workspace: observed over expected, with its interval."""

from contextlib import closing
from dataclasses import dataclass

import numpy as np
import polars as pl

from mutualis import indicators, methods
from mutualis.indicators import Indicator
from mutualis.indicators.definitions import INDICATORS
from mutualis.indicators.providers import STRATA, by_provider
from mutualis.model import MutualisError
from mutualis.model.protocols import Engine
from mutualis.pipeline.figures import years_counted
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
    found = {each.name: each for each in INDICATORS}
    if name not in found:
        raise MutualisError(
            f"There is no indicator '{name}'.", there_is=f"there are {len(found)}: mutualis indicators list"
        )
    counted = by_provider(found[name], by)
    read = sorted({"derived_population_year", "derived_practice_patient", "derived_stay", *found[name].sources})
    lake = space.lake()
    with closing(space.engine(space.centre)) as engine:
        for table in read:
            if lake.version(table) is None:
                raise MutualisError(f"There is no {table} yet.", do="make the derived tables first: mutualis derive")
            engine.use(table, lake.files(table))
        wanted = _year(engine, year)
        groups = engine.arrow(counted, indicators.year(wanted))
    return ByProvider(found[name], by, wanted, _compared(pl.DataFrame(groups), found[name].kind == "count"))


def _year(engine: Engine, year: int | None) -> int:
    known = years_counted(engine)
    if not known or (year is not None and year not in known):
        raise MutualisError(
            f"{derived_population_year.name} has no year {year or ''}.".replace(" .", "."),
            there_is="there are " + (", ".join(map(str, known)) or "none"),
        )
    return known[-1] if year is None else year


def _compared(groups: pl.DataFrame, is_count: bool) -> pl.DataFrame:
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
