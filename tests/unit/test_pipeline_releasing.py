"""What a release is made of: cells of today's definitions, named by the versions that they were made of."""

import json
from dataclasses import replace

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from mutualis import tables
from mutualis.engine import DeltaLake
from mutualis.indicators.definitions import INDICATORS
from mutualis.model import MutualisError
from mutualis.model.protocols import Saved
from mutualis.pipeline.counting import RESULT, key_of
from mutualis.pipeline.figures import core_sources
from mutualis.pipeline.releasing import counted, write_verdicts
from mutualis.pipeline.versions import replace_table
from mutualis.warehouse.content import ARROW_TYPES

SOURCES = {"derived_person_year": 1, "derived_population_year": 0}


@pytest.fixture
def lake(tmp_path):
    return DeltaLake(tmp_path)


def put(lake, table, sources, key):
    """A new version of a table without rows; `key` is what it says it depends on."""
    path = lake.target(table.name)
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.table({name: pa.array([], ARROW_TYPES[str(kind)]) for name, kind in table.schema.items()}), path)
    return replace_table(lake, table, [Saved(path, 0, path.stat().st_size)], key, {"sources": json.dumps(sources)})


def test_a_changed_definition_is_another_key():
    few = INDICATORS[:20]
    key = key_of(few, SOURCES)
    first, *others = few
    assert key_of((replace(first, numerator=few[1].numerator), *others), SOURCES) != key
    assert key_of(tuple(others), SOURCES) != key
    assert key_of(few, {**SOURCES, "derived_person_year": 2}) != key
    assert key_of((replace(first), *others), SOURCES) == key


def test_cells_of_todays_definitions_are_released(lake):
    put(lake, RESULT, SOURCES, key_of(INDICATORS, SOURCES))
    assert counted(lake) == (0, SOURCES)


def test_cells_of_other_definitions_are_to_be_counted_again(lake):
    put(lake, RESULT, SOURCES, key_of(INDICATORS[1:], SOURCES))
    with pytest.raises(MutualisError, match=r"counted with other definitions.*Count again: mutualis count"):
        counted(lake)


def test_without_cells_there_is_nothing_to_release(lake):
    with pytest.raises(MutualisError, match="No indicator was counted yet"):
        counted(lake)


def test_the_core_versions_are_those_behind_the_cells_not_the_newest(lake):
    table = tables.derived_population_year
    for core in (3, 4):
        put(lake, table, {"core_member_state": core, "core_correction": -1, "years": "2023-2023"}, str(core))
    assert core_sources(lake, {table.name: 0}) == {"core_member_state": 3}
    assert core_sources(lake, {table.name: 1}) == {"core_member_state": 4}


def test_verdicts_are_for_their_owner_alone_also_in_a_file_that_others_could_read(tmp_path):
    path = tmp_path / "verdicts.csv"
    path.write_text("old")
    path.chmod(0o644)
    write_verdicts(pa.table({"verdict": ["pass"]}), path)
    assert path.stat().st_mode & 0o077 == 0
    assert path.read_text().split() == ['"verdict"', '"pass"']
