"""Intervals and standardised figures, made of what is published anyway, so that they tell nothing more.

The interval of a figure is a function of its own numerator and denominator (and, for sums, of one published coefficient
of variation for the whole country); that of a standardised figure is a function of the figure *as published*, rounded.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from mutualis import methods
from mutualis.publish.values import Figured, by_indicator, scale, texts_of
from mutualis.release.files import BOUNDS
from mutualis.release.values import SHOWN

CV_PLACES = 4
CV = Mapping[tuple[str, int], float]
Floats = npt.NDArray[np.float64]


def rounded_cv(cv: CV) -> dict[str, dict[int, Decimal]]:
    """The coefficients of variation as they are published, {indicator: {year: cv}}, and as intervals use them."""
    found: dict[str, dict[int, Decimal]] = {}
    for (name, year), value in sorted(cv.items()):
        if np.isfinite(value):
            found.setdefault(name, {})[int(year)] = Decimal(texts_of(np.array([value]), CV_PLACES)[0])
    return found


def bounds(figures: pa.Table, indicators: Sequence[Figured], cv: Mapping[str, Mapping[int, Decimal]]) -> pa.Table:
    """The columns BOUNDS of each figure as text; null where there is none.

    A standardised figure has the places of its indicator, as protection reckoned with; an interval has one more.
    """
    found = {name: np.full(figures.num_rows, None, dtype=object) for name in BOUNDS}
    shown = pc.equal(figures["status"], SHOWN).to_numpy()
    for indicator, year, own in by_indicator(figures, indicators):
        if indicator.divisor == "none" or not (rows := own & shown).any():
            continue
        part = figures.filter(pa.array(rows))
        made = _bounds(part, indicator, year, cv.get(indicator.name, {}).get(year))
        for name in BOUNDS:
            found[name][rows] = made[name]
    return pa.table({name: pa.array(texts, type=pa.string()) for name, texts in found.items()})


def _bounds(part: pa.Table, indicator: Figured, year: int, cv: Decimal | None) -> dict[str, npt.NDArray]:
    top, base = (part[name].to_numpy().astype(np.float64) for name in ("numerator", "denominator"))
    unit, places = float(scale(indicator, year)), indicator.decimals + 1
    asked = part["standardised"].to_numpy(zero_copy_only=False).astype(np.float64)
    rate = texts_of(asked * unit, indicator.decimals)
    seen = np.array([np.nan if each is None else float(each) for each in rate]) / unit
    low, high = _interval(indicator, top, base, cv)
    rate_low, rate_high = _standardised_interval(indicator, seen, top, base, cv)
    columns = (low, high, None, rate_low, rate_high)
    return {
        name: rate if column is None else texts_of(column * unit, places)
        for name, column in zip(BOUNDS, columns, strict=True)
    }


def _interval(indicator: Figured, top: Floats, base: Floats, cv: Decimal | None) -> tuple[Floats, Floats]:
    if indicator.kind == "count":
        return methods.wilson(top, base)
    if cv is None:
        return _nothing(top), _nothing(top)
    return methods.mean_interval(top / base, float(cv), base)


def _standardised_interval(
    indicator: Figured, rate: Floats, top: Floats, base: Floats, cv: Decimal | None
) -> tuple[Floats, Floats]:
    low, high, there = _nothing(rate), _nothing(rate), np.isfinite(rate)
    if indicator.kind == "count":
        low[there], high[there] = methods.standardised_interval(rate[there], top[there], base[there])
    elif cv is not None:
        low[there], high[there] = methods.mean_interval(rate[there], float(cv), base[there])
    return low, high


def _nothing(like: Floats) -> Floats:
    return np.full(len(like), np.nan)
