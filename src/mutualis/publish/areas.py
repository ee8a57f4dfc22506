"""The areas of a release: every area of every year it has figures of."""

from collections.abc import Mapping, Sequence

import polars as pl
import pyarrow as pa

from mutualis import reference
from mutualis.model import MutualisError
from mutualis.release.files import AREA_COLUMNS


def areas_of(figures: pa.Table, geography: Mapping[int, reference.Geography] | None) -> pa.Table:
    """The columns of areas.csv for the years of these figures, from the geographies given or else the reference's own.

    A figure of an area that its year does not have is an error.
    """
    places = _areas(sorted(set(figures["year"].to_pylist())), geography)
    keys = ["year", "level", "area_code"]
    known = pl.DataFrame(places.select(["year", "level", "code"])).rename({"code": "area_code"})
    lost = pl.DataFrame(figures.select(keys)).unique().join(known, on=keys, how="anti").sort(keys)
    if lost.height:
        year, level, code = lost.row(0)
        raise MutualisError(
            f"There are figures of {level} {code} in {year}, and the geography of that year has no such area.",
            do="publish with the geography with which the figures were protected",
        )
    return places


def _areas(years: Sequence[int], geography: Mapping[int, reference.Geography] | None) -> pa.Table:
    known = {year: (geography or {}).get(year) or reference.geography(year) for year in years}
    rows = [
        {
            "year": year,
            "level": area.level,
            "code": area.code,
            "nl": area.nl,
            "fr": area.fr,
            "de": area.de,
            "en": area.en,
            "parent_code": area.parent_code,
        }
        for year, of_year in known.items()
        for area in of_year.areas
    ]
    schema = pa.schema([(name, pa.int32() if name == "year" else pa.string()) for name in AREA_COLUMNS])
    return pa.Table.from_pylist(rows, schema=schema)
