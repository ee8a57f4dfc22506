"""Figures that stand as they went out before: a change of one or two persons would tell who came or went."""

from collections.abc import Mapping

import polars as pl

from mutualis.disclosure.providers.parts import Bools

# {provider: (persons, numerator, denominator)} of the figures that went out last.
Earlier = Mapping[str, tuple[int, int, int]]


def standing(rows: pl.DataFrame, hidden: Bools, earlier: Earlier, k: int) -> pl.DataFrame:
    """The rows, where a shown figure differs from the one that went out by fewer than k persons with the older one.

    Numerator, denominator and the rest are each compared. A provider that was hidden before has no older figure.
    """
    if not earlier:
        return rows
    told = []
    for row, is_hidden in zip(rows.iter_rows(named=True), hidden.tolist(), strict=True):
        before = earlier.get(row["provider"])
        told.append(row if is_hidden or before is None else _older(row, before, k))
    return pl.DataFrame(told, schema=rows.schema)


def _older(row: dict[str, object], before: tuple[int, int, int], k: int) -> dict[str, object]:
    now = (int(str(row["numerator"])), int(str(row["denominator"])))
    _, count, base = before
    changes = (abs(now[0] - count), abs(now[1] - base), abs((now[1] - now[0]) - (base - count)))
    if any(0 < each < k for each in changes):
        return {**row, "persons": before[0], "numerator": count, "denominator": base}
    return row
