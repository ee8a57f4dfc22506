"""The trend of an area beside that of the country: the numbers of each by year."""

from collections.abc import Mapping
from dataclasses import dataclass

from mutualis.picture import rebased
from mutualis.picture.chosen import COUNTRY, Chosen
from mutualis.picture.measure import Measured, measured
from mutualis.release import LEVELS, Release


@dataclass(frozen=True)
class Line:
    """The numbers of one area by year; `kind` is own or country."""

    kind: str
    name: str
    numbers: Mapping[int, Measured]

    @property
    def is_shown(self) -> bool:
        """Whether there is a number of any year."""
        return any(each.value is not None for each in self.numbers.values())


def lines(release: Release, view: Chosen, division: int | None = None) -> list[Line]:
    """The line of the chosen area and that of the country, where it has numbers; of the country alone when no area is
    chosen. `division`: the year whose areas the series is re-based on."""
    country = country_line(release, view)
    found = [own_line(release, view, view.level, view.area, division)] if view.area else []
    return [*found, country] if country.is_shown or (country.numbers and not found) else found


def own_line(release: Release, view: Chosen, level: str, code: str, division: int | None = None) -> Line:
    """The line of an area; its name is that of the year of the view, or of the division."""
    name = release.area_name(division or view.year, level, code, view.lang)
    if division:
        return Line("own", name, rebased.series(release, view, level, code, division))
    return _line("own", release, view, level, code, name)


def country_line(release: Release, view: Chosen) -> Line:
    """The line of the country."""
    name = release.area_name(view.year, LEVELS[0], COUNTRY, view.lang)
    return _line("country", release, view, LEVELS[0], COUNTRY, name)


def _line(kind: str, release: Release, view: Chosen, level: str, code: str, name: str) -> Line:
    figures = release.trend(view.indicator, level, code, view.split, view.category)
    return Line(kind, name, {year: measured(each, view.show) for year, each in figures.items()})
