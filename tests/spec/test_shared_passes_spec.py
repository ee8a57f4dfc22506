"""All indicators together give the same rows as each alone, on drawn random tables."""

from functools import cache
from itertools import count

import pyarrow.parquet as pq
import pytest

from mutualis import tables
from mutualis.indicators import PERIOD, Indicator, amounts, year
from mutualis.indicators.definitions import INDICATORS
from mutualis.indicators.shared import is_shared
from mutualis.pipeline.library import counted_together
from random_year import NAMES, YEAR, country
from spec.conftest import Spec

PEOPLE = {1: 5, 2: 1000}  # {seed: persons}
used = tables.derived_person_year.filter(PERIOD.covers(tables.derived_person_year.year))
insured = tables.derived_population_year.filter(PERIOD.covers(tables.derived_population_year.year))
OLD_STYLE = Indicator(
    name="old_style", population=insured, numerator=amounts(used, "reimbursed_cents"), kind="amount", unit="euro"
)
ALL = (*INDICATORS, OLD_STYLE)


@pytest.fixture(params=sorted(PEOPLE), scope="module")
def counted(request, _spec_engine, tmp_path_factory):
    """An engine with a random country, and the cells of all indicators by shared passes."""
    engine, folder = _spec_engine
    drawing = Spec(engine, folder)
    for name, rows in country(request.param, PEOPLE[request.param]).items():
        drawing.use(name, rows, tables.find(name).schema)
    made, number = tmp_path_factory.mktemp("cells"), count()
    files = counted_together(engine, ALL, YEAR, lambda: made / f"{next(number)}.parquet", made)
    rows = [row for saved, _ in files for row in pq.read_table(saved.path).to_pylist()]
    assert [each for each in made.iterdir() if each.name.startswith("staged")] == []
    return engine, rows


@cache
def alone(indicator):
    """Its definition, made once for all countries."""
    return indicator.counts()


def in_order(rows):
    return sorted(rows, key=lambda row: tuple(str(row[name]) for name in tables.result_indicator.key))


def test_every_table_that_an_indicator_reads_is_drawn():
    assert {name for each in ALL for name in each.sources} <= set(NAMES)


def test_shared_passes_give_the_rows_that_each_indicator_gives_alone(counted):
    engine, rows = counted
    by_name = {each.name: [] for each in ALL}
    for row in rows:
        by_name[row["indicator"]].append(row)
    wrong = [
        each.name for each in ALL if in_order(by_name[each.name]) != in_order(engine.rows(alone(each), year(YEAR)))
    ]
    assert wrong == []


def test_only_what_is_written_over_tables_is_counted_on_its_own():
    assert [each.name for each in ALL if not is_shared(each)] == ["old_style"]


def test_the_random_country_is_rich_enough_to_tell_definitions_apart(counted):
    _, rows = counted
    whole = [row for row in rows if row["level"] == "country" and row["split"] == "total"]
    if max(row["denominator"] for row in whole if row["indicator"] == "insured") < PEOPLE[2] / 2:
        pytest.skip("the small countries are there for their empty cells")
    counts = {each.name for each in ALL if each.kind == "count"}
    told = {
        row["indicator"]
        for row in whole
        if row["contributors"] and (row["indicator"] not in counts or row["numerator"] < row["denominator"])
    }
    # Everybody is insured; a rule that asks for several rare things at once may meet no random person.
    assert len({each.name for each in ALL} - told) <= 0.05 * len(ALL)
