"""Stage count refuses cells that no count of persons can be."""

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from mutualis import tables
from mutualis.engine import DuckEngine
from mutualis.indicators import PERIOD, Indicator, persons
from mutualis.model import MutualisError
from mutualis.pipeline import Silent
from mutualis.pipeline.counting import refuse_impossible, save_cells
from spec.conftest import Spec

population, used = tables.derived_population_year, tables.derived_person_year
insured = population.filter(PERIOD.covers(population.year))
seen = used.filter(PERIOD.covers(used.year))
PEOPLE = "person_id | year\nann | 2022\nbob | 2022\nann | 2023"
CARE = "person_id | year | gp_contacts\nann | 2022 | 1\nann | 2023 | 2"


@pytest.fixture
def engine(tmp_path):
    engine = DuckEngine(memory_limit="500MB", threads=2, temporary=tmp_path)
    drawing = Spec(engine, tmp_path)
    drawing.draw("derived_population_year", PEOPLE)
    drawing.draw("derived_person_year", CARE)
    yield engine
    engine.close()


def saved(engine, folder, *chosen):
    names = iter(range(9))
    return save_cells(engine, chosen, (2022, 2023), lambda: folder / f"cells-{next(names)}.parquet", folder, Silent())


def test_every_indicator_is_counted_in_every_year(engine, tmp_path):
    contact = Indicator(name="contact", population=insured, numerator=persons(seen), unit="percent")
    files = saved(engine, tmp_path, contact)
    refuse_impossible(engine, files, (contact,))
    rows = pa.concat_tables([pq.read_table(each.path) for each in files]).to_pylist()
    whole = [row for row in rows if (row["level"], row["split"]) == ("country", "total")]
    assert [(row["year"], row["numerator"], row["denominator"]) for row in whole] == [(2022, 1, 2), (2023, 1, 1)]
    assert all(each.rows for each in files)


def test_a_numerator_with_two_rows_a_person_is_refused(engine, tmp_path):
    doubled = persons(seen).union(persons(seen), distinct=False)
    twice = Indicator(name="twice", population=insured, numerator=doubled, unit="percent")
    with pytest.raises(MutualisError, match=r"Indicator 'twice' counts more persons than are insured in 2022"):
        refuse_impossible(engine, saved(engine, tmp_path, twice), (twice,))


def test_more_met_than_insured_is_refused(engine, tmp_path):
    contact = Indicator(name="contact", population=insured, numerator=persons(seen), unit="percent")
    (file, _) = saved(engine, tmp_path, contact)
    table = pq.read_table(file.path)
    more = table.set_column(table.column_names.index("numerator"), "numerator", pa.array([9] * table.num_rows))
    pq.write_table(more, tmp_path / "more.parquet")
    wrong = type(file)(tmp_path / "more.parquet", file.rows, file.size)
    with pytest.raises(MutualisError, match=r"'contact' has more persons met than insured in 2022"):
        refuse_impossible(engine, [wrong], (contact,))
