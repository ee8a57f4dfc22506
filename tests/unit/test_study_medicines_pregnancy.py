"""Medicines around pregnancy: each day of a woman is in one period, and what was not observed counts nowhere."""

import datetime as dt
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mutualis.model import MutualisError, Years
from mutualis.study import Desk, read_study, root
from mutualis.study.running import code

STUDY = read_study(root(), "medicines-pregnancy")
CODE = code(STUDY).__globals__
LENGTHS = {"before": 364, "trimester_1": 91, "trimester_2": 91, "trimester_3": 98, "after_3_months": 91}
DESK = Desk(STUDY, None, Years(2017, 2021), 5)  # type: ignore[arg-type]


def cohort(days: list[dt.date], first: dt.date = dt.date(2017, 1, 1), last: dt.date = dt.date(2021, 12, 31)) -> Any:
    """Deliveries of one woman, as `described` tells them."""
    made = pl.DataFrame({"person_id": "a", "delivery_day": days}).with_columns(
        conception_day=pl.col("delivery_day") - pl.duration(days=280),
        delivery_before=pl.col("delivery_day").shift(1),
        delivery_after=pl.col("delivery_day").shift(-1),
    )
    return made.with_columns(first_day=pl.lit(first), last_day=pl.lit(last))


def periods(*given: Any) -> dict[tuple[dt.date, str], dict[str, Any]]:
    told = CODE["observed"](cohort(*given), DESK)
    return {(row["delivery_day"], row["period"]): row for row in told.to_dicts()}


def test_the_periods_of_a_delivery_follow_each_other_and_leave_out_its_day() -> None:
    day = dt.date(2019, 6, 1)
    found = periods([day])
    ordered = [found[day, name] for name in CODE["PERIODS"]]
    for before, after in pairwise(ordered[:4]):
        assert after["first"] == before["last"] + dt.timedelta(days=1)
    assert ordered[3]["last"] == day - dt.timedelta(days=1)
    assert ordered[4]["first"] == day + dt.timedelta(days=1)
    assert ordered[1]["first"] == day - dt.timedelta(days=280)
    assert {each["period"]: each["days"] for each in ordered[:5]} == LENGTHS
    assert all(each["is_whole"] for each in ordered)


def test_a_period_is_cut_at_the_years_of_the_study() -> None:
    day = dt.date(2017, 6, 1)
    found = periods([day])
    assert not {(day, "before"), (day, "trimester_1")} & set(found)
    assert found[day, "trimester_2"]["first"] == dt.date(2017, 1, 1)
    assert not found[day, "trimester_2"]["is_whole"]


def test_a_period_is_cut_where_a_woman_is_not_insured() -> None:
    day = dt.date(2019, 6, 1)
    found = periods([day], dt.date(2019, 1, 1), dt.date(2019, 12, 31))
    assert found[day, "trimester_2"]["first"] == dt.date(2019, 1, 1)
    assert found[day, "after_12_months"]["last"] == dt.date(2019, 12, 31)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(300, 900), min_size=1, max_size=3))
def test_no_day_of_a_woman_is_in_two_periods(gaps: list[int]) -> None:
    starts = [dt.date(2017, 3, 1) + dt.timedelta(days=sum(gaps[:at])) for at in range(len(gaps) + 1)]
    days = [
        row["first"] + dt.timedelta(days=each)
        for row in periods([each for each in starts if each.year < 2022]).values()
        for each in range(row["days"])
    ]
    assert len(days) == len(set(days))


def test_products_are_grouped_by_the_beginning_of_their_atc_code() -> None:
    found = CODE["grouped"]({"antidepressants": ["N06A"], "all_of_n": ["N"]})
    assert set(found["medicine"]) == {"antidepressants", "all_of_n"}
    narrow = set(found.filter(pl.col("medicine") == "antidepressants")["cnk"])
    assert narrow < set(found.filter(pl.col("medicine") == "all_of_n")["cnk"])


def drawn(during: float, women: int = 400) -> pl.DataFrame:
    """Packs by day: `during` times as many in pregnancy as out of it."""
    random = np.random.default_rng(1)
    parts = [
        pl.DataFrame({
            "person_id": [f"{each}" for each in range(women)], "period": name, "days": days, "weight": 40,
            "packs": random.poisson(days * 0.01 * (during if name in CODE["DURING"] else 1.0), women),
        })
        for name, days in {**LENGTHS, "after_12_months": 273}.items()
    ]  # fmt: skip
    return pl.concat(parts).with_columns(during=pl.col("period").is_in([*CODE["DURING"]]))


@pytest.mark.parametrize("variant", ["all", "sample"])
def test_the_ratio_of_packs_a_day_is_found_again(variant: str) -> None:
    found = CODE["fall"](drawn(0.6), variant)
    assert found.low < 0.6 < found.high
    assert found.high - found.low < 0.2


def test_the_ratio_is_that_of_sums_by_days() -> None:
    own = drawn(0.6)
    sums = own.group_by("during").agg(pl.col("packs", "days").sum()).sort("during")
    rates = (sums["packs"] / sums["days"]).to_list()
    assert CODE["fall"](own, "all").value == pytest.approx(rates[1] / rates[0], rel=1e-6)


def test_packs_that_are_all_the_same_are_refused() -> None:
    with pytest.raises(MutualisError, match="constant"):
        CODE["fall"](drawn(0.6).with_columns(packs=pl.lit(0)), "all")


def test_a_medicine_of_few_women_has_no_ratio_and_the_report_says_so() -> None:
    told: list[tuple[str, str]] = []
    desk: Any = SimpleNamespace(
        parameters={"medicines": {"acid": ["A02"]}, "least_women": 10}, deviate=lambda *each: told.append(each)
    )
    few = drawn(0.6, women=5).with_columns(
        medicine=pl.lit("acid"), had=pl.col("packs") > 0, is_whole=pl.lit(value=True)
    )
    assert list(CODE["falls"](desk, few)) == []
    assert told[0][0] == "falls (all) leaves out acid"
