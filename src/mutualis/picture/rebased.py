"""A series on the areas of another year: figures of the municipalities that went into an area, taken together.

Nothing is re-based unless a reader asks for it (`division`). A year in which the area had the same municipalities keeps
its published figure. One in which it had others gets the ratio of the sums of their published figures; where one of
them is suppressed there is none. The figures of municipalities are needed for that: a split that is not published of
municipalities has no re-based series, nor have standardised figures.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace

from mutualis.picture import territory
from mutualis.picture.chosen import Chosen
from mutualis.picture.measure import SHOWS, UNPUBLISHED, Measured, measured
from mutualis.picture.summed import together
from mutualis.release import LEVELS, Figure, Release

FINEST = LEVELS[-1]


def series(release: Release, view: Chosen, level: str, code: str, division: int) -> Mapping[int, Measured]:
    """{year: the number of an area of `level` as it lies in the year `division`}."""
    members = territory.inside(release, division, level, code)
    published = release.trend(view.indicator, level, code, view.split, view.category)
    return {
        year: _of_year(release, view, year, members, division, (level, code, published.get(year)))
        for year in release.years_of(view.indicator)
    }


def group_series(release: Release, view: Chosen, members: Collection[str], division: int) -> Mapping[int, Measured]:
    """{year: the number of some municipalities of the year `division` together}."""
    years = release.years_of(view.indicator)
    return {year: measured_together(release, view, year, members, division) for year in years}


def measured_together(release: Release, view: Chosen, year: int, members: Collection[str], division: int) -> Measured:
    """The crude number of municipalities together, as they were in a year."""
    there = territory.matching(release, members, division, year)
    key = (view.indicator, year, FINEST, view.split)
    if there is None or key not in release.figures_by or view.show != SHOWS[0]:
        return UNPUBLISHED
    parts = figures_of(release, view, year, there)
    return measured(replace(together(release, view.indicator, year, parts), category=view.category), view.show)


def figures_of(release: Release, view: Chosen, year: int, codes: Collection[str]) -> list[Figure]:
    """The published figures of some municipalities."""
    figures = release.figures(view.indicator, year, FINEST, view.split)
    return [each for each in figures if each.category == view.category and each.area_code in codes]


def _of_year(
    release: Release, view: Chosen, year: int, members: Collection[str], division: int,
    own: tuple[str, str, Figure | None],
) -> Measured:  # fmt: skip
    level, code, figure = own
    same = territory.matching(release, members, division, year)
    if figure is not None and same is not None and same == territory.inside(release, year, level, code):
        return measured(figure, view.show)
    return measured_together(release, view, year, members, division)
