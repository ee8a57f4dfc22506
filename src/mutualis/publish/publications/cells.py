"""The cells of releases that a publication may take: those of one release, and of an earlier one for earlier years."""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from mutualis.methods.change import Estimate
from mutualis.model import MutualisError
from mutualis.publish.publications.trace import Place
from mutualis.release import LEVELS, Figure, Release
from mutualis.release.values import ALL, TOTAL

COUNTRY = "BE"


@dataclass(frozen=True)
class Cells:
    """`release` is what an edition is made of; `earlier`, newest first, are asked for years that it does not have."""

    release: Release
    earlier: tuple[Release, ...] = ()
    _found: dict[tuple[str, str, int, str, str], Mapping[tuple[str, str], Figure]] = field(
        default_factory=dict, repr=False, compare=False
    )

    def of(self, indicator: str, year: int) -> Release:
        """The release that has an indicator in a year; an error where none has."""
        for each in (self.release, *self.earlier):
            if indicator in each.sheets and year in each.years_of(indicator):
                return each
        there = self.release.years_of(indicator) if indicator in self.release.sheets else ()
        raise MutualisError(
            f"There are no figures of '{indicator}' for {year}.",
            there_is=f"release {self.release.id} has {', '.join(map(str, there)) or 'no such indicator'}",
            do="choose another year or release",
        )

    def years(self, indicator: str, until: int) -> tuple[int, ...]:
        """The years of an indicator in all releases, up to one."""
        found = {
            y for each in (self.release, *self.earlier) if indicator in each.sheets for y in each.years_of(indicator)
        }
        return tuple(sorted(year for year in found if year <= until))

    def place(self, indicator: str, year: int, area: str, split: str = TOTAL, category: str = ALL) -> Place:
        """The place of a cell; the level is that of the area. Brussels is a region, a province and an arrondissement
        under other codes; a code that two levels share is that of the highest."""
        release = self.of(indicator, year)
        for level in LEVELS:
            if (year, level) in release.areas_by and area in release.areas(year, level):
                return Place(indicator, year, level, area, split, category)
        raise MutualisError(f"There is no area '{area}' in {year}.", do="use a code of areas.csv of the release")

    def figure(self, at: Place) -> Figure | None:
        """The figure of a cell, None where the release has none."""
        release = self.of(at.indicator, at.year)
        key = (release.id, at.indicator, at.year, at.level, at.split)
        if key not in self._found:
            if key[1:] not in release.figures_by:
                self._refuse(release, at)
            self._found[key] = {(each.area_code, each.category): each for each in release.figures_by[key[1:]]}
        return self._found[key].get((at.area, at.category))

    def estimate(self, at: Place) -> Estimate | None:
        """The number of a cell, exact where numerator and denominator are published, with its interval; None where it
        is not shown."""
        figure = self.figure(at)
        if figure is None or figure.value is None:
            return None
        return Estimate(self._exact(figure, at), figure.low, figure.high)

    def areas(self, at: Place) -> tuple[str, ...]:
        """The codes of the areas of a level in a year, in order of their codes."""
        return tuple(sorted(self.of(at.indicator, at.year).areas(at.year, at.level)))

    def _exact(self, figure: Figure, at: Place) -> Decimal:
        sheet = self.of(at.indicator, at.year).sheet(at.indicator)
        if figure.value is None or figure.numerator is None or not figure.denominator or sheet.divisor == "none":
            return figure.value or Decimal(0)
        days = 365 + calendar.isleap(at.year) if sheet.divisor == "person_days" else 1
        exact = sheet.factor * Fraction(figure.numerator, figure.denominator * days)
        return Decimal(exact.numerator) / Decimal(exact.denominator)

    def _refuse(self, release: Release, at: Place) -> None:
        splits = release.splits_of(at.indicator, at.year, at.level)
        raise MutualisError(
            f"'{at.indicator}' has no figures by '{at.split}' for {at.level} in {at.year}.",
            there_is=", ".join(splits) or f"levels {', '.join(release.levels_of(at.indicator, at.year))}",
        )
