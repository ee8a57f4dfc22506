"""A request is a file: it gives one table in the layout of all, and a file that is wrong gets a sentence."""

import datetime as dt
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import duckdb
import ibis
import polars as pl
import pytest

from mutualis.engine import sql
from mutualis.model import MutualisError, Years
from mutualis.study import Desk, read_study, root
from mutualis.study.requests import Filter, must_be_granted, read_request, read_requests
from mutualis.study.running import code
from study_files import draw_study

STUDY = read_study(root(), "recurring-requests")
CODE = code(STUDY).__globals__
WORDS = "{ nl = 'a', fr = 'b', de = 'c', en = 'd' }"
REQUEST = f"""
name = "stays"
asked_by = "RIZIV"
rhythm = "yearly"
table = "lines"
measure = "quantity"
by = ["sex", "age_class"]
title = {WORDS}

[filter]
code = {{ begins_with = ["A1", "B"] }}
"""


def written(place: Path, text: str = REQUEST, name: str = "stays") -> Path:
    path = place / f"{name}.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_request_says_which_rows_of_which_table_by_what(tmp_path: Path) -> None:
    found = read_request(written(tmp_path))
    assert (found.table, found.measure, found.by) == ("lines", "quantity", ("sex", "age_class"))
    assert found.filters == (Filter("code", beginnings=("A1", "B")),)
    assert found.columns == ("quantity", "code")
    assert found.years is None


@pytest.mark.parametrize("given", ["code = 'A'", "code = ['A', 'B']", "code = true", "code = 7"])
def test_a_filter_is_a_value_or_a_list_of_them(tmp_path: Path, given: str) -> None:
    (found,) = read_request(written(tmp_path, REQUEST.replace("code = { begins_with = ['A1', 'B'] }", given))).filters
    assert found.column == "code"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('asked_by = "RIZIV"\n', "", "does not say its asked_by"),
        ('measure = "quantity"\n', "", "does not say its measure"),
        ('rhythm = "yearly"', 'rhythm = "often"', "unknown rhythm"),
        ('table = "lines"', 'table = "lines"\nwhere = "x"', "says 'where', which no request does"),
        ('name = "stays"', 'name = "others"', "calls itself otherwise"),
        ('["sex", "age_class"]', '["sex", "age_class", "region_code"]', "At most 2 different criteria"),
        ('["sex", "age_class"]', '["sex", "sex"]', "At most 2 different criteria"),
        ("de = 'c', ", "", "title of request 'stays' is not there in de"),
        ('{ begins_with = ["A1", "B"] }', "[]", "on 'code' says no values"),
        ('{ begins_with = ["A1", "B"] }', "{ ends_with = ['A'] }", "on 'code' says no values"),
        ("name =", "name ==", "not written in TOML"),
    ],
)
def test_a_malformed_request_gets_a_sentence(tmp_path: Path, old: str, new: str, says: str) -> None:
    assert old in REQUEST
    with pytest.raises(MutualisError, match=says):
        read_request(written(tmp_path, REQUEST.replace(old, new, 1)))


def test_a_column_that_is_not_granted_is_refused(tmp_path: Path) -> None:
    request = read_request(written(tmp_path))
    must_be_granted(request, ("person_id", "year", "quantity", "code"), Years(2018, 2019))
    with pytest.raises(MutualisError, match=r"names the column 'code' of lines, which is not granted"):
        must_be_granted(request, ("person_id", "year", "quantity"), Years(2018, 2019))
    with pytest.raises(MutualisError, match="without persons or years"):
        must_be_granted(request, ("year", "quantity", "code"), Years(2018, 2019))


def test_other_years_than_those_of_the_run_are_refused(tmp_path: Path) -> None:
    request = read_request(written(tmp_path, 'years = "2016-2018"\n' + REQUEST))
    with pytest.raises(MutualisError, match="asks 2016-2018"):
        must_be_granted(request, ("person_id", "year", "quantity", "code"), Years(2017, 2019))


def test_each_request_is_a_promised_table_of_its_study(tmp_path: Path) -> None:
    place = draw_study(tmp_path)
    (place / "requests").mkdir()
    written(place / "requests")
    study = read_study(tmp_path, "little")
    assert study.output("stays", "table").title["fr"] == "b"
    assert [each.name for each in study.requests] == ["stays"]
    assert read_requests(draw_study(tmp_path, "without")) == ()


def test_requests_that_ship_name_only_what_their_authorisation_grants() -> None:
    assert len(STUDY.requests) >= 4
    for request in STUDY.requests:
        must_be_granted(request, STUDY.permission.columns(request.table), STUDY.years)
        assert {"article-112-medicines", "qermid-implants", "medical-houses"} <= {each.name for each in STUDY.requests}


# --- what a request gives -------------------------------------------------------------------------------------------

PEOPLE = pl.DataFrame({
    "person_id": ["a", "b", "c", "a", "b"], "year": [2018, 2018, 2018, 2019, 2019], "age": [30, 50, 80, 31, 51],
    "sex": ["1", "2", "2", "1", "2"], "region_code": "02000",
    "is_increased_reimbursement": [True, False, None, True, False],
}, schema_overrides={"year": pl.Int32})  # fmt: skip
LINES = pl.DataFrame({
    "person_id": ["a", "a", "b", "c", "z", "a"], "code": ["A11", "A12", "B2", "C1", "A11", "A11"],
    "service_day": [dt.date(2018, 5, 1)] * 5 + [dt.date(2016, 1, 1)], "quantity": [1, 2, 5, 9, 7, 3],
    "is_seen": [True, False, False, True, True, True], "share": 0.5,
})  # fmt: skip


SCHEMAS = {
    "lines": {
        "person_id": "string", "code": "string", "service_day": "date", "quantity": "int64", "is_seen": "boolean",
        "share": "float64",
    },
    "derived_population_year": {
        "person_id": "string", "year": "int32", "age": "int64", "sex": "string", "region_code": "string",
        "is_increased_reimbursement": "boolean",
    },
}  # fmt: skip


def read(expression: Any, parameters: Any = None) -> pl.DataFrame:
    """The rows of an expression over the tables above."""
    with duckdb.connect() as engine:
        engine.register("lines", LINES.to_arrow())
        engine.register("derived_population_year", PEOPLE.to_arrow())
        return engine.sql(sql(expression)).pl()


def asked(tmp_path: Path, text: str = REQUEST) -> pl.DataFrame:
    tables = {name: ibis.table(columns, name=name) for name, columns in SCHEMAS.items()}
    allowed = SimpleNamespace(columns=lambda name: tuple(LINES.columns))
    study: Any = SimpleNamespace(permission=allowed, parameters=STUDY.parameters)
    data: Any = SimpleNamespace(table=tables.__getitem__, read=read)
    desk = Desk(study, data, Years(2017, 2019), 5)
    return CODE["rows"](desk, read_request(written(tmp_path, text)))


def test_rows_are_summed_by_person_and_year_of_the_insured_in_the_one_layout(tmp_path: Path) -> None:
    told = asked(tmp_path).select(*CODE["LAYOUT"], "person_id", "measure").rows()
    assert told == [
        (2018, "sex=1", "age_class=-44", "a", 3),
        (2018, "sex=2", "age_class=45-64", "b", 5),
    ]


def test_a_request_with_fewer_criteria_has_the_same_columns(tmp_path: Path) -> None:
    told = asked(tmp_path, REQUEST.replace('["sex", "age_class"]', "[]"))
    assert {"criterion_1", "criterion_2"} <= set(told.columns)
    assert told["criterion_1"].unique().to_list() == ["all"]


def test_persons_are_one_each_and_a_yes_is_any_yes(tmp_path: Path) -> None:
    assert asked(tmp_path, REQUEST.replace('"quantity"', '"persons"'))["measure"].to_list() == [1, 1]
    seen = asked(tmp_path, REQUEST.replace('"quantity"', '"is_seen"'))
    assert dict(seen.select("person_id", "measure").rows()) == {"a": True, "b": False}


def test_a_measure_that_is_no_whole_number_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MutualisError, match="measures 'share', which is no whole number"):
        asked(tmp_path, REQUEST.replace('"quantity"', '"share"'))


def test_a_request_of_which_there_is_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MutualisError, match="Of request 'stays' there is no row"):
        asked(tmp_path, REQUEST.replace('["A1", "B"]', '["X"]'))


def test_a_trend_of_persons_is_that_of_persons_by_insured() -> None:
    """Half as many again a year by insured, with a scatter that evens out."""
    cells = [
        {"year": 2017 + at, "sex": sex, "age_class": age, "insured": 1000 * 2**at, "n": 40 * 3**at + off}
        for at, offs in enumerate(((3, -3, -3, 3), (-5, 5, 5, -5), (4, -4, -4, 4)))
        for (sex, age), off in zip((("1", "-44"), ("1", "80+"), ("2", "-44"), ("2", "80+")), offs, strict=True)
    ]
    whole = pl.DataFrame(cells)
    own = whole.select(*CODE["models"].CELL, measure=pl.lit(1).repeat_by("n")).explode("measure")
    (row,) = CODE["models"].yearly("x", "persons", own.with_row_index("person_id"), whole.drop("n")).to_dicts()
    assert row["value"] == pytest.approx(1.5, rel=1e-3)


def test_a_request_of_one_year_has_no_trend_and_the_run_says_so() -> None:
    told: list[tuple[str, str]] = []
    desk: Any = SimpleNamespace(deviate=lambda *each: told.append(each))
    whole = pl.DataFrame({"year": [2019, 2019], "insured": [50, 60], "sex": ["1", "2"], "age_class": ["-44", "45-64"]})
    own = whole.select("year", "sex", "age_class", measure=pl.lit(1)).with_row_index("person_id")
    assert CODE["models"].trend(desk, {"x": own}, whole) is None
    assert told[0][0] == "trend leaves out x"
