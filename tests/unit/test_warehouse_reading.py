"""Reading the warehouse: booking windows, and people whose number changed."""

import datetime as dt

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from mutualis import warehouse
from mutualis.engine import DuckEngine, sql
from mutualis.model import MutualisError
from mutualis.tables import core_care_line, core_dispensing, core_member_state, core_number_change

LINES = ibis.table({"service_day": "date", "booking_month": "int32"}, name="staged_booked")
PEOPLE = ibis.table({"person_id": "string", "household_head_id": "string"}, name="staged_people")


@pytest.fixture
def engine(tmp_path):
    made = DuckEngine("200MB", 1, tmp_path / "tmp")
    yield made
    made.close()


@pytest.mark.parametrize(
    ("service_day", "booking_month", "windows"),
    [
        (dt.date(2022, 1, 1), 202201, {18, 21, 24}),
        (dt.date(2022, 12, 31), 202306, {18, 21, 24}),
        (dt.date(2022, 1, 1), 202307, {21, 24}),
        (dt.date(2022, 12, 31), 202309, {21, 24}),
        (dt.date(2022, 6, 1), 202310, {24}),
        (dt.date(2022, 6, 1), 202312, {24}),
        (dt.date(2022, 12, 31), 202401, set()),
    ],
)
def test_a_booking_window_counts_months_from_january_of_the_service_year(
    engine, tmp_path, service_day, booking_month, windows
):
    columns = {"service_day": [service_day], "booking_month": pa.array([booking_month], pa.int32())}
    pq.write_table(pa.table(columns), tmp_path / "x.parquet")
    engine.use("staged_booked", [tmp_path / "x.parquet"], LINES.schema())
    assert {months for months in (18, 21, 24) if engine.rows(warehouse.within(LINES, months))} == windows


def test_a_window_that_nobody_uses_is_an_error():
    with pytest.raises(MutualisError, match="18, 21 and 24"):
        warehouse.within(core_care_line, months=20)


def changed(engine, tmp_path, changes, people):
    schema = core_number_change.schema
    rows = [("d", old, new, dt.date(2023, 1, day)) for old, new, day in changes]
    table = {name: [row[place] for row in rows] for place, name in enumerate(schema.names)}
    types = pa.schema([(name, pa.date32() if name == "change_day" else pa.string()) for name in schema.names])
    pq.write_table(pa.table(table, types), tmp_path / "changes.parquet")
    engine.use("core_number_change", [tmp_path / "changes.parquet"])
    texts = pa.schema([("person_id", pa.string()), ("household_head_id", pa.string())])
    pq.write_table(
        pa.table({"person_id": people, "household_head_id": [None, *people[1:]]}, texts), tmp_path / "p.parquet"
    )
    engine.use("staged_people", [tmp_path / "p.parquet"], PEOPLE.schema())
    names = ("person_id", "household_head_id")
    found = engine.rows(warehouse.resolved(PEOPLE, core_number_change, names))
    return sorted((row["person_id"], row["household_head_id"] or "") for row in found)


def test_a_person_whose_number_changed_is_one_person_in_every_column(engine, tmp_path):
    found = changed(engine, tmp_path, [("old", "new", 1)], ["old", "old", "other"])
    assert found == [("new", ""), ("new", "new"), ("other", "other")]


@pytest.mark.parametrize("length", [2, 3, 7])
def test_a_chain_of_changes_ends_in_the_last_code(engine, tmp_path, length):
    chain = [(f"code-{number}", f"code-{number + 1}", number + 1) for number in range(length)]
    assert changed(engine, tmp_path, chain, ["code-0", "code-1"])[0][0] == f"code-{length}"


def test_of_two_changes_of_one_code_the_last_counts_and_rows_do_not_multiply(engine, tmp_path):
    assert changed(engine, tmp_path, [("old", "first", 1), ("old", "second", 2)], ["old"]) == [("second", "")]


def test_without_changes_no_join_is_made():
    assert "JOIN" not in sql(warehouse.resolved(core_care_line))
    assert sql(warehouse.resolved(core_care_line, core_number_change)).count("JOIN") > 0


def test_the_columns_with_persons_are_those_of_the_declaration():
    text = sql(warehouse.resolved(core_member_state, core_number_change))
    assert 'AS "household_head_id"' in text
    same = core_dispensing.schema
    assert warehouse.resolved(core_dispensing, core_number_change).schema() == same
    with pytest.raises(MutualisError, match="which columns hold persons"):
        warehouse.resolved(PEOPLE.filter(PEOPLE.person_id != ""), core_number_change)
