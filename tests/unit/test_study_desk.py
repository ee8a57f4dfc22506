"""What a study puts on its desk: whose cells are told, and whose are hidden when they leave."""

import datetime as dt
from types import SimpleNamespace

import duckdb
import ibis
import polars as pl

from mutualis.disclosure import rules
from mutualis.engine import sql
from mutualis.model import Years
from mutualis.study import Desk, Output
from mutualis.study.leaving import leave


def left(rows: list[tuple[str, str]]) -> pl.DataFrame:
    """The table that leaves, of rows of person and kind."""
    study = SimpleNamespace(name="little", output=lambda name, *kinds: Output(name, kinds[0], {}, {}))
    desk = Desk(study, None, Years(2018, 2019), 5)  # type: ignore[arg-type]
    desk.persons("stays", pl.DataFrame(rows, schema=["person_id", "kind"], orient="row"), ["kind"])
    return leave(desk, rules(), {}, ()).tables["stays"]


def told(rows: list[tuple[str, str]]) -> dict[str, str]:
    """The status of each kind."""
    return dict(left(rows).select("kind", "status").rows())


def test_stays_are_told_beside_the_persons_who_had_them() -> None:
    rows = persons("day", 2) + persons("night", 1)
    assert left(rows).select("kind", "denominator", "numerator").rows() == [("day", 40, 80), ("night", 40, 40)]


def persons(kind: str, each: int, first: int = 0, count: int = 40) -> list[tuple[str, str]]:
    return [(f"p{number}", kind) for number in range(first, first + count) for _ in range(each)]


def test_stays_of_enough_persons_are_told() -> None:
    assert told(persons("day", 2) + persons("night", 1) + persons("other", 1)) == {
        "day": "shown", "night": "shown", "other": "shown",
    }  # fmt: skip


def test_many_stays_of_few_persons_are_hidden() -> None:
    assert told(persons("day", 2) + persons("night", 1) + persons("other", 4, count=3))["other"] == "suppressed"


def test_stays_of_which_one_person_has_most_are_hidden() -> None:
    rows = persons("day", 2) + persons("night", 1) + persons("other", 1, count=6) + [("p0", "other")] * 60
    assert told(rows)["other"] == "suppressed"


def test_a_count_of_persons_is_hidden_below_the_small_number_alone() -> None:
    assert told(persons("day", 1) + persons("night", 1) + persons("other", 1, count=3))["other"] == "suppressed"
    assert told(persons("day", 1) + persons("night", 1) + persons("other", 1, count=6))["other"] == "shown"


def test_the_years_of_the_run_choose_rows_and_bound_the_days() -> None:
    people = pl.DataFrame({"person_id": ["a", "b", "c", "d"], "year": [2017, 2018, 2019, 2020]})
    tables = {"people": ibis.table({"person_id": "string", "year": "int64"}, name="people")}
    desk = Desk(None, SimpleNamespace(table=tables.__getitem__), Years(2018, 2019), 5)  # type: ignore[arg-type]
    with duckdb.connect() as engine:
        engine.register("people", people.to_arrow())
        told = engine.sql(sql(desk.of_years("people"))).pl()
    assert sorted(told["person_id"]) == ["b", "c"]
    assert (desk.first_day, desk.last_day) == (dt.date(2018, 1, 1), dt.date(2019, 12, 31))
