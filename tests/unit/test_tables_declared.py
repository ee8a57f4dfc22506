"""Declared tables: what a declaration must say, and what the layouts make of it."""

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from mutualis import reference, tables
from mutualis.engine import DuckEngine
from mutualis.model import C2, PROVIDER_C2, Column, MutualisError
from mutualis.tables import core, declare
from mutualis.tables.codes import code_set


@pytest.mark.parametrize("table", tables.TABLES, ids=lambda table: table.name)
def test_every_table_says_its_grain_and_has_a_key_of_its_own_columns(table):
    assert table.grain.startswith("one row per ")
    assert table.doc
    assert set(table.key) <= set(table.columns)


@pytest.mark.parametrize("table", tables.TABLES, ids=lambda table: table.name)
def test_every_table_name_repeats_its_stage_and_is_found_by_name(table):
    assert table.stage in ("core", "derived", "result")
    assert tables.find(table.name) is table


@pytest.mark.parametrize("table", tables.TABLES, ids=lambda table: table.name)
def test_no_table_holds_a_float(table):
    assert not [name for name, kind in table.schema.items() if kind.is_floating() or kind.is_decimal()]


@pytest.mark.parametrize("database", ["pp", "gz", "fu"])
def test_a_core_table_has_every_loaded_field_and_nothing_that_stays_at_the_insurer(database):
    columns = tables.find(core.TABLE_OF[database]).columns
    for field in reference.layout(database).all:
        made = {field.name, f"{field.name}_id"} & set(columns)
        assert bool(made) == (field.role not in ("technical", "dropped", "reserved", "derived")), field.name
        assert not (field.type == "identifier" and field.name in columns)


def test_identifiers_carry_the_domain_of_the_second_coder():
    columns = tables.core_care_line.columns
    assert columns["person_id"].domain == C2
    assert columns["provider_id"].domain == PROVIDER_C2
    assert columns["provider_qualification"].domain is None
    assert "person_qualification" not in columns


def test_official_codes_are_kept_as_an_attribute():
    assert tables.core_care_line.columns["service_day"].official == "SS00015"


def test_a_table_answers_for_its_expression():
    line = tables.core_care_line
    assert line.filter(line.quantity > 0).select("line").schema() == ibis.schema({"line": "int64"})
    assert line["line"].get_name() == "line"


def test_a_missing_column_is_told_with_the_columns_that_there_are():
    with pytest.raises(MutualisError, match=r"no column 'hospital'.*original_line"):
        tables.core_correction.hospital  # noqa: B018


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"grain": ""}, "says no grain"),
        ({"doc": ""}, "says no meaning"),
        ({"name": "person"}, "repeats no stage"),
        ({"key": ("other",)}, "key of 'core_x' names no column"),
        ({"key": ()}, "it is empty"),
        ({"columns": {"person_id": Column("string", "x"), "filter": Column("string", "y")}}, "already use"),
    ],
)
def test_a_declaration_that_says_too_little_is_refused(change, message):
    plain = {"name": "core_x", "doc": "X.", "grain": "one row per x", "key": ("person_id",)}
    with pytest.raises(MutualisError, match=message):
        declare(**{**plain, "columns": {"person_id": Column("string", "x")}, **change})


def test_an_unknown_table_is_told_with_the_tables_that_there_are():
    with pytest.raises(MutualisError, match="core_care_line"):
        tables.find("core_nothing")


def test_a_code_set_matches_whole_codes_and_prefixes_only_when_asked(tmp_path):
    staged = ibis.table({"atc_code": "string"}, name="staged_atc")
    pq.write_table(pa.table({"atc_code": ["A10BA02", "A10A", "H01", "B01", None]}), tmp_path / "atc.parquet")
    engine = DuckEngine("200MB", 1, tmp_path / "tmp")
    engine.use("staged_atc", [tmp_path / "atc.parquet"], staged.schema())
    glucose = code_set("glucose", "A10A", "A10B", "H")

    def found(condition):
        return [row["met"] for row in engine.rows(staged.select(met=condition))]

    assert found(glucose.match(staged.atc_code)) == [False, True, False, False, False]
    assert found(glucose.match_prefix(staged.atc_code)) == [True, True, True, False, False]


def test_an_empty_code_set_or_an_unknown_column_of_a_list_is_an_error():
    with pytest.raises(MutualisError, match="is empty"):
        tables.codes("sex", en="nobody")
    with pytest.raises(MutualisError, match="no column colour"):
        tables.codes("sex", colour="red")


def test_every_code_list_becomes_a_file_with_the_types_of_its_table(tmp_path):
    for name in reference.codelist_names():
        table = tables.find(f"reference_{name}")
        path = tables.write_reference(name, tmp_path / f"{name}.parquet")
        found = pq.read_table(path)
        assert found.num_rows == len(reference.codelist(name).rows), name
        assert found.column_names == list(table.schema.names), name
        assert str(found.schema.field("valid_from").type) == "date32[day]", name
