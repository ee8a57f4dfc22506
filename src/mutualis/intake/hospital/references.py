"""Keys of a hospital's tables, and what a row refers to: a stay its patient, a diagnosis its stay and specialism."""

from collections.abc import Iterator, Mapping

import polars as pl

from mutualis import reference
from mutualis.intake.findings import Finding
from mutualis.parcel.mzg import LINE

# In this order a table refers only to tables before it.
ORDER = ("PATHOSPI", "STAYHOSP", "STAYSPEC", "STAYINDX", "DIAGNOSE")


def repeated(table: str, rows: pl.DataFrame) -> Iterator[Finding]:
    """The lines whose key another line has too."""
    key = reference.mzg_tables()[table].key
    lines = rows.filter(pl.struct(key).is_duplicated()).get_column(LINE)
    if len(lines):
        yield Finding("mzg.key", table, key[-1], lines.to_numpy())


def dangling(tables: Mapping[str, pl.DataFrame]) -> tuple[dict[str, pl.DataFrame], list[Finding]]:
    """The tables without rows that refer to what is not there, and those rows; what refers to them goes with them."""
    left, lost = dict(tables), []
    for table in (each for each in ORDER if each in tables):
        for field, other, key in _references(table):
            kept = left[table].join(left[other].select(key).unique(), on=key, how="semi")
            gone = left[table].join(kept.select(LINE), on=LINE, how="anti").get_column(LINE)
            if len(gone):
                lost.append(Finding("mzg.reference", table, field, gone.to_numpy()))
            left[table] = kept
    return left, lost


def _references(table: str) -> Iterator[tuple[str, str, list[str]]]:
    """Field, table and the columns to look up, for each reference of a table."""
    columns = {each.name for each in reference.mzg_tables()[table].fields}
    for field in reference.mzg_tables()[table].fields:
        if field.references:
            yield (
                field.code,
                field.references,
                [each for each in reference.mzg_tables()[field.references].key if each in columns],
            )
