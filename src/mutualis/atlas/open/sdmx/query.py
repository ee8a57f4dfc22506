"""A question about data: which flow, which key, which years, how much of it (SDMX-REST 2.1)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from mutualis.atlas.open.sdmx.problem import NO_RESULTS, NOT_IMPLEMENTED, SYNTAX, Refused
from mutualis.atlas.open.sdmx.structures import TIME, VALUE

ANY = ("", "all", "*")
DETAILS = ("full", "dataonly", "serieskeysonly", "nodata")
KNOWN = (
    *("startPeriod", "endPeriod", "detail", "dimensionAtObservation", "format", "lang"),
    *("firstNObservations", "lastNObservations"),
)
NOT_YET = ("updatedAfter", "includeHistory")
YEAR = re.compile(r"(\d{4})(?:-[\w:.+-]*)?")
ALL_DIMENSIONS = "AllDimensions"


@dataclass(frozen=True)
class Question:
    """A data query, checked. `key` is the codes wanted of each dimension, in order; an empty tuple wants all."""

    key: tuple[tuple[str, ...], ...]
    start: str = ""
    end: str = ""
    detail: str = DETAILS[0]
    at: str = TIME
    first: int = 0
    last: int = 0


def question(key: str, asked: Mapping[str, str], dimensions: Sequence[str]) -> Question:
    """The question that an address asks. Errors: a part that is not of SDMX-REST, or not of this service."""
    if later := [each for each in asked if each in NOT_YET]:
        raise Refused(
            NOT_IMPLEMENTED, f"This service does not know {later[0]}.", there_is=f"it knows {', '.join(KNOWN)}"
        )
    if set(asked) - set(KNOWN):
        raise Refused(
            SYNTAX, "The question has a part that is not of SDMX-REST 2.1.", there_is=f"it knows {', '.join(KNOWN)}"
        )
    detail, at = asked.get("detail", DETAILS[0]), asked.get("dimensionAtObservation", TIME)
    if detail not in DETAILS:
        raise Refused(SYNTAX, "There is no such detail.", there_is=f"it knows {', '.join(DETAILS)}")
    if at not in (TIME, ALL_DIMENSIONS):
        raise Refused(
            NOT_IMPLEMENTED, "That dimension cannot be at the observation.", there_is=f"{TIME}, {ALL_DIMENSIONS}"
        )
    start, end = (_year(asked.get(each, "")) for each in ("startPeriod", "endPeriod"))
    first, last = (_number(asked.get(each, "")) for each in ("firstNObservations", "lastNObservations"))
    return Question(_key(key, dimensions), start, end, detail, at, first, last)


def chosen(rows: pd.DataFrame, asked: Question, dimensions: Sequence[str]) -> pd.DataFrame:
    """The rows that a question wants. None at all is an error of SDMX (no results)."""
    wanted = pd.Series(True, index=rows.index)
    for name, codes in zip(dimensions, asked.key, strict=True):
        if codes:
            wanted &= rows[name].isin(codes)
    if asked.start:
        wanted &= rows[TIME] >= asked.start
    if asked.end:
        wanted &= rows[TIME] <= asked.end
    found = _observations(rows[wanted], asked, list(dimensions))
    if found.empty:
        raise Refused(NO_RESULTS, "No figure answers the question.")
    return found[[*dimensions, TIME, VALUE]] if asked.detail == "dataonly" else found


def _observations(rows: pd.DataFrame, asked: Question, series: list[str]) -> pd.DataFrame:
    """The first or the last observations of each series; both together when both are asked for."""
    if not asked.first and not asked.last:
        return rows
    grouped = rows.sort_values(TIME, kind="stable").groupby(series, sort=False)
    kept = [part.index for part in (grouped.head(asked.first), grouped.tail(asked.last))]
    return rows.loc[rows.index.isin(kept[0].union(kept[1]))]


def _key(text: str, dimensions: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    if text in ANY:
        return ((),) * len(dimensions)
    found = [tuple(code for code in part.split("+") if code not in ANY) for part in text.split(".")]
    if len(found) != len(dimensions):
        raise Refused(
            SYNTAX, "The key has another number of dimensions.", there_is=f"the dimensions are {'.'.join(dimensions)}"
        )
    return tuple(found)


def _year(text: str) -> str:
    found = YEAR.fullmatch(text)
    if text and not found:
        raise Refused(SYNTAX, "A period begins with a year of four digits.")
    return found[1] if found else ""


def _number(text: str) -> int:
    if text and not text.isdecimal():
        raise Refused(SYNTAX, "A number of observations is a whole number.")
    return int(text[:9] or 0)
