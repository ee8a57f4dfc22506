"""Steps and indicators must be sayable in Spark SQL too; running them on Spark has tests of its own."""

import pytest
import sqlglot

from mutualis import derived, indicators
from mutualis.engine import compile as seam
from mutualis.indicators.definitions import INDICATORS
from mutualis.model import Years

STEPS = {step.name: (step.expression(), derived.parameters(Years(2022, 2023))) for step in derived.STEPS}
COUNTS = {each.name: (each.counts(), indicators.year(2022)) for each in INDICATORS}


@pytest.mark.parametrize("name", [*STEPS, *COUNTS])
def test_a_definition_compiles_to_spark_sql_that_parses(name):
    expression, parameters = (STEPS | COUNTS)[name]
    text = seam.sql(expression, "spark", parameters)
    assert sqlglot.parse_one(text, read="spark").named_selects in (["*"], list(expression.columns))
    # Words that Spark refuses or answers differently, named in the design.
    assert not [word for word in ("ASOF", "MODE(", "BIT_OR(", "MONTHS_BETWEEN") if word in text.upper()]
