"""The values of a hospital's rows, each by itself: filled, as long as declared, a number, a code of the lists."""

from collections.abc import Iterator
from functools import cache

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
    checks = _checks(table)
    for at in _true_somewhere(rows, [condition for _, _, condition in checks]):
        rule, code, condition = checks[at]
        yield Finding(rule, table, code, rows.filter(condition).get_column(LINE).to_numpy())


def unknown_codes(table: str, rows: pl.DataFrame) -> list[tuple[str, str, str, int]]:
    """Table, field, value and how often, of values that are in no code list; the most frequent first."""
    coded = [each for each in reference.mzg_tables()[table].fields if each.codelist]
    found = []
    for at in _true_somewhere(rows, [_is_unknown(each) for each in coded]):
        counts = rows.filter(_is_unknown(coded[at])).get_column(coded[at].name).value_counts(sort=True)
        found += [(table, coded[at].code, value, count) for value, count in counts.rows()]
    return found


def _true_somewhere(rows: pl.DataFrame, conditions: list[pl.Expr]) -> list[int]:
    """The places of the conditions that hold for some row, in one pass over the rows."""
    if rows.is_empty() or not conditions:
        return []
    told = rows.select(each.any().alias(str(at)) for at, each in enumerate(conditions)).row(0)
    return [at for at, is_there in enumerate(told) if is_there]


@cache
def _checks(table: str) -> list[tuple[str, str, pl.Expr]]:
    """Rule, field and condition of everything that is asked of the values of a table."""
    fields = reference.mzg_tables()[table].fields
    return [(rule, field.code, broken.fill_null(False)) for field in fields for rule, broken in _rules(field)]


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
