"""Estimates as the rows that a study puts on its desk: what tells them apart, the value and both ends, and persons."""

from collections.abc import Iterable, Mapping

import polars as pl

from mutualis.methods.estimates import Estimate

ENDS = ("value", "low", "high")


def rows(told: Iterable[tuple[Mapping[str, str | int], Estimate | float]], persons: int) -> pl.DataFrame:
    """A row for each estimate, with its ends, or for each plain figure, without; all of the same persons."""
    made = [{**heads, **_ends(found)} for heads, found in told]
    frame = pl.DataFrame(made, schema_overrides=dict.fromkeys(ENDS, pl.Float64), infer_schema_length=None)
    return frame.with_columns(persons=pl.lit(persons, pl.Int64))


def percent(found: Estimate) -> Estimate:
    """A share as a percentage."""
    return Estimate(*(100 * each for each in (found.value, found.error, found.low, found.high)))


def _ends(found: Estimate | float) -> dict[str, float | None]:
    if isinstance(found, Estimate):
        return dict(zip(ENDS, (found.value, found.low, found.high), strict=True))
    return dict(zip(ENDS, (float(found), None, None), strict=True))
