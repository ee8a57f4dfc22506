"""The categories that split cells: sex, age class and increased reimbursement of a person, and their crossings."""

from typing import Any

import ibis
import ibis.expr.types as ir

from mutualis import reference

TOTAL_CATEGORY = "all"
SEPARATOR = "*"
# Column of the population behind each single split.
SOURCES = {"sex": "sex", "age_class": "age", "increased_reimbursement": "is_increased_reimbursement"}


def members_of(person: ir.Table) -> dict[str, Any]:
    """The category of each single split for the persons of a population; `unknown` where its column is null."""
    has_increased = person.is_increased_reimbursement
    return {
        "sex": person.sex.fill_null(reference.UNKNOWN),
        "age_class": _age_class(person.age),
        "increased_reimbursement": ibis.cases((has_increased, "yes"), (~has_increased, "no"), else_=reference.UNKNOWN),
    }


def category(table: ir.Table, split: str) -> Any:
    """The category of a split as an expression over the columns of its single splits: `all`, `1` or `1*65-74`."""
    if split == reference.TOTAL:
        return ibis.literal(TOTAL_CATEGORY)
    first, *others = split.split(SEPARATOR)
    joined: Any = table[first]
    for each in others:
        joined = joined + SEPARATOR + table[each]
    return joined


def _age_class(age: Any) -> Any:
    """The class of the code list `age_class` that holds an age in whole years."""
    classes = []
    for row in reference.codelist("age_class").valid():
        youngest, oldest = int(row["age_from"]), row["age_to"]
        inside = age.between(youngest, int(oldest)) if oldest else age >= youngest
        classes.append((inside, row["code"]))
    return ibis.cases(*classes, else_=reference.UNKNOWN)
