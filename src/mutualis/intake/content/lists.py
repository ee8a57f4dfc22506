"""Codes that stand in no list: one rule for each field that has a code list, made from the layouts.

Nomenclature and product codes have rules of their own, with check digits and validity (`care`, `claims`).
"""

from collections.abc import Callable, Iterator
from typing import Any

import ibis.expr.types as ir

from mutualis import reference
from mutualis.intake.prepared import is_unlisted, needs_list
from mutualis.intake.rule import Lookups, Rule
from mutualis.tables.core import loaded_fields

OWN_RULES = frozenset({"nomenclature", "cnk"})
FIRST_MUNICIPALITY = "01000"


def rules() -> Iterator[Rule]:
    """One rule for each loaded field with a code list."""
    for database in reference.content_codes():
        for field in loaded_fields(database):
            if field.codelist and field.codelist not in OWN_RULES:
                yield Rule(f"{database}.{field.name}.unknown", _condition(field.name), needs_list(field.name))


def _condition(column: str) -> Callable[[ir.Table, Lookups], Any]:
    return _is_no_municipality if column == "municipality_code" else lambda table, _: is_unlisted(table, column)


def _is_no_municipality(table: ir.Table, _: Lookups) -> Any:
    """Codes below 1000 are countries (databases.md 5.6)."""
    return is_unlisted(table, "municipality_code") & (table["municipality_code"] >= FIRST_MUNICIPALITY)
