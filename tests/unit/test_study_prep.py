"""Prevention of HIV: when use goes on, when it stops, who came once, and what is not yet known of whom."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mutualis.model import MutualisError, Years
from mutualis.study import read_study, root
from mutualis.study.running import code

STUDY = read_study(root(), "prep-cohort")
CODE = code(STUDY).__globals__
COHORT, MODELS = {name: CODE[name] for name in ("users", "supplies", "used", "single_use")}, CODE["models"]
START, END = dt.date(2018, 1, 10), dt.date(2021, 12, 31)


def desk(told: list[tuple[str, str]] | None = None) -> Any:
    return SimpleNamespace(
        years=Years(2017, 2021), parameters=STUDY.parameters, k=5, deviate=lambda *each: (told or []).append(each)
    )


def after(days: int) -> dt.date:
    return START + dt.timedelta(days=days)


def boxes(*days: int, medicine: str = "prevention", person: str = "a", packs: int = 1) -> pl.DataFrame:
    made = [{"person_id": person, "medicine": medicine, "day": after(each), "boxes": packs} for each in days]
    return pl.DataFrame(made, schema={"person_id": pl.String, "medicine": pl.String, "day": pl.Date, "boxes": pl.Int64})


def states(until: dt.date = END, *persons: str) -> pl.DataFrame:
    return pl.DataFrame({
        "person_id": persons or ["a"], "age": 40, "sex": "1", "region_code": "02000", "until": until,
        "is_increased_reimbursement": False, "unemployment_days": 0,
    }).join(pl.DataFrame({"year": [2018, 2019]}, schema={"year": pl.Int32}), how="cross")  # fmt: skip


def use(given_: pl.DataFrame, until: dt.date = END, gap: int = 90) -> pl.DataFrame:
    cohort = COHORT["users"](desk(), given_, states(until))
    return COHORT["used"](cohort, COHORT["supplies"](desk(), cohort, given_), gap)


def test_use_stops_at_the_end_of_the_supply_where_no_box_follows_in_time() -> None:
    (row,) = use(boxes(0, 30, 60, 200)).to_dicts()
    assert (row["stop_day"], row["stopped"]) == (after(90), True)


def test_a_box_within_the_gap_goes_on_and_a_longer_gap_forgives_more() -> None:
    given_ = boxes(0, 30, 60, 175)
    assert use(given_).to_dicts()[0]["stop_day"] == after(205)
    assert use(boxes(0, 30, 60, 200), gap=180).to_dicts()[0]["stop_day"] == after(230)


def test_days_left_over_are_used_before_a_new_box() -> None:
    assert use(boxes(0, packs=3)).to_dicts()[0]["stop_day"] == after(90)
    assert use(boxes(0, 10, 20)).to_dicts()[0]["stop_day"] == after(90)


def test_a_stop_that_could_not_be_seen_yet_is_censored_the_gap_before_the_end() -> None:
    (row,) = use(boxes(0, 30), until=after(100)).to_dicts()
    assert (row["stop_day"], row["stopped"]) == (after(10), False)


def test_who_begins_too_late_to_be_followed_is_left_out() -> None:
    assert use(boxes(0), until=after(80)).is_empty()


def test_a_change_to_treatment_is_no_stop() -> None:
    (row,) = use(pl.concat([boxes(0, 30, 60), boxes(95, medicine="treatment")])).to_dicts()
    assert (row["stop_day"], row["stopped"]) == (after(90), False)


@pytest.mark.parametrize(("day", "there"), [(-20, False), (15, False), (30, False), (31, True)])
def test_treatment_before_or_within_thirty_days_is_no_prevention(day: int, there: bool) -> None:
    given_ = pl.concat([boxes(0, 30), boxes(day, medicine="treatment")])
    if there:
        assert COHORT["users"](desk(), given_, states()).height == 1
    else:
        with pytest.raises(MutualisError, match="Nobody begins prevention"):
            COHORT["users"](desk(), given_, states())


def test_years_in_which_nobody_begins_are_refused_with_what_to_do() -> None:
    with pytest.raises(MutualisError, match="Take years from 2017 on"):
        COHORT["users"](desk(), boxes(), states())


@pytest.mark.parametrize(("second", "single"), [(182, False), (183, True)])
def test_single_use_is_no_second_day_in_six_months(second: int, single: bool) -> None:
    given_ = boxes(0, second)
    cohort = COHORT["users"](desk(), given_, states())
    (row,) = COHORT["single_use"](cohort, COHORT["supplies"](desk(), cohort, given_), 182).to_dicts()
    assert row["single"] is single


def test_single_use_is_told_of_those_who_are_followed_for_so_long() -> None:
    given_ = boxes(0)
    cohort = COHORT["users"](desk(), given_, states(after(181)))
    assert COHORT["single_use"](cohort, COHORT["supplies"](desk(), cohort, given_), 182).is_empty()


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 200), st.integers(1, 3)), min_size=1, max_size=8))
def test_the_supply_is_that_of_counting_day_by_day(given_: list[tuple[int, int]]) -> None:
    days = [sum(gap for gap, _ in given_[: at + 1]) for at in range(len(given_))]
    made = pl.concat([boxes(day, packs=packs) for day, (_, packs) in zip(days, given_, strict=True)])
    cohort = COHORT["users"](desk(), made, states())
    ends, end = [], dt.date(1900, 1, 1)
    for day, (_, packs) in zip(days, given_, strict=True):
        end = max(end, after(day)) + dt.timedelta(days=30 * packs)
        ends.append(end)
    assert COHORT["supplies"](desk(), cohort, made)["end"].to_list() == ends


@pytest.mark.parametrize(
    ("given_", "until", "length"),
    [
        ((0,), 400, "one_month"),
        ((0, 30), 400, "one_year"),
        (tuple(range(0, 390, 30)), 600, "longer"),
        ((0, 30), 95, "still"),
    ],
)
def test_the_length_of_use_is_told_of_those_who_stopped(given_: tuple[int, ...], until: int, length: str) -> None:
    assert CODE["lengths"](use(boxes(*given_), until=after(until)))["length"].to_list() == [length]


def test_near_days_of_the_proxy_are_one_infection() -> None:
    given_ = pl.concat([boxes(0, 30, 60, 90, 120), boxes(5, 20, 100, medicine="infection")])
    assert MODELS.infections(desk(), use(given_), given_, "first_day", "stop_day").height == 2


def test_the_chance_to_stop_is_stops_by_boxes_after_the_second() -> None:
    given_ = pl.concat([boxes(*range(0, 30 * (3 + at), 30), person=f"{at}") for at in range(6)])
    cohort = COHORT["users"](desk(), given_, states(END, *(f"{at}" for at in range(6))))
    told = COHORT["used"](cohort, COHORT["supplies"](desk(), cohort, given_), 90)
    (row,) = MODELS.stopping(desk(), "main", told).to_dicts()
    assert row["value"] == pytest.approx(6 / sum(2 + at for at in range(6)))
    assert row["persons"] == 6


def test_a_point_of_the_curve_tells_of_those_who_stopped_since_the_last_one_that_is_shown() -> None:
    stops = [20] * 5 + [100] * 2 + [300] * 3 + [900] * 10
    told = pl.DataFrame({
        "first_day": START, "stop_day": [after(each) for each in stops], "stopped": [each < 900 for each in stops],
    })  # fmt: skip
    found = {row["months"]: row["persons"] for row in MODELS.curve(desk(), "first_box", told, "first_day").to_dicts()}
    assert found[3] == 5
    assert found[6] == 2
    assert found[12] == 5


def test_a_model_with_too_few_cases_is_left_out_and_named() -> None:
    known = pl.DataFrame({
        "single": [True] * 6 + [False] * 20, "ten_years": [float(each % 7) for each in range(26)],
        "increased": [each % 2 == 0 for each in range(26)], "later": [each % 3 == 0 for each in range(26)],
        "unemployed": False,
    })  # fmt: skip
    parts, left_out = MODELS.adjusted("main", known)
    assert [part["term"][0] for part in parts] == ["ten_years"]
    assert left_out == ["increased", "unemployed", "later"]
    assert parts[0]["persons"][0] == 6
