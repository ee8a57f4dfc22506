"""Estimates as the rows that a study puts on its desk: what tells them apart, the value and both ends, and persons."""

from collections.abc import Iterable, Mapping

import polars as pl

from mutualis.methods import wilson
from mutualis.methods.estimates import Estimate
from mutualis.model import MutualisError

ENDS = ("value", "low", "high")
Heads = Mapping[str, str | int]


def rows(told: Iterable[tuple[Heads, Estimate | float]], persons: int) -> pl.DataFrame:
    """A row for each estimate, with its ends, or for each plain figure, without; all of the same persons."""
    made = [{**heads, **_ends(found)} for heads, found in told]
    frame = pl.DataFrame(made, schema_overrides=dict.fromkeys(ENDS, pl.Float64), infer_schema_length=None)
    return frame.with_columns(persons=pl.lit(persons, pl.Int64))


def shares(told: Iterable[tuple[Heads, int, int]]) -> pl.DataFrame:
    """A row for each share of so many met of so many: in percent with Wilson's interval, and the persons behind it.

    Refuses a share of nobody.
    """
    parts = []
    for heads, met, of in told:
        if not of:
            raise MutualisError("A share is asked of nobody.", do="leave that group out, or take more years")
        low, high = wilson(met, of)
        found = Estimate(100 * met / of, 0.0, 100 * float(low), 100 * float(high))
        parts.append(rows([(heads, found)], behind(met, of)))
    return pl.concat(parts)


def behind(met: int, of: int) -> int:
    """The persons behind a share: the smaller of both sides, since it tells both; a side of nobody does not count, as
    in tables."""
    return min((each for each in (met, of - met) if each), default=0)


def percent(found: Estimate) -> Estimate:
    """A share as a percentage."""
    return Estimate(*(100 * each for each in (found.value, found.error, found.low, found.high)))


def _ends(found: Estimate | float) -> dict[str, float | None]:
    if isinstance(found, Estimate):
        return dict(zip(ENDS, (found.value, found.low, found.high), strict=True))
    return dict(zip(ENDS, (float(found), None, None), strict=True))
