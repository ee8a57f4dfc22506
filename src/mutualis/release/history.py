"""What readers have from earlier releases, as tables: the ground that later protection stands on."""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mutualis.release import files
from mutualis.release.content import Release
from mutualis.release.ledger import verify
from mutualis.release.reading import read

COLUMNS = (*files.KEY, "numerator", "denominator", "status", "standardised")


@dataclass(frozen=True)
class Released:
    """A release that went out.

    `figures`: indicator, year, level, area_code, split, category, numerator, denominator, status and standardised (the
    published figure back in the unit of numerator per person, null where none was published). `parents`: {year:
    {(level, code): code one level up}} as its readers have it. `decimals`: {indicator: places of `standardised`}.
    """

    id: str
    figures: pa.Table
    parents: Mapping[int, Mapping[tuple[str, str], str]]
    decimals: Mapping[str, int]


def released(releases: Path) -> tuple[Released, ...]:
    """Everything that went out, oldest first, each release checked against the ledger before it is used."""
    return tuple(_released(read(releases / entry.release)) for entry in verify(releases))


def _released(release: Release) -> Released:
    table = release.figures_by.table
    year = pc.cast(table["year"], pa.int32())
    figures = table.set_column(table.column_names.index("year"), "year", year).select(list(COLUMNS[:-1]))
    figures = figures.append_column("standardised", _per_person(release, table))
    parents = {
        year: {
            (level, code): area.parent_code
            for (of_year, level), areas in release.areas_by.items()
            for code, area in areas.items()
            if of_year == year and area.parent_code
        }
        for year in release.years
    }
    return Released(release.id, figures, parents, {name: each.decimals for name, each in release.sheets.items()})


def _per_person(release: Release, table: pa.Table) -> pa.Array:
    """The published standardised figures without factor and days."""
    published = pc.cast(table["standardised"], pa.float64()).to_numpy()
    found = np.full(table.num_rows, np.nan)
    names, years = table["indicator"].to_numpy(), table["year"].to_numpy()
    for name, sheet in release.sheets.items():
        for year in release.years_of(name):
            days = 365 + calendar.isleap(year) if sheet.divisor == "person_days" else 1
            own = (names == name) & (years == year)
            found[own] = published[own] * float(days / Fraction(sheet.factor))
    return pa.array(found, mask=np.isnan(found))
