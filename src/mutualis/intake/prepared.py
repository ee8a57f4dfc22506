"""The table that content rules read: a line with what the code lists say of its codes.

Short code lists are written into the conditions; longer ones are joined, once for all rules, in one chain of joins (a
join costs a tenth of a list of a thousand codes). Columns that the table lacks are left out, with the rules that need
them.
"""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

import ibis
import ibis.expr.types as ir

from mutualis import reference
from mutualis.intake.rule import Lookups
from mutualis.tables.core import loaded_fields

SHORT = 12
QUALIFIED = ("provider", "prescriber")
QUALIFICATION_DIGITS = 3
DATED = {"nomenclature_code": "nomenclature", "cnk": "cnk"}


@cache
def list_of() -> Mapping[str, str]:
    """The code list of each column, of the layouts and of those that `prepare` adds."""
    found = {
        field.name: field.codelist
        for each in reference.content_codes()
        for field in loaded_fields(each)
        if field.codelist
    }
    added = {f"{field}_qualification": "qualification" for field in QUALIFIED}
    return MappingProxyType({**found, **added, "cg_pair": "cg_combination"})


def is_long(column: str) -> bool:
    """Whether the code list of a column is joined; the rules that use it then need the lookup `@codes`."""
    return len(reference.codelist(list_of()[column]).codes()) > SHORT


def needs_list(*columns: str) -> frozenset[str]:
    """The columns and, where one of their lists is joined, the lookup."""
    return frozenset({*columns, "@codes"} if any(is_long(column) for column in columns) else columns)


def is_listed(table: ir.Table, column: str) -> Any:
    """Whether the code ever was in the list of its column; false where there is no code."""
    if is_long(column):
        return table[f"{column}_listed"].notnull()
    return table[column].isin(sorted(reference.codelist(list_of()[column]).codes())).fill_null(False)


def is_unlisted(table: ir.Table, column: str) -> Any:
    """Whether there is a code and it never was in the list of its column."""
    return table[column].notnull() & ~is_listed(table, column)


def is_valid(table: ir.Table, codelist: str) -> Any:
    """Whether a row of the nomenclature or the product list covers the day of service."""
    first, last, day = table[f"{codelist}_from"], table[f"{codelist}_to"], table["service_day"]
    return first.notnull() & (day >= first) & (last.isnull() | (day <= last))


def prepare(table: ir.Table, lookups: Lookups) -> ir.Table:
    """The table with one name for coded and uncoded persons, qualifications apart, and the code lists joined."""
    found = _with_parts(one_name_for_persons(table))
    if lookups.codes is not None:
        for column in sorted(set(found.columns) & set(list_of())):
            found = _listed(found, column, lookups.codes) if is_long(column) else found
    for column, codelist in DATED.items():
        dated = getattr(lookups, codelist)
        if dated is not None and {column, "service_day"} <= set(found.columns):
            found = _dated(found, column, codelist, dated)
    if lookups.member is not None and "person" in found.columns:
        member = lookups.member.select(member_match="person", member_death_month="death_month")
        found = found.left_join(member, found["person"] == member["member_match"])
    return found


def one_name_for_persons(table: ir.Table) -> ir.Table:
    """At the centre a person is `person_id` in the warehouse and `person_token` in a parcel; rules say `person`."""
    coded = next((name for name in ("person_id", "person_token") if name in table.columns), None)
    return table.rename(person=coded) if coded else table


def _with_parts(table: ir.Table) -> ir.Table:
    """Where numbers still are digits, the last three are the qualification; two holder codes are one pair."""
    made = {
        f"{field}_qualification": _last_digits(table[field])
        for field in QUALIFIED
        if field in table.columns and f"{field}_qualification" not in table.columns
    }
    if {"cg1", "cg2"} <= set(table.columns):
        made["cg_pair"] = table["cg1"] + table["cg2"]
    return table.mutate(**made) if made else table


def _last_digits(number: Any) -> Any:
    """The digits of a number's qualification, with the zeros before them."""
    thousand = 10**QUALIFICATION_DIGITS
    return (number % thousand + thousand).cast("string").right(QUALIFICATION_DIGITS)


def _listed(table: ir.Table, column: str, codes: ir.Table) -> ir.Table:
    """Joined with the codes of the column's list: `<column>_listed` is null where the code is not in it."""
    chosen = codes.filter(codes["codelist"] == list_of()[column])
    chosen = chosen.select(**{f"{column}_listed": "code", f"{column}_is_current": "is_current"})
    return table.left_join(chosen, table[column] == chosen[f"{column}_listed"])


def _dated(table: ir.Table, column: str, codelist: str, dated: ir.Table) -> ir.Table:
    """Joined with the list's row of the code; of several rows, with the one that covers the day of service."""
    facts = [name for name in ("kind", "ambulatory_hospital", "qualifications") if codelist == "nomenclature"]
    names = {f"{codelist}_{name}": name for name in facts}
    rows = dated.select(
        **{f"{codelist}_code_match": "code", f"{codelist}_from": "valid_from", f"{codelist}_to": "valid_to", **names}
    )
    met = [table[column] == rows[f"{codelist}_code_match"]]
    if not _has_one_row_a_code(codelist):
        day, last = table["service_day"], rows[f"{codelist}_to"]
        met += [day >= rows[f"{codelist}_from"], last.isnull() | (day <= last)]
    return table.left_join(rows, met)


def _has_one_row_a_code(codelist: str) -> bool:
    listed = reference.codelist(codelist)
    return len(listed.rows) == len(listed.codes())


def month_of(day: ir.DateValue) -> Any:
    """The month of a day as YYYYMM."""
    return day.year().cast("int64") * 100 + day.month().cast("int64")


def largest(*amounts: ir.IntegerValue) -> Any:
    """The largest of several numbers of one line."""
    return ibis.greatest(*amounts)


def smallest(*amounts: ir.IntegerValue) -> Any:
    """The smallest of several numbers of one line."""
    return ibis.least(*amounts)
