"""The rule of every indicator of the library, on drawn people."""

import datetime as dt

import pytest

from mutualis import derived, indicators, reference
from mutualis.indicators.definitions import INDICATORS
from mutualis.indicators.features.diagnoses import CONDITIONS
from mutualis.pipeline.library_list import library
from spec.conftest import USUAL
from spec.drawing import READ
from spec.library_cases import CASES, TABLES

BY_NAME = {each.name: each for each in INDICATORS}


def cases():
    lines = [line for line in CASES.strip().splitlines() if line.strip() and not line.startswith("#")]
    found = {}
    for line in lines:
        name, _, rest = line.partition(":")
        assert name not in found, f"{name} has two cases"
        expected, _, rows = rest.partition("|")
        found[name] = (tuple(map(int, expected.split("/"))), rows)
    for code, row in CONDITIONS.items():
        met = f"sick ann condition={row['condition']}"
        others = f"sick bob list=nihdi condition={row['condition']} ; sick cis condition=another ; pop dan"
        found[f"prevalence_{code}"] = ((1, 4), f"{met} ; {others}")
    return found


DRAWN = cases()


def read(table, words):
    """A row of a case: the columns that are drawn, over what is usual for its table."""
    who, *cells = words
    schema = derived.input_table(table).schema()
    drawn = {}
    for cell in cells:
        column, _, value = cell.partition("=")
        kind = str(schema[column].copy(nullable=True))
        drawn[column] = READ[kind](value) if value else None
    return usual(table, who, drawn) | drawn


def usual(table, who, drawn):
    row = USUAL.get(table, lambda row: {})(drawn) | {"year": 2022}
    if "person_id" in derived.input_table(table).columns:
        row["person_id"] = who
    if table == "derived_person_year_diagnosis":
        row["list"] = "open"
    if table == "derived_stay":
        admitted = drawn.get("admission_day", dt.date(2022, 3, 1))
        row |= {"stay_kind": "classic", "admission_day": admitted, "discharge_day": admitted + dt.timedelta(1)}
        row["hospital_number"] = "71000733000"
    return row


def drawn_tables(rows):
    """{table: rows} of a case, with a row of the population for everybody who has none."""
    found = {name: [] for name in TABLES.values()}
    for words in (part.split() for part in rows.split(";")):
        found[TABLES[words[0]]].append(read(TABLES[words[0]], words[1:]))
    named = {row["person_id"] for rows_of in found.values() for row in rows_of if "person_id" in row}
    known = {row["person_id"] for row in found["derived_population_year"]}
    found["derived_population_year"] += [read("derived_population_year", [who]) for who in sorted(named - known)]
    return found


@pytest.mark.parametrize("name", sorted(BY_NAME))
def test_the_rule_of(spec, name):
    expected, rows = DRAWN[name]
    indicator, tables_drawn = BY_NAME[name], drawn_tables(rows)
    read_by_it = {table: rows_of for table, rows_of in tables_drawn.items() if table in indicator.sources}
    found = spec.rows(read_by_it, indicator, indicators.year(2022))
    (country,) = (row for row in found if row["level"] == "country" and row["split"] == "total")
    assert (country["numerator"], country["denominator"]) == expected


def test_every_case_is_of_an_indicator_and_tells_something():
    assert sorted(DRAWN) == sorted(BY_NAME)
    flat = [name for name, ((met, people), _) in DRAWN.items() if met == 0 or people == 0]
    assert flat == []
    everybody = [
        name
        for name, ((met, people), _) in DRAWN.items()
        if BY_NAME[name].kind == "count" and met == people and name != "insured"
    ]
    assert everybody == ["hf_readmission", "copd_quality_of_life"], "cases where nobody of the population is not met"


def test_every_prevalence_is_of_a_condition_of_the_open_list():
    if "pseudodiagnosis" not in reference.codelist_names():
        pytest.skip("the list of pseudodiagnoses is not there yet")
    conditions = {row["condition"] for row in reference.codelist("pseudodiagnosis").rows if row["list"] == "open"}
    assert {row["condition"] for row in CONDITIONS.values()} == conditions


def test_the_list_names_the_test_of_each():
    for entry in library():
        assert entry.test == f"tests/spec/test_library_spec.py::test_the_rule_of[{entry.indicator.name}]"
