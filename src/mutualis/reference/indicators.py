"""Facts about indicators that are no logic (`indicators.csv`), and breaks in their series (`series_breaks.csv`)."""

import csv
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from mutualis.model import MutualisError
from mutualis.reference.files import ROOT
from mutualis.reference.words import TEXT_LANGUAGES

SETS = ("atlas", "vikz", "kce", "integrated_care", "triple_aim", "echi", "oecd")
POLARITIES = ("higher", "lower", "none")


@dataclass(frozen=True)
class IndicatorFacts:
    """Theme, sets ({set: its official code there, or empty}), whether higher or lower is better, and the keys of the
    texts about its population (list `indicator_population`) and its reason (`indicator_reasons`). `years` is how many
    years must be derived together before anybody can be counted: most indicators need one, some look back.
    """

    name: str
    theme: str
    sets: Mapping[str, str]
    polarity: str
    population: str
    reason: str
    years: int
    source: str
    mark: str


@dataclass(frozen=True)
class Break:
    """A day from which figures of an indicator cannot be compared with earlier ones, and why ({language: text})."""

    day: dt.date
    texts: Mapping[str, str]
    source: str
    mark: str


def indicator_facts(name: str) -> IndicatorFacts:
    """The facts of an indicator; one that nobody wrote down is an error."""
    if name not in (known := all_indicator_facts()):
        raise MutualisError(
            f"Nothing is written down of the indicator '{name}'.",
            there_is=f"{len(known)} indicators have a row in reference/indicators.csv",
            do="add a row with its theme, sets, polarity, population and reason",
        )
    return known[name]


@cache
def all_indicator_facts() -> Mapping[str, IndicatorFacts]:
    """{indicator: its facts}, in file order."""
    rows = _rows("indicators.csv")
    found = {row["name"]: _facts(row) for row in rows}
    if len(found) != len(rows):
        raise MutualisError("An indicator has two rows in reference/indicators.csv.", do="keep one")
    return MappingProxyType(found)


@cache
def series_breaks(name: str) -> tuple[Break, ...]:
    """The known breaks in the series of an indicator, the oldest first."""
    found = [
        Break(
            dt.date.fromisoformat(row["day"]),
            MappingProxyType({language: row[language] for language in TEXT_LANGUAGES}),
            row["source"],
            row["mark"],
        )
        for row in _rows("series_breaks.csv")
        if name in row["indicators"].split()
    ]
    return tuple(sorted(found, key=lambda each: each.day))


def _facts(row: Mapping[str, str]) -> IndicatorFacts:
    where, sets = f"Indicator '{row['name']}'", dict(each.partition(":")[::2] for each in row["sets"].split())
    for what, given, known in (
        *(("set", each, SETS) for each in sets),
        ("polarity", row["polarity"], POLARITIES),
    ):
        if given not in known:
            raise MutualisError(f"{where} has no {what} '{given}'.", there_is=", ".join(known))
    return IndicatorFacts(
        name=row["name"], theme=row["theme"], sets=MappingProxyType(sets), polarity=row["polarity"],
        population=row["population"], reason=row["reason"], years=int(row["years"] or 1),
        source=row["source"], mark=row["mark"],
    )  # fmt: skip


def _rows(file: str) -> list[dict[str, str]]:
    with (ROOT / file).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
