"""A series on the areas of another year: figures of the municipalities that went into an area, taken together.

Nothing is re-based unless a reader asks for it (`division`). A year in which the area had the same municipalities keeps
its published figure. One in which it had others gets the ratio of the sums of their published figures; where one of
them is suppressed there is none. The figures of municipalities are needed for that: a split that is not published of
municipalities has no re-based series, nor have standardised figures.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from mutualis.picture import territory
from mutualis.picture.chosen import Chosen
from mutualis.picture.measure import SHOWS, UNPUBLISHED, Measured, measured
from mutualis.picture.summed import together
from mutualis.release import LEVELS, Figure, Release

FINEST = LEVELS[-1]
How = Literal["published", "rebased", "group"]
HOWS: tuple[How, ...] = ("published", "rebased", "group")


@dataclass(frozen=True)
class Made:
    """A figure of a year (None where there is none), how it was made, and the municipalities that were added up for it
    (none for a published one)."""

    figure: Figure | None
    how: How
    members: tuple[str, ...] = ()

    def number(self, show: str) -> Measured:
        """The number that is shown; what is added up has no standardised one."""
        if self.how != "published" and (self.figure is None or show != SHOWS[0]):
            return UNPUBLISHED
        return measured(self.figure, show)


def series(release: Release, view: Chosen, level: str, code: str, division: int) -> Mapping[int, Measured]:
    """{year: the number of an area of `level` as it lies in the year `division`}."""
    made = figures(release, view, level, code, division)
    return {year: each.number(view.show) for year, each in made.items()}


def group_series(release: Release, view: Chosen, members: Collection[str], division: int) -> Mapping[int, Measured]:
    """{year: the number of some municipalities of the year `division` together}."""
    made = group_figures(release, view, members, division)
    return {year: each.number(view.show) for year, each in made.items()}


def figures(release: Release, view: Chosen, level: str, code: str, division: int) -> Mapping[int, Made]:
    """{year: the figure of an area of `level` as it lies in the year `division`}, with the area's code."""
    members = territory.inside(release, division, level, code)
    published = release.trend(view.indicator, level, code, view.split, view.category)
    found = {}
    for year in release.years_of(view.indicator):
        there = territory.matching(release, members, division, year)
        own = published.get(year)
        is_same = own is not None and there is not None and there == territory.inside(release, year, level, code)
        found[year] = Made(own, "published") if is_same else _added_up(release, view, year, there, "rebased", code)
    return found


def group_figures(release: Release, view: Chosen, members: Collection[str], division: int) -> Mapping[int, Made]:
    """{year: the figure of some municipalities of the year `division` together}."""
    matched = {year: territory.matching(release, members, division, year) for year in release.years_of(view.indicator)}
    return {year: _added_up(release, view, year, there, "group", "") for year, there in matched.items()}


def figures_of(release: Release, view: Chosen, year: int, codes: Collection[str]) -> list[Figure]:
    """The published figures of some municipalities."""
    figures = release.figures(view.indicator, year, FINEST, view.split)
    return [each for each in figures if each.category == view.category and each.area_code in codes]


def _added_up(release: Release, view: Chosen, year: int, there: Collection[str] | None, how: How, code: str) -> Made:
    """The crude figure of municipalities of a year together; None of a ground that no municipalities of it cover."""
    if there is None or (view.indicator, year, FINEST, view.split) not in release.figures_by:
        return Made(None, how)
    sum_ = together(release, view.indicator, year, figures_of(release, view, year, there))
    return Made(replace(sum_, area_code=code, category=view.category), how, tuple(sorted(there)))
