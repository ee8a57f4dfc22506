"""Areas that studies compare: municipalities as they are in one year, and those in which a pilot works."""

import polars as pl

from mutualis import reference


def merged(year: int) -> pl.DataFrame:
    """Every municipality code there ever was (municipality_code) with the one it lies in at the end of a year.

    Columns: municipality_code, municipality. Mergers are followed; a code that only comes later is not there, as no
    person can live in it yet. So that a municipality is one area in all years of a study.
    """
    rows = reference.codelist("municipality").rows
    after = {row["code"]: row["successor_code"] for row in rows if row["successor_code"]}
    there = set(reference.geography(year).municipalities)
    found = [(row["code"], _follow(row["code"], there, after)) for row in rows]
    schema = {"municipality_code": pl.String, "municipality": pl.String}
    return pl.DataFrame([each for each in found if each[1]], schema=schema, orient="row").unique().sort(list(schema))


def pilot_areas() -> pl.DataFrame:
    """The municipalities of each integrated-care pilot (municipality, pilot), after the list `pilot_area`.

    The list is a stand-in (sources/004 tells how many projects there are, not where): a list of one's own takes its
    place (MUTUALIS_CODELISTS).
    """
    rows = [(row["code"], row["pilot"]) for row in reference.codelist("pilot_area").rows]
    return pl.DataFrame(rows, schema={"municipality": pl.String, "pilot": pl.String}, orient="row").unique()


def _follow(code: str, there: set[str], after: dict[str, str]) -> str:
    while code not in there and code in after:
        code = after[code]
    return code if code in there else ""
