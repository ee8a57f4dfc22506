"""Home hospitalisation: care at home belongs to one stay, days after it count from its end, figures are compared."""

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from mutualis.model import MutualisError
from mutualis.study import read_study, root
from mutualis.study.running import code

STUDY = read_study(root(), "home-hospitalisation")
CODE = code(STUDY).__globals__
COHORT, CHECKING, QUALITY = CODE["cohort"].__globals__, CODE["checking"], CODE["quality"]
GIVEN = STUDY.parameters


def day(number: int) -> dt.date:
    return dt.date(2020, 1, 1) + dt.timedelta(days=number)


def stay(admission: int, nights: int, person: str = "a", hospital: str = "h", **given: Any) -> dict[str, Any]:
    """A classic stay of a general hospital."""
    return {
        "person_id": person, "hospital_number": hospital, "admission_day": day(admission),
        "discharge_day": day(admission + nights), "nights": nights, "year": 2020, "is_unplanned": False,
        "is_oncological": False, "is_transfer_in": False, "is_transfer_out": False, "reimbursed_cents": 1000,
    } | given  # fmt: skip


def home(first: int, days: int, person: str = "a", hospital: str = "h") -> dict[str, Any]:
    return {
        "person_id": person, "hospital_number": hospital, "service_day": day(first), "home_days": days,
        "home_cents": 100 * days,
    }  # fmt: skip


def met(stays: list[dict[str, Any]], at_home: list[dict[str, Any]]) -> pl.DataFrame:
    none: dict[str, Any] = {
        "person_id": pl.String, "hospital_number": pl.String, "service_day": pl.Date, "home_days": pl.Int64,
        "home_cents": pl.Int64,
    }  # fmt: skip
    found = COHORT["with_home"](pl.DataFrame(stays), pl.DataFrame(at_home, schema=none))
    return found.sort("person_id", "admission_day")


def test_care_at_home_from_the_day_after_the_discharge_belongs_to_the_stay() -> None:
    found = met([stay(0, 4)], [home(5, 3)]).row(0, named=True)
    assert (found["is_home"], found["days"], found["end_day"]) == (True, 7, day(7))
    assert found["cost_cents"] == 1300


@pytest.mark.parametrize("late", [home(7, 3), home(3, 3), home(5, 3, hospital="other"), home(5, 3, person="b")])
def test_care_at_home_of_another_day_hospital_or_person_does_not(late: dict[str, Any]) -> None:
    found = met([stay(0, 4)], [late]).row(0, named=True)
    assert (found["is_home"], found["days"], found["cost_cents"]) == (False, 4, 1000)


def test_one_line_of_care_at_home_belongs_to_one_stay_only() -> None:
    found = met([stay(0, 4), stay(4, 1)], [home(5, 3)])
    assert found["is_home"].to_list() == [True, False]


def indexed(stays: list[dict[str, Any]], at_home: list[dict[str, Any]] = []) -> pl.DataFrame:  # noqa: B006
    return COHORT["index_stays"](met(stays, at_home), 2021, GIVEN)


@pytest.mark.parametrize(("again", "is_readmitted"), [(36, True), (7, True), (37, False)])
def test_the_days_of_looking_back_begin_at_the_end_of_the_care_at_home(again: int, *, is_readmitted: bool) -> None:
    found = indexed([stay(0, 4), stay(again, 2, is_unplanned=True)], [home(5, 2)])
    assert found["readmission"].to_list() == [is_readmitted]


def test_a_planned_stay_is_no_readmission() -> None:
    assert indexed([stay(0, 4), stay(20, 4)])["readmission"].to_list() == [False, False]


def test_stays_of_the_year_before_are_counted_and_no_others() -> None:
    found = indexed([stay(-400, 4), stay(-300, 4), stay(-100, 4), stay(0, 5)])
    assert found.filter(pl.col("nights") == 5)["earlier_stays"].to_list() == [2]


@pytest.mark.parametrize(
    "other",
    [{"is_oncological": True}, {"is_transfer_in": True}, {"is_transfer_out": True}, {"year": 2018}, {"nights": 3}],
)
def test_who_is_no_index_stay_by_the_protocol_is_left_out(other: dict[str, Any]) -> None:
    assert indexed([stay(0, 4) | other]).is_empty()


def test_a_stay_whose_days_after_are_not_all_known_is_left_out() -> None:
    last = (dt.date(2021, 12, 31) - dt.date(2020, 1, 1)).days
    assert indexed([stay(last - 34, 4)]).height == 1
    assert indexed([stay(last - 33, 4)]).is_empty()


def test_contacts_count_in_their_window_and_by_who_was_seen() -> None:
    known = met([stay(0, 4), stay(0, 4, person="b")], [])
    seen = pl.DataFrame(
        [("a", day(4 + 30), True), ("a", day(4 + 8), False), ("b", day(4 + 31), True), ("b", day(4 + 7), False)],
        schema=["person_id", "service_day", "is_emergency"], orient="row",
    )  # fmt: skip
    found = COHORT["with_contacts"](known, seen, GIVEN).sort("person_id")
    assert found["emergency"].to_list() == [True, False]
    assert found["gp_contact"].to_list() == [False, True]


def test_a_death_counts_until_the_end_of_the_month_after() -> None:
    known = met([stay(0, 4, person=each) for each in "abc"], [])
    died = pl.DataFrame({"person_id": ["a", "b"], "died": [2020 * 12 + 2, 2020 * 12 + 3]})
    assert COHORT["with_deaths"](known, died)["death"].to_list() == [True, False, False]


def figures(folder: Path, text: str) -> pl.DataFrame:
    (folder / "figures").mkdir()
    (folder / "figures" / "hospitals.csv").write_text(text)
    return CHECKING.own_figures(replace(STUDY, folder=folder))


HEAD = "hospital_number,year,patients,home_days\n"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("hospital,year\n1,2019\n", "other columns"),
        (HEAD + "1,2019,5,9\n1,2019,6,9\n", "twice"),
        (HEAD + "1,2019,-5,9\n", "below nought"),
        (HEAD + "1,2019,many,9\n", "words where numbers"),
    ],
)
def test_figures_of_hospitals_that_cannot_be_are_refused(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(MutualisError, match=says):
        figures(tmp_path, text)


def test_figures_that_are_not_there_are_asked_for(tmp_path: Path) -> None:
    with pytest.raises(MutualisError, match="are not there"):
        CHECKING.own_figures(replace(STUDY, folder=tmp_path))


def lines(*of_each: tuple[str, int]) -> pl.DataFrame:
    """Care at home: so many patients of each hospital, two days each."""
    rows = [(f"{name}{each}", name, day(each), 2) for name, size in of_each for each in range(size)]
    return pl.DataFrame(rows, schema=["person_id", "hospital_number", "service_day", "home_days"], orient="row")


def test_a_hospital_is_told_to_agree_to_overstate_or_to_tell_too_few(tmp_path: Path) -> None:
    told = figures(tmp_path, HEAD + "a,2020,10,20\nb,2020,12,24\nc,2020,8,16\nd,2020,3,6\ne,2020,2,4\n")
    found = CHECKING.compared(told, lines(("a", 10), ("b", 10), ("c", 10), ("e", 2)), 10.0, 5)
    verdicts = {"a": "agrees", "b": "too_many", "c": "too_few", "d": "nothing_billed", "e": "few_patients"}
    for measure in ("patients", "home_days"):
        own = found.filter(pl.col("measure") == measure)
        assert dict(own.select("hospital_number", "verdict").rows()) == verdicts
        assert own["value"].to_list()[:3] == [100.0, 120.0, 80.0]


def test_a_hospital_that_bills_and_tells_nothing_stops_the_study(tmp_path: Path) -> None:
    with pytest.raises(MutualisError, match="tell no figures"):
        CHECKING.must_be_of_pilots(figures(tmp_path, HEAD + "a,2020,10,20\n"), lines(("a", 3), ("b", 3)))


def patients(size: int = 3_000, ratio: float = 0.5) -> pl.DataFrame:
    """A cohort in which the young are sent home more often and admitted again less, and home multiplies by `ratio`."""
    random = np.random.default_rng(5)
    age = random.integers(18, 95, size)
    is_home = random.random(size) < np.where(age < 70, 0.5, 0.2)
    again = random.random(size) < np.where(age < 70, 0.1, 0.3) * np.where(is_home, ratio, 1.0)
    drawn = pl.DataFrame({
        "person_id": [f"{each}" for each in range(size)], "age": age, "sex": random.choice(["1", "2"], size),
        "is_increased_reimbursement": random.random(size) < 0.2, "days": random.integers(4, 30, size),
        "is_unplanned": random.random(size) < 0.5, "room_type": random.choice(["single", "common"], size),
        "conditions": random.integers(0, 4, size), "earlier_stays": random.integers(0, 3, size), "is_home": is_home,
        "readmission": again, "emergency": False, "gp_contact": random.random(size) < 0.3, "death": False,
        "region_code": random.choice(["02000", "03000", "04000"], size),
        "cost_cents": random.integers(100_000, 900_000, size), "nights": 4, "home_days": 3,
    })  # fmt: skip
    return QUALITY.with_covariates(drawn)


def test_weights_find_the_planted_ratio_that_a_plain_comparison_misses() -> None:
    told = patients()
    found = pl.concat(QUALITY.ratios(told, QUALITY.weights(told)))
    of_variant = {row["variant"]: row for row in found.filter(pl.col("outcome") == "readmission").to_dicts()}
    assert of_variant["main"]["low"] < 0.5 < of_variant["main"]["high"]
    assert of_variant["matched"]["low"] < 0.5 < of_variant["matched"]["high"]
    assert of_variant["crude"]["high"] < 0.5
    assert set(found["outcome"]) == {"readmission", "adverse", "gp_contact", "cost"}, (
        "what nobody had is told of nobody"
    )


def test_after_weights_the_means_are_those_of_the_patients_at_home() -> None:
    told = patients()
    found = QUALITY.how_alike(told, QUALITY.weights(told)["main"])
    assert found.filter(pl.col("moment") == "after")["value"].abs().max() < 1e-4
    assert found.filter(pl.col("moment") == "before")["value"].abs().max() > 0.3


def test_patients_sent_home_whom_nobody_resembles_are_refused() -> None:
    apart = patients().with_columns(is_home=pl.col("age") < 40)
    with pytest.raises(MutualisError):
        QUALITY.weights(apart)
