"""The inside of a data set in SDMX-ML 2.1: series with their observations, as fast as a release is large.

pysdmx 1.10 needs a minute for the figures of a whole country, since it groups them anew for each series, writes blank
numbers, and in generic data the name of the measure instead of its value. It makes the envelope; this makes the rest.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from xml.sax.saxutils import escape

import pandas as pd

from mutualis.atlas.open.sdmx.structures import OF_INDICATOR, TIME, VALUE

OF_SERIES = ("POLARITY", *OF_INDICATOR)
MISSING = "NaN"  # how SDMX-ML says that a number is not there
QUOTED = {'"': "&quot;"}
Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class One:
    """A series: its key, its attributes, and for each time the value and attributes of the observation."""

    key: Pairs
    attributes: Pairs
    observations: list[tuple[str, str, Pairs]]


def series(rows: pd.DataFrame, dimensions: Sequence[str]) -> Iterator[One]:
    """The rows of a data set by series, in order; what is blank is left out."""
    ordered = _escaped(rows).sort_values([*dimensions, TIME], kind="stable")
    shared = [each for each in OF_SERIES if each in rows]
    observed = [each for each in rows.columns if each not in (*dimensions, TIME, VALUE, *shared)]
    parts = [ordered[list(names)].to_numpy().tolist() for names in (dimensions, shared, [TIME, VALUE], observed)]
    for key, group in groupby(zip(*parts, strict=True), key=lambda row: row[0]):
        told = list(group)
        found = [(time, value or MISSING, _pairs(observed, more)) for _, _, (time, value), more in told]
        yield One(_pairs(dimensions, key), _pairs(shared, told[0][1]), found)


def specific(rows: pd.DataFrame, dimensions: Sequence[str], detail: str) -> str:
    """Structure-specific data, the time at the observation."""
    return "".join(
        f"<Series{_as(each.key)}{'' if detail == 'serieskeysonly' else _as(each.attributes)}>"
        + "".join(_observation(each, detail))
        + "</Series>"
        for each in series(rows, dimensions)
    )


def flat(rows: pd.DataFrame, dimensions: Sequence[str]) -> str:
    """Structure-specific data, every dimension at the observation."""
    return "".join(
        f'<Obs{_as(each.key)} {TIME}="{time}" {VALUE}="{value}"{_as(more)}{_as(each.attributes)}/>'
        for each in series(rows, dimensions)
        for time, value, more in each.observations
    )


def generic(rows: pd.DataFrame, dimensions: Sequence[str], detail: str) -> str:
    """Generic data, the time at the observation."""
    return "".join(_generic(each, detail) for each in series(rows, dimensions))


def _observation(one: One, detail: str) -> Iterator[str]:
    if detail in ("serieskeysonly", "nodata"):
        return
    for time, value, more in one.observations:
        yield f'<Obs {TIME}="{time}" {VALUE}="{value}"{_as(more)}/>'


def _generic(one: One, detail: str) -> str:
    told = "" if detail == "serieskeysonly" else _values("Attributes", one.attributes)
    observations = "".join(
        f'<gen:Obs><gen:ObsDimension value="{time}"/><gen:ObsValue value="{value}"/>{_values("Attributes", more)}'
        "</gen:Obs>"
        for time, value, more in (() if detail in ("serieskeysonly", "nodata") else one.observations)
    )
    return f"<gen:Series>{_values('SeriesKey', one.key)}{told}{observations}</gen:Series>"


def _values(element: str, pairs: Pairs) -> str:
    if not pairs:
        return ""
    inside = "".join(f'<gen:Value id="{name}" value="{value}"/>' for name, value in pairs)
    return f"<gen:{element}>{inside}</gen:{element}>"


def _pairs(names: Sequence[str], values: Sequence[str]) -> Pairs:
    return [(name, value) for name, value in zip(names, values, strict=True) if value]


def _as(pairs: Pairs) -> str:
    return "".join(f' {name}="{value}"' for name, value in pairs)


def _escaped(rows: pd.DataFrame) -> pd.DataFrame:
    safe = {name: {each: escape(each, QUOTED) for each in rows[name].unique()} for name in rows.columns}
    return rows.assign(**{name: rows[name].map(known) for name, known in safe.items()})
