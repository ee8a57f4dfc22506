"""A release in memory: frozen values and the questions a reader asks of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from mutualis.model import MutualisError

LEVELS = ("country", "region", "province", "arrondissement", "municipality")
LANGUAGES = ("nl", "fr", "de", "en")
SHOWN, SUPPRESSED, NONE = "shown", "suppressed", "none"


@dataclass(frozen=True)
class Figure:
    """One figure: `value` is exact and already rounded; hidden and missing values are None. `status` says which."""

    area_code: str
    value: Decimal | None
    numerator: int | None
    denominator: int | None
    status: str


@dataclass(frozen=True)
class Area:
    """One area of one year; `parent_code` is the area one level up ('' for the country)."""

    level: str
    code: str
    names: Mapping[str, str]
    parent_code: str


@dataclass(frozen=True)
class Sheet:
    """What a release says of an indicator. `texts` holds, by language: title, definition, population, numerator,
    denominator, unit, interpretation. A figure is factor x numerator / divisor (persons, person_days or none)."""

    name: str
    kind: str
    factor: Fraction
    divisor: str
    decimals: int
    sources: tuple[str, ...]
    texts: Mapping[str, Mapping[str, str]]

    def text(self, part: str, language: str) -> str:
        """One text of the sheet in nl, fr, de or en."""
        return self.texts[language][part]


@dataclass(frozen=True)
class Release:
    """An immutable publication. `figures_by` and `areas_by` are keyed by (indicator, year, level) and (year, level)."""

    id: str
    created: str
    sources: Mapping[str, str]
    rules: Mapping[str, Any]
    verdict: Mapping[str, Any]
    sheets: Mapping[str, Sheet]
    years: tuple[int, ...]
    levels: tuple[str, ...]
    areas_by: Mapping[tuple[int, str], Mapping[str, Area]]
    figures_by: Mapping[tuple[str, int, str], tuple[Figure, ...]]

    @property
    def indicators(self) -> tuple[str, ...]:
        """The names of the indicators, in the order in which they are presented."""
        return tuple(self.sheets)

    def sheet(self, indicator: str) -> Sheet:
        """What the release says of one indicator."""
        if indicator not in self.sheets:
            raise MutualisError(
                f"Release {self.id} has no indicator of that name.", there_is=f"it has {', '.join(self.sheets)}"
            )
        return self.sheets[indicator]

    def years_of(self, indicator: str) -> tuple[int, ...]:
        """The years for which an indicator has figures."""
        return tuple(sorted({year for name, year, _ in self.figures_by if name == indicator}))

    def levels_of(self, indicator: str, year: int) -> tuple[str, ...]:
        """The levels for which an indicator has figures in a year, from country down."""
        return tuple(level for level in LEVELS if (indicator, year, level) in self.figures_by)

    def figures(self, indicator: str, year: int, level: str) -> tuple[Figure, ...]:
        """The figures of an indicator, year and level, in order of area code."""
        self.sheet(indicator)
        if (indicator, year, level) not in self.figures_by:
            there = "; ".join(f"{y}: {', '.join(self.levels_of(indicator, y))}" for y in self.years_of(indicator))
            raise MutualisError(f"'{indicator}' has no figures for that year and level.", there_is=there)
        return self.figures_by[indicator, year, level]

    def areas(self, year: int, level: str) -> Mapping[str, Area]:
        """The areas of a level in a year by code."""
        return self.areas_by[year, level]
