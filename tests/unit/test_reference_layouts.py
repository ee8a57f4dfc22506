"""Layouts: positions, lookups, versions, and the lists that they name."""

import datetime as dt

import pytest

from mutualis import reference
from mutualis.model import MutualisError
from mutualis.reference.files import Row
from mutualis.reference.layouts import _field, _refuse_overlaps


@pytest.mark.parametrize(
    ("database", "length", "fields"), [("pp", 136, 54), ("gz", 404, 42), ("fu", 191, 25), ("mg", 38, 3)]
)
def test_a_layout_has_its_fields_in_file_order_and_its_record_length(database: str, length: int, fields: int) -> None:
    layout = reference.layout(database)
    assert (layout.record_length, len(layout.fields)) == (length, fields)
    assert [field.start for field in layout.fields] == sorted(field.start for field in layout.fields)
    assert all(before.end < after.start for before, after in zip(layout.fields, layout.fields[1:], strict=False))
    assert layout.fields[-1].end == length


def test_derived_fields_have_no_position_and_all_holds_both() -> None:
    layout = reference.layout("gz")
    assert {field.role for field in layout.derived} == {"derived"}
    assert all((field.start, field.end, field.width) == (0, 0, 0) for field in layout.derived)
    assert len(layout.all) == len(layout.fields) + len(layout.derived)


def test_a_field_is_found_by_our_name_and_by_its_official_code() -> None:
    layout = reference.layout("gz")
    assert layout.field("service_day") is layout.field("SS00015")
    assert (layout.field("SS00060").start, layout.field("SS00060").width) == (80, 12)


def test_the_payee_is_in_the_layout_and_dropped_before_anything_leaves() -> None:
    assert {field.code for field in reference.layout("gz").fields if field.role == "dropped"} == {"SS00245", "SS00250"}


def test_unknown_databases_versions_and_fields_are_told_what_there_is() -> None:
    with pytest.raises(MutualisError, match="ao, c4, fu, gp, gz, kz, mg, pg, pi, pp, pr, wb"):
        reference.layout("xx")
    with pytest.raises(MutualisError, match="mutualis-1"):
        reference.layout("gz", "mutualis-9")
    with pytest.raises(MutualisError, match="birth_year"):
        reference.layout("pp").field("birthyear")


def test_a_field_is_absent_before_it_was_valid() -> None:
    assert reference.layout("pp", on=dt.date(2001, 12, 31)).fields == ()
    assert reference.layout("pp", on=dt.date(2023, 12, 31)).fields == reference.layout("pp").fields


@pytest.mark.parametrize("database", ["pp", "gz", "fu", "mg"])
def test_every_list_that_a_layout_names_exists_and_its_codes_fit_the_field(database: str) -> None:
    for field in reference.layout(database).fields:
        if field.codelist:
            lengths = {len(code) for code in reference.codelist(field.codelist).codes()}
            assert lengths == {field.digits or field.width}, field.name


def test_two_fields_on_one_position_and_a_position_that_cannot_be_read_are_errors() -> None:
    first, second = reference.layout("mg").fields[:2]
    with pytest.raises(MutualisError, match="share a position"):
        _refuse_overlaps("mg", (first, first))
    _refuse_overlaps("mg", (first, second))
    row = Row({"code": "X", "name": "x", "type": "code", "role": "code", "mutualis-1": "9-4"})
    with pytest.raises(MutualisError, match="like 14-28"):
        _field(row, "mutualis-1", "mg")


def test_what_is_read_cannot_be_changed() -> None:
    row = reference.codelist("sex").rows[0]
    with pytest.raises(TypeError):
        row["nl"] = "x"
    assert dict(row)["code"] == "1"
    assert reference.layout("pp") is reference.layout("pp")
