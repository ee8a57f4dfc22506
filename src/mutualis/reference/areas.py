"""The areas of Belgium as they stood on 31 December of a year, from the country down to the municipalities.

Brussels (21000) is an arrondissement and stands at the level of the provinces too, as in the variable PROVINCE.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from mutualis.model import MutualisError
from mutualis.reference.codelists import codelist
from mutualis.reference.files import Row

LEVELS = ("country", "region", "province", "arrondissement", "municipality")
COUNTRY = "BE"
LANGUAGES = ("nl", "fr", "de", "en")


@dataclass(frozen=True, order=True)
class Area:
    """One area of one level; `parent_code` is its area one level up ('' for the country)."""

    level: str
    code: str
    parent_code: str
    nl: str
    fr: str
    de: str
    en: str


@dataclass(frozen=True)
class Geography:
    """The areas of a year. `parents` and `names` are keyed by (level, code); `names` holds a mapping by language."""

    year: int
    areas: tuple[Area, ...]
    parents: Mapping[tuple[str, str], str]
    names: Mapping[tuple[str, str], Mapping[str, str]]

    @property
    def municipalities(self) -> tuple[str, ...]:
        return self.codes("municipality")

    def level(self, level: str) -> tuple[Area, ...]:
        """The areas of one level, in order of code."""
        if level not in LEVELS:
            raise MutualisError(f"There is no level '{level}'.", there_is=f"the levels are {', '.join(LEVELS)}")
        return tuple(area for area in self.areas if area.level == level)

    def codes(self, level: str) -> tuple[str, ...]:
        """The codes of one level, in order."""
        return tuple(area.code for area in self.level(level))

    def parent(self, level: str, code: str) -> str:
        """The code of the area one level up."""
        if (level, code) not in self.parents:
            raise MutualisError(f"In {self.year} there is no {level} with the code '{code}'.")
        return self.parents[level, code]

    def name(self, level: str, code: str, language: str = "nl") -> str:
        """The name of an area in nl, fr, de or en."""
        if (level, code) not in self.names:
            raise MutualisError(f"In {self.year} there is no {level} with the code '{code}'.")
        return self.names[level, code][language]

    def above(self, municipality_code: str) -> dict[str, str]:
        """The code of every level that holds this municipality, itself included: {level: code}."""
        found, code = {}, municipality_code
        for level in reversed(LEVELS):
            found[level] = code
            code = self.parent(level, code)
        return found


@cache
def geography(year: int) -> Geography:
    """The geography of 31 December of a year; years before the first dated row are an error."""
    day = dt.date(year, 12, 31)
    areas = tuple(area for level in LEVELS for area in _areas(level, day))
    if not any(area.level == "municipality" for area in areas):
        raise MutualisError(f"There is no geography for {year}.", there_is="the municipalities are known from 2014 on")
    return Geography(
        year,
        areas,
        MappingProxyType({(area.level, area.code): area.parent_code for area in areas}),
        MappingProxyType({(area.level, area.code): _names(area) for area in areas}),
    )


def _areas(level: str, day: dt.date) -> list[Area]:
    rows = codelist(level).valid(day)
    return sorted(
        Area(level, row["code"], _parent(level, row), *(_name(row, each) for each in LANGUAGES)) for row in rows
    )


def _parent(level: str, row: Row) -> str:
    if level == "country":
        return ""
    return COUNTRY if level == "region" else row[f"{LEVELS[LEVELS.index(level) - 1]}_code"]


def _name(row: Row, language: str) -> str:
    return row.get(language) or row["nl"]


def _names(area: Area) -> Mapping[str, str]:
    return MappingProxyType({"nl": area.nl, "fr": area.fr, "de": area.de, "en": area.en})
