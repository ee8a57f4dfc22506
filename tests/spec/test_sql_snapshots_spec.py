"""The SQL of every step and indicator, kept as files to be reviewed: a definition changes with its file or not at all.

To renew the files after a wanted change: `MUTUALIS_NEW_SQL=1 pytest tests/spec/test_sql_snapshots_spec.py`.
"""

import os
from pathlib import Path

import pytest
import sqlglot

from mutualis import derived, indicators
from mutualis.engine import compile as seam
from mutualis.indicators.definitions import INDICATORS, chosen
from mutualis.indicators.medicine_use import medicine_use
from mutualis.indicators.shared import Library
from mutualis.model import Years

FOLDER = Path(__file__).parent / "sql"
YEARS = derived.parameters(Years(2022, 2023))
# Made by the test that looks at one: each test process collects all names.
STEPS = {step.name: lambda step=step: (step.expression(), YEARS) for step in derived.STEPS}
COUNTS = {f"indicator_{each.name}": lambda each=each: (each.counts(), indicators.year(2022)) for each in chosen()}
# All others are in the passes that they share.
TOGETHER = {
    "library_person_parts": lambda: (Library(INDICATORS).person_parts(), indicators.year(2022)),
    "result_medicine_use": lambda: (medicine_use(), indicators.year(2022)),
}
DEFINITIONS = STEPS | COUNTS | TOGETHER


def pretty(name):
    expression, parameters = DEFINITIONS[name]()
    text = seam.sql(expression, "duckdb", parameters)
    return sqlglot.transpile(text, read="duckdb", write="duckdb", pretty=True)[0] + "\n"


@pytest.mark.parametrize("name", DEFINITIONS)
def test_the_sql_of_a_definition_is_the_one_that_was_reviewed(name):
    file = FOLDER / f"{name}.sql"
    if os.environ.get("MUTUALIS_NEW_SQL"):
        FOLDER.mkdir(exist_ok=True)
        file.write_text(pretty(name), encoding="utf-8")
    assert file.is_file(), f"no reviewed SQL of {name}: run with MUTUALIS_NEW_SQL=1 and read what it wrote"
    assert pretty(name) == file.read_text(encoding="utf-8")


def test_no_reviewed_sql_is_left_of_a_definition_that_is_gone():
    assert {file.stem for file in FOLDER.glob("*.sql")} == set(DEFINITIONS)
