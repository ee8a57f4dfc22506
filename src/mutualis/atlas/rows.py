"""Figures as rows that say all there is to say of them: what, where, how sure, why hidden, and beside the country.

Every export is made of these rows, so a figure reads the same in every format.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from mutualis import reference
from mutualis.picture.comparison import Compared, compare, in_words
from mutualis.picture.measure import measured
from mutualis.picture.rebased import How
from mutualis.release import LEVELS, Figure, Release
from mutualis.release.figures import DECIMALS
from mutualis.release.files import hashed
from mutualis.release.values import NONE, SUPPRESSED

NUMBERS = (*DECIMALS, "numerator", "denominator", "status")
WHAT = ("release", "root", "indicator", "title", "unit", "year", "level", "area_code", "area_name")
PART = ("split", "category", "category_name")
ABOUT = ("reason", "comparison", "comparison_words", "standardised_comparison", "polarity")
SOURCE = ("definition_version", "data_version", "licence", "citation")
MAKING = ("made", "members", "division")
COLUMNS = (*WHAT, *PART, *NUMBERS, *ABOUT, *SOURCE, *MAKING)
GROUP = "group"  # the level and the code of a reader's own group, which is no area of a release
REASONS = {SUPPRESSED: "suppressed", NONE: "none"}

Row = tuple[Any, ...]
Countries = Mapping[str, Figure]


@dataclass(frozen=True)
class Making:
    """How a figure was made: as published, re-based, or of a reader's own group; of which municipalities (codes), on
    the areas of which year (None: its own). `name` is that of the group, or of the area in that year."""

    how: How = "published"
    members: tuple[str, ...] = ()
    division: int | None = None
    name: str = ""


AS_PUBLISHED = Making()


@dataclass
class Rows:
    """Makes rows of one release in a language; what many rows share is looked up once."""

    release: Release
    language: str
    _countries: dict[tuple[str, int, str], Countries] = field(default_factory=dict)
    _shared: dict[str, tuple[str, str, str, str]] = field(default_factory=dict)

    def row(
        self, indicator: str, year: int, level: str, split: str, figure: Figure, making: Making = AS_PUBLISHED
    ) -> Row:
        """A figure in the order of COLUMNS; blank where there is nothing to say."""
        release, title = self.release, self.release.sheet(indicator).text("title", self.language)
        unit, polarity, definition, data = self.shared(indicator)
        crude, standardised = self.compared(indicator, year, split, figure)
        return (
            *(release.id, release.root, indicator, title, unit, year, level, figure.area_code),
            making.name or release.area_name(year, level, figure.area_code, self.language),
            *(split, figure.category, release.category_name(split, figure.category, self.language)),
            *(getattr(figure, name) for name in NUMBERS),
            reason(figure.status, self.language),
            *(crude, in_words(crude, self.language), standardised, polarity),
            *(definition, data, reference.open_data().licence),
            citation(release, indicator, year, self.language),
            *(making.how, " ".join(making.members), making.division),
        )

    def compared(self, indicator: str, year: int, split: str, figure: Figure) -> tuple[Compared, Compared]:
        """The crude and the standardised figure, each beside that of the country for the same category."""
        country = self._country(indicator, year, split).get(figure.category)
        if figure.standardised is None:
            return compare(figure, country), "none"
        standardised = measured(figure, "standardised"), country and measured(country, "standardised")
        return compare(figure, country), compare(*standardised)

    def shared(self, indicator: str) -> tuple[str, str, str, str]:
        """Unit, polarity, version of the definition and of the data of an indicator."""
        if indicator not in self._shared:
            sheet = self.release.sheet(indicator)
            version = data_version(self.release, indicator)
            self._shared[indicator] = (sheet.text("unit", self.language), polarity(indicator), sheet.version, version)
        return self._shared[indicator]

    def _country(self, indicator: str, year: int, split: str) -> Countries:
        key = indicator, year, split
        if key not in self._countries:
            figures = self.release.figures_by.get((indicator, year, LEVELS[0], split), ())
            self._countries[key] = {each.category: each for each in figures}
        return self._countries[key]


def reason(status: str, language: str) -> str:
    """Why there is no figure; '' where there is one. Which of the rules hid it is not told: that would help undo it."""
    return reference.text(f"open.reason_{REASONS[status]}", language) if status in REASONS else ""


def polarity(indicator: str) -> str:
    """Whether `higher` or `lower` is better, or `none`."""
    known = reference.all_indicator_facts()
    return known[indicator].polarity if indicator in known else NONE


def data_version(release: Release, indicator: str) -> str:
    """The hash of the tables that an indicator was counted from: it changes when the data do, and only then."""
    read = release.sheet(indicator).sources
    return hashed({table: name for table, name in release.sources.items() if table in read})


def citation(release: Release, indicator: str, year: int, language: str) -> str:
    """How to name a figure's source."""
    title = release.sheet(indicator).text("title", language)
    return reference.text("open.citation", language, title=title, year=year, release=release.id)
