"""Periods that lie close together are one spell."""

import datetime as dt
import itertools

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutualis.methods.spells import numbered, spells
from mutualis.model import MutualisError

DAY = dt.date(2020, 1, 1)


def periods(*told: tuple[str, int, int]) -> pl.DataFrame:
    """Of a person the first and last day, as numbers of days."""
    days = [(who, DAY + dt.timedelta(first), DAY + dt.timedelta(last)) for who, first, last in told]
    schema = {"person_id": pl.String, "start_day": pl.Date, "end_day": pl.Date}
    return pl.DataFrame(days, schema=schema, orient="row")


def test_a_gap_of_as_many_days_as_allowed_joins_and_one_more_parts() -> None:
    assert spells(periods(("a", 0, 9), ("a", 24, 30)), 14)["days"].to_list() == [31]
    assert spells(periods(("a", 0, 9), ("a", 25, 30)), 14)["days"].to_list() == [10, 6]


def test_days_that_follow_each_other_are_one_spell_without_any_gap() -> None:
    assert spells(periods(("a", 0, 9), ("a", 10, 30)), 0)["days"].to_list() == [31]


def test_a_period_within_another_does_not_shorten_the_spell() -> None:
    found = spells(periods(("a", 0, 100), ("a", 10, 20), ("a", 105, 110)), 5)
    assert found["days"].to_list() == [111]


def test_spells_of_persons_stay_apart() -> None:
    found = spells(periods(("b", 5, 9), ("a", 0, 4)), 30)
    assert found.select("person_id", "spell").rows() == [("a", 1), ("b", 1)]


def test_the_gap_is_that_of_the_period_before() -> None:
    rows = periods(("a", 0, 9), ("a", 60, 70), ("a", 120, 130)).with_columns(gap=pl.Series([90, 14, 90]))
    assert numbered(rows, "gap")["spell"].to_list() == [1, 1, 2]


def test_what_is_told_of_a_spell_comes_in_order_of_its_periods() -> None:
    rows = periods(("a", 20, 30), ("a", 0, 19)).with_columns(cause=pl.Series(["05", "13"]))
    assert spells(rows, 0, cause=pl.col("cause").first())["cause"].to_list() == ["13"]


@pytest.mark.parametrize(
    ("rows", "gap", "says"),
    [
        (periods(("a", 5, 4)), 0, "ends before it begins"),
        (periods(("a", 0, 4)), -1, "negative"),
        (periods(("a", 0, 4)).drop("end_day"), 0, "no column 'end_day'"),
    ],
)
def test_what_is_no_period_is_refused(rows: pl.DataFrame, gap: int, says: str) -> None:
    with pytest.raises(MutualisError, match=says):
        spells(rows, gap)


drawn = st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 300), st.integers(0, 40)), min_size=1, max_size=12)


@given(drawn, st.integers(0, 60))
def test_spells_hold_the_days_of_their_periods_and_lie_more_than_the_gap_apart(
    told: list[tuple[str, int, int]], gap: int
) -> None:
    found = spells(periods(*((who, first, first + length) for who, first, length in told)), gap)
    for who in {who for who, _, _ in told}:
        mine = found.filter(pl.col("person_id") == who)
        held = [((a - DAY).days, (b - DAY).days) for a, b in mine.select("start_day", "end_day").rows()]
        assert all(any(a <= first and first + length <= b for a, b in held) for w, first, length in told if w == who)
        assert all(after[0] - before[1] - 1 > gap for before, after in itertools.pairwise(held))
