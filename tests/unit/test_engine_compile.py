"""The seam: Ibis compiles for both dialects, parameters are complete, types are written out."""

import datetime as dt

import ibis
import pytest
from ibis import _

from mutualis import tables, warehouse
from mutualis.engine import compile as seam
from mutualis.model import MutualisError

FROM = ibis.param("date")
UNTIL = ibis.param("date")


def core_expressions():
    line, correction, change = tables.core_care_line, tables.core_correction, tables.core_number_change
    return {
        "every core table": [table.expr for table in tables.TABLES],
        "net": [warehouse.net(line, correction)],
        "booking window": [warehouse.within(line, months) for months in (18, 21, 24)],
        "resolved": [warehouse.resolved(tables.core_member_state, change)],
        "sums": [line.group_by("person_id").agg(cents=_.reimbursed_cents.sum())],
        "codes": [line.filter(tables.codes("sex").match(line.cg1))],
    }


@pytest.mark.parametrize("dialect", ["duckdb", "spark"])
@pytest.mark.parametrize("subject", core_expressions())
def test_core_expressions_compile_for_both_engines(subject, dialect):
    for expression in core_expressions()[subject]:
        assert "SELECT" in seam.sql(expression, dialect)


def test_types_are_cast_around_the_compiled_text_in_each_dialect():
    line = tables.core_care_line
    sums = line.group_by("person_id").agg(cents=_.reimbursed_cents.sum())
    schema = ibis.schema({"person_id": "string", "cents": "int64"})
    assert 'CAST("cents" AS BIGINT) AS "cents"' in seam.typed_sql(sums, schema, ["person_id"])
    spark = seam.typed_sql(sums, schema, ["person_id"], dialect="spark")
    assert "CAST(`cents` AS BIGINT) AS `cents`" in spark
    assert "NULLS LAST" in spark


def test_a_parameter_without_a_value_is_told_and_one_too_many_is_no_matter():
    line = tables.core_care_line
    asked = line.filter(line.service_day.between(FROM, UNTIL))
    with pytest.raises(MutualisError, match=r"1 of 2 parameters .*\(date\)"):
        seam.sql(asked, "duckdb", {FROM: dt.date(2022, 1, 1)})
    values = {FROM: dt.date(2022, 1, 1), UNTIL: dt.date(2022, 12, 31), ibis.param("int64"): 3}
    assert "2022" in seam.sql(asked, "duckdb", values)


def test_a_parameter_may_be_given_under_a_name():
    line, named = tables.core_care_line, FROM.name("start")
    assert "2022" in seam.sql(line.filter(line.service_day >= named), "duckdb", {named: dt.date(2022, 1, 1)})
    assert "2022" in seam.sql(line.filter(line.service_day >= FROM), "duckdb", {named: dt.date(2022, 1, 1)})


def test_asking_again_gives_the_same_text_and_another_value_another_one():
    table = ibis.table({"day": "date", "cents": "int64"}, name="lines")
    since = table.filter(table.day >= FROM)
    schema = ibis.schema({"day": "date", "cents": "int64"})
    values = {FROM: dt.date(2022, 1, 1)}
    plain, typed = seam.sql(since, parameters=values), seam.typed_sql(since, schema, ("day",), parameters=values)
    assert seam.sql(since, parameters=values) == plain, "the tree was changed"
    assert seam.typed_sql(since, schema, ("day",), parameters=values) == typed
    assert seam.sql(since, "spark", values) != plain
    assert seam.sql(since, parameters={FROM: dt.date(2023, 1, 1)}) != plain
    seam.forget()
    assert seam.sql(since, parameters=values) == plain


def test_an_unknown_dialect_is_an_error():
    with pytest.raises(MutualisError, match="duckdb, spark"):
        seam.sql(tables.core_care_line, "oracle")


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"person_id": "string"}, "Not declared: cents"),
        ({"person_id": "string", "cents": "int64", "year": "int32"}, "Lacking: year"),
        ({"person_id": "int64", "cents": "int64"}, "Column person_id is string, declared int64"),
        ({"person_id": "string", "cents": "array<int64>"}, "Column cents is int64, declared array"),
    ],
)
def test_a_result_of_another_shape_than_declared_is_refused(columns, message):
    sums = tables.core_care_line.group_by("person_id").agg(cents=_.reimbursed_cents.sum())
    with pytest.raises(MutualisError, match=message):
        seam.typed_sql(sums, ibis.schema(columns))


def test_a_float_does_not_become_an_integer_unseen():
    halves = tables.core_care_line.select("person_id", cents=_.reimbursed_cents / 2)
    with pytest.raises(MutualisError, match="Column cents is float64"):
        seam.typed_sql(halves, ibis.schema({"person_id": "string", "cents": "int64"}))
