"""Steps and indicators must be sayable in Spark SQL too; running them on Spark has tests of its own."""

import ibis
import pytest
import sqlglot

from mutualis import derived, indicators
from mutualis.engine import compile as seam
from mutualis.indicators.definitions import INDICATORS, chosen
from mutualis.indicators.medicine_use import medicine_use
from mutualis.indicators.shared import GROUPS, PARTS, Library, is_shared
from mutualis.model import Years

LIBRARY = Library(INDICATORS)
PLANS = {f"cells_{kind}_{place}": (kind, plan) for place, (kind, plan) in enumerate(LIBRARY.plans())}
YEARS = derived.parameters(Years(2022, 2023))


def cells(kind, plan):
    return LIBRARY.cells_of(ibis.table(LIBRARY.groups_schema(), name=GROUPS), kind, plan)


# Made by the test that looks at one: each test process collects all names.
STEPS = {step.name: lambda step=step: (step.expression(), YEARS) for step in derived.STEPS}
# What an indicator is by itself is the part that a person brings to it; grouping and cells are the same text for all.
PARTED = {
    each.name: lambda each=each: (Library((each,)).person_parts(), indicators.year(2022))
    for each in INDICATORS
    if is_shared(each)
}
ALONE = {each.name: each for each in INDICATORS if each in chosen() or not is_shared(each)}
COUNTS = {f"counts_{name}": lambda each=each: (each.counts(), indicators.year(2022)) for name, each in ALONE.items()}
TOGETHER = {
    "person_parts": lambda: (LIBRARY.person_parts(), indicators.year(2022)),
    "groups": lambda: (LIBRARY.groups_of(ibis.table(LIBRARY.parts_schema(), name=PARTS)), None),
    "medicine_use": lambda: (medicine_use(), indicators.year(2022)),
} | {name: lambda plan=plan: (cells(*plan), None) for name, plan in PLANS.items()}
DEFINITIONS = STEPS | PARTED | COUNTS | TOGETHER


@pytest.mark.parametrize("name", list(DEFINITIONS))
def test_a_definition_compiles_to_spark_sql_that_parses(name):
    expression, parameters = DEFINITIONS[name]()
    text = seam.sql(expression, "spark", parameters)
    assert sqlglot.parse_one(text, read="spark").named_selects in (["*"], list(expression.columns))
    # Words that Spark refuses or answers differently, named in the design.
    assert not [word for word in ("ASOF", "MODE(", "BIT_OR(", "MONTHS_BETWEEN") if word in text.upper()]
