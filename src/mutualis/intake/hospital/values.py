"""The values of a hospital's rows, each by itself: filled, as long as declared, a number, a code of the lists."""

from collections.abc import Iterator

import polars as pl

from mutualis import reference
from mutualis.intake.findings import Finding
from mutualis.parcel.mzg import LINE
from mutualis.reference import MzgField

# ICD-10 from registration year 2015 on, ICD-9-CM before (linkage 1.1).
FIRST_ICD10_YEAR = 2015
ICD10, ICD9 = r"^[A-Z][0-9][0-9A-Z]{1,5}$", r"^[0-9EV][0-9]{2,5}$"
DIAGNOSES = ("diagnosis", "admission_diagnosis", "death_cause")
DIGITS = r"^[0-9]+$"


def broken(table: str, rows: pl.DataFrame) -> Iterator[Finding]:
    """What the values of a table break, by rule and field."""
    for field in reference.mzg_tables()[table].fields:
        for rule, condition in _rules(field):
            lines = rows.filter(condition.fill_null(False)).get_column(LINE).to_numpy()
            if len(lines):
                yield Finding(rule, table, field.code, lines)


def unknown_codes(table: str, rows: pl.DataFrame) -> list[tuple[str, str, str, int]]:
    """Table, field, value and how often, of values that are in no code list; the most frequent first."""
    found = []
    for field in (each for each in reference.mzg_tables()[table].fields if each.codelist):
        counts = rows.filter(_is_unknown(field)).get_column(field.name).value_counts(sort=True)
        found += [(table, field.code, value, count) for value, count in counts.rows()]
    return found


def _rules(field: MzgField) -> Iterator[tuple[str, pl.Expr]]:
    value = pl.col(field.name)
    length, is_filled = value.str.len_chars(), value != ""
    if field.required:
        yield "mzg.required", ~is_filled
    yield "mzg.length", is_filled & ~length.is_between(field.shortest, field.longest)
    if field.type == "N":
        yield "mzg.number", is_filled & ~value.str.contains(DIGITS)
    if field.codelist:
        yield "mzg.code", _is_unknown(field)
    if field.name in DIAGNOSES:
        is_new = pl.col("registration_year").cast(pl.Int64, strict=False) >= FIRST_ICD10_YEAR
        form = pl.when(is_new).then(value.str.contains(ICD10)).otherwise(value.str.contains(ICD9))
        yield "mzg.diagnosis", is_filled & ~form


def _is_unknown(field: MzgField) -> pl.Expr:
    codes = sorted(reference.codelist(field.codelist).codes())
    return (pl.col(field.name) != "") & ~pl.col(field.name).is_in(codes)
