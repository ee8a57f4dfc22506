"""How many persons of each sex and age class a practice or hospital has, so that no small number is told."""

import numpy as np
import polars as pl

from mutualis.disclosure.providers.parts import Parts, narrow, widened
from mutualis.disclosure.providers.protected import (
    ALL,
    NONE,
    SHOWN,
    SUPPRESSED,
    TOTAL,
    ProtectedProviders,
    ProviderVerdict,
    make,
)
from mutualis.disclosure.providers.protecting import COLUMNS, Asked

SPLIT = "sex*age_class"


def protect_pyramids(cells: pl.DataFrame, asked: Asked) -> ProtectedProviders:
    """The persons of each provider by sex and age class; `cells` has provider, sex, age_class and persons.

    Only the provider itself sees its pyramid, and it knows how many persons it has: of each pyramid with a small cell
    so many cells are hidden that none follows from that number. A provider with fewer than `asked.least` has none.
    """
    ordered = cells.with_columns(category=pl.col("sex") + "*" + pl.col("age_class")).sort("provider", "category")
    wholes = ordered.group_by("provider", maintain_order=True).agg(pl.col("persons").sum())
    ordered = ordered.join(wholes.filter(pl.col("persons") >= asked.least), on="provider", how="semi")
    found, attacked, breached = [], 0, 0
    for pyramid in ordered.partition_by("provider", maintain_order=True):
        parts = _parts(pyramid)
        hidden = widened(parts, (parts.true > 0) & (parts.true < asked.rules.k), parts.true, asked.rules.k)
        attacked += int(hidden.sum())
        breached += int(narrow(parts, hidden, asked.rules.k).sum())
        found.append(_told(pyramid, hidden))
    totals = _totals(wholes, asked.least)
    rows = pl.concat([totals, *found]).select(COLUMNS).sort("provider", "split", "category")
    return make(
        indicator=asked.indicator, by=asked.by, period=asked.period, rows=rows.to_arrow(), mean=1.0,
        providers=wholes.height, reasons={}, rules=asked.rules, verdict=ProviderVerdict(attacked, breached),
    )  # fmt: skip


def _parts(pyramid: pl.DataFrame) -> Parts:
    persons = pyramid["persons"].cast(pl.Int64).to_numpy()
    return Parts.of(persons, np.full(len(persons), persons.sum()))


def _told(pyramid: pl.DataFrame, hidden: np.ndarray) -> pl.DataFrame:
    is_shown = ~pl.Series(hidden)
    count = pl.when(is_shown).then(pl.col("persons").cast(pl.Int64)).otherwise(None)
    status = pl.when(~is_shown).then(pl.lit(SUPPRESSED)).when(pl.col("persons") == 0).then(pl.lit(NONE))
    return _columns(pyramid.with_columns(count=count, status=status.otherwise(pl.lit(SHOWN)), split=pl.lit(SPLIT)))


def _totals(wholes: pl.DataFrame, least: int) -> pl.DataFrame:
    is_shown = pl.col("persons") >= least
    count = pl.when(is_shown).then(pl.col("persons").cast(pl.Int64)).otherwise(None)
    status = pl.when(is_shown).then(pl.lit(SHOWN)).otherwise(pl.lit(SUPPRESSED))
    return _columns(wholes.with_columns(count=count, status=status, split=pl.lit(TOTAL), category=pl.lit(ALL)))


def _columns(told: pl.DataFrame) -> pl.DataFrame:
    return told.select(
        "provider", "split", "category", *(pl.col("count").alias(name) for name in COLUMNS[3:6]),
        pl.lit(None, pl.Float64).alias("expected"), "status",
    )  # fmt: skip
