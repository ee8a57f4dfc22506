"""DuckDB as engine: declared types, total order, files that are never overwritten, and a locked house."""

import datetime as dt
import hashlib
import random
from pathlib import Path

import duckdb
import ibis
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from ibis import _

from mutualis.engine import DuckEngine
from mutualis.model import Column, MutualisError
from mutualis.tables import core_care_line, declare

STAGED = ibis.schema({"person_id": "string", "day": "date", "cents": "int64"})
LINES = ibis.table(STAGED, name="staged_line")
YEARLY = declare(
    "derived_yearly",
    "Sums.",
    "one row per person and year",
    ("person_id", "year"),
    {"person_id": Column("string", "x"), "year": Column("int32", "x"), "cents": Column("int64", "x")},
)
SUMS = LINES.group_by("person_id", year=LINES.day.year()).agg(cents=LINES.cents.sum())


def rows(count, seed=0):
    made = [(f"p{number % 17}", dt.date(2022, 1, 1) + dt.timedelta(number % 700), number) for number in range(count)]
    random.Random(seed).shuffle(made)
    return pa.table({name: list(values) for name, values in zip(STAGED.names, zip(*made, strict=True), strict=True)})


@pytest.fixture
def engine(tmp_path):
    made = DuckEngine("200MB", 2, tmp_path / "tmp")
    yield made
    made.close()


@pytest.fixture
def used(engine, tmp_path):
    (tmp_path / "in").mkdir()
    pq.write_table(rows(1000), tmp_path / "in" / "lines.parquet")
    engine.use("staged_line", [tmp_path / "in" / "lines.parquet"], STAGED)
    return engine


def test_a_saved_file_has_exactly_the_declared_types_in_the_order_of_the_key(used, tmp_path):
    saved = used.save(SUMS, tmp_path / "out" / "yearly.parquet", YEARLY)
    found = pq.read_table(saved.path)
    assert [str(field.type) for field in found.schema] == ["string", "int32", "int64"]
    keys = list(zip(found["person_id"].to_pylist(), found["year"].to_pylist(), strict=True))
    assert keys == sorted(keys)
    assert (saved.rows, saved.size) == (len(keys), saved.path.stat().st_size)


@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize("seed", [1, 2])
def test_shuffled_input_and_other_threads_give_the_same_rows(tmp_path, threads, seed):
    pq.write_table(rows(3000, seed), tmp_path / "lines.parquet", row_group_size=500)
    engine = DuckEngine("200MB", threads, tmp_path / "tmp")
    engine.use("staged_line", [tmp_path / "lines.parquet"], STAGED)
    found = pq.read_table(engine.save(SUMS, tmp_path / "out.parquet", YEARLY).path)
    digest = hashlib.sha256(repr(found.to_pylist()).encode()).hexdigest()
    assert digest == "f3d2d6324bd877674422facc9d71880775d000bd2d5068801e8e0ed8fb9973bb"


def test_a_table_without_files_is_empty_and_has_its_declared_columns(engine):
    engine.use("core_care_line", [])
    assert engine.arrow(core_care_line).column_names == list(core_care_line.schema.names)
    assert engine.rows(core_care_line.count().name("lines").as_table()) == [{"lines": 0}]


def test_parameters_reach_the_question(used):
    first = ibis.param("date")
    found = used.rows(LINES.filter(LINES.day >= first).agg(lines=_.count()), {first: dt.date(2023, 1, 1)})
    assert 0 < found[0]["lines"] < 1000


def test_a_file_is_never_written_twice(used, tmp_path):
    used.save(SUMS, tmp_path / "out.parquet", YEARLY)
    with pytest.raises(MutualisError, match="exists already"):
        used.save(SUMS, tmp_path / "out.parquet", YEARLY)


def test_a_file_of_another_schema_is_not_read(engine, tmp_path):
    pq.write_table(pa.table({"person_id": ["a"], "day": ["2022-01-01"], "cents": [1]}), tmp_path / "x.parquet")
    with pytest.raises(MutualisError, match="Column day is string, declared date"):
        engine.use("staged_line", [tmp_path / "x.parquet"], STAGED)


def test_columns_of_a_file_may_stand_in_another_order(engine, tmp_path):
    pq.write_table(rows(10).select(["cents", "day", "person_id"]), tmp_path / "x.parquet")
    engine.use("staged_line", [tmp_path / "x.parquet"], STAGED)
    assert engine.arrow(LINES).column_names == list(STAGED.names)


def test_a_table_that_was_not_given_is_told_with_those_that_were(used):
    with pytest.raises(MutualisError, match="Tables in use: staged_line"):
        used.rows(core_care_line)


def test_an_error_of_the_engine_never_carries_a_value(used, tmp_path):
    wrong = LINES.mutate(cents=LINES.cents * 4_000_000_000_000_000_000)
    with pytest.raises(MutualisError, match=r"does not fit|could not run") as told:
        used.save(wrong, tmp_path / "out.parquet", STAGED)
    assert told.value.__cause__ is None
    assert told.value.__suppress_context__
    assert "4000000000000000000" not in str(told.value)


def test_files_that_were_deleted_take_their_table_with_them_and_no_other(used, tmp_path):
    (tmp_path / "gone").mkdir()
    pq.write_table(rows(5), tmp_path / "gone" / "x.parquet")
    used.use("staged_gone", [tmp_path / "gone" / "x.parquet"], STAGED)
    (tmp_path / "gone" / "x.parquet").unlink()
    used.save(SUMS, tmp_path / "elsewhere" / "out.parquet", YEARLY)
    assert used.rows(LINES.agg(lines=_.count())) == [{"lines": 1000}]


@pytest.mark.parametrize(
    "attempt",
    [
        "SELECT * FROM read_text('{outside}')",
        "COPY (SELECT 1) TO '{outside}.csv'",
        "ATTACH '{outside}.db'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
        "SET threads = 1",
        "RESET lock_configuration",
        "SELECT * FROM read_text('{inside}/../secret.txt')",
    ],
)
def test_the_engine_stays_within_the_folders_it_was_given(used, tmp_path, attempt):
    outside = tmp_path / "secret.txt"
    outside.write_text("secret")
    text = attempt.format(outside=outside, inside=tmp_path / "in")
    with pytest.raises(duckdb.Error):
        used._opened().execute(text)


def test_two_engines_never_spill_into_one_folder_which_the_first_to_end_would_clear(tmp_path):
    engines = [DuckEngine(temporary=tmp_path) for _ in range(2)]
    asked = "SELECT current_setting('temp_directory')"
    folders = {Path(engine._opened().execute(asked).fetchone()[0]) for engine in engines}
    assert len(folders) == 2
    assert {folder.parent for folder in folders} == {tmp_path.resolve()}
    for engine in engines:
        engine.close()
    assert list(tmp_path.iterdir()) == []
