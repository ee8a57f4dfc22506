"""A release in memory: frozen values and the questions a reader asks of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mutualis.model import MutualisError
from mutualis.release.figures import Figures
from mutualis.release.values import ALL, CROSS, LEVELS, TOTAL, Area, Classification, Figure, File, Gap, Sheet

SHORT = 12


@dataclass(frozen=True)
class Release:
    """An immutable publication.

    `figures_by` is keyed by (indicator, year, level, split), `areas_by` by (year, level). `sources` names the data
    {table: hash}, `program` the version of the program that made it; `versions` are the tables' versions where it was
    made, for people. `incomplete` are the deliveries that were missing. `reasons` counts the suppressed figures by
    reason. `root` is the hash over all of it (see `files.root`).
    """

    id: str
    root: str
    created: str
    program: str
    sources: Mapping[str, str]
    versions: Mapping[str, str]
    rules: Mapping[str, Any]
    plan: Any
    verdict: Mapping[str, Any]
    reasons: Mapping[str, int]
    sheets: Mapping[str, Sheet]
    classifications: Mapping[str, Classification]
    years: tuple[int, ...]
    levels: tuple[str, ...]
    areas_by: Mapping[tuple[int, str], Mapping[str, Area]]
    figures_by: Figures
    files: Mapping[str, File]
    incomplete: tuple[Gap, ...] = ()

    @property
    def short_root(self) -> str:
        """The first 12 characters of the root, for pages."""
        return self.root[:SHORT]

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
        return tuple(sorted({year for name, year, _, _ in self.figures_by if name == indicator}))

    def gaps(self, indicator: str, year: int) -> tuple[Gap, ...]:
        """The missing deliveries that make an indicator's figures of a year incomplete."""
        return tuple(each for each in self.incomplete if indicator in each.indicators and year in each.years)

    def levels_of(self, indicator: str, year: int) -> tuple[str, ...]:
        """The levels for which an indicator has figures in a year, from country down."""
        return tuple(level for level in LEVELS if self.splits_of(indicator, year, level))

    def splits_of(self, indicator: str, year: int, level: str) -> tuple[str, ...]:
        """The splits of an indicator in a year at a level, in the order of the file: total first."""
        return tuple(key[3] for key in self.figures_by if key[:3] == (indicator, year, level))

    def categories_of(self, indicator: str, year: int, level: str, split: str = TOTAL) -> tuple[str, ...]:
        """The categories that have figures there, in the order of their classifications; `all` for the total."""
        found = {each.category for each in self.figures(indicator, year, level, split)}
        return tuple(sorted(found, key=lambda category: self._place(split, category)))

    def figures(self, indicator: str, year: int, level: str, split: str = TOTAL) -> tuple[Figure, ...]:
        """The figures of an indicator, year, level and split, in order of area code and category."""
        self.sheet(indicator)
        if (indicator, year, level, split) not in self.figures_by:
            raise MutualisError(
                f"'{indicator}' has no figures for that year, level and split.", there_is=self._there(indicator, year)
            )
        return self.figures_by[indicator, year, level, split]

    def trend(
        self, indicator: str, level: str, area_code: str, split: str = TOTAL, category: str = ALL
    ) -> Mapping[int, Figure]:
        """The figures of one area and category by year; years without such a figure are left out."""
        self.sheet(indicator)
        years = [year for year in self.years_of(indicator) if (indicator, year, level, split) in self.figures_by]
        found = {year: self.figures_by[indicator, year, level, split] for year in years}
        wanted = (area_code, category)
        return {
            year: each
            for year, figures in found.items()
            for each in figures
            if (each.area_code, each.category) == wanted
        }

    def areas(self, year: int, level: str) -> Mapping[str, Area]:
        """The areas of a level in a year by code."""
        return self.areas_by[year, level]

    def area_name(self, year: int, level: str, code: str, language: str) -> str:
        """The name of an area of a year in nl, fr, de or en."""
        return self.areas_by[year, level][code].names[language]

    def split_name(self, split: str, language: str) -> str:
        """The name of a split; a crossed one names its parts."""
        return " × ".join(self.classifications[part].names[language] for part in split.split(CROSS))

    def category_name(self, split: str, category: str, language: str) -> str:
        """The name of a category of a split; a crossed one names its parts."""
        parts = zip(split.split(CROSS), category.split(CROSS), strict=True)
        return ", ".join(self.classifications[part].categories[code][language] for part, code in parts)

    def _place(self, split: str, category: str) -> tuple[int, ...]:
        parts = zip(split.split(CROSS), category.split(CROSS), strict=True)
        return tuple(list(self.classifications[part].categories).index(code) for part, code in parts)

    def _there(self, indicator: str, year: int) -> str:
        if year not in self.years_of(indicator):
            return "; ".join(f"{y}: {', '.join(self.levels_of(indicator, y))}" for y in self.years_of(indicator))
        levels = self.levels_of(indicator, year)
        return "; ".join(f"{level}: {', '.join(self.splits_of(indicator, year, level))}" for level in levels)
