"""Steps and indicators must be sayable in Spark SQL too; running them on Spark has tests of its own."""

import ibis
import pytest
import sqlglot

from mutualis import derived, indicators
from mutualis.engine import compile as seam
from mutualis.indicators.definitions import INDICATORS
from mutualis.indicators.medicine_use import medicine_use
from mutualis.indicators.shared import GROUPS, PARTS, Library
from mutualis.model import Years

STEPS = {step.name: (step.expression(), derived.parameters(Years(2022, 2023))) for step in derived.STEPS}
COUNTS = {each.name: (each.counts(), indicators.year(2022)) for each in INDICATORS}


LIBRARY = Library(INDICATORS)
PEOPLE = ibis.table(LIBRARY.parts_schema(), name=PARTS)
SUMS = ibis.table(LIBRARY.groups_schema(), name=GROUPS)
TOGETHER = {
    "person_parts": (LIBRARY.person_parts(), indicators.year(2022)),
    "groups": (LIBRARY.groups_of(PEOPLE), None),
    "medicine_use": (medicine_use(), indicators.year(2022)),
} | {
    f"cells_{kind}_{place}": (LIBRARY.cells_of(SUMS, kind, plan), None)
    for place, (kind, plan) in enumerate(LIBRARY.plans())
}
DEFINITIONS = STEPS | COUNTS | TOGETHER


@pytest.mark.parametrize("name", list(DEFINITIONS))
def test_a_definition_compiles_to_spark_sql_that_parses(name):
    expression, parameters = DEFINITIONS[name]
    text = seam.sql(expression, "spark", parameters)
    assert sqlglot.parse_one(text, read="spark").named_selects in (["*"], list(expression.columns))
    # Words that Spark refuses or answers differently, named in the design.
    assert not [word for word in ("ASOF", "MODE(", "BIT_OR(", "MONTHS_BETWEEN") if word in text.upper()]
