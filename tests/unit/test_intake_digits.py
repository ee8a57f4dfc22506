"""Columns of characters become numbers and days: the same as Python reads them, one by one."""

import datetime as dt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mutualis.intake import digits

EPOCH = dt.date(1970, 1, 1)


def block(*rows: str) -> digits.Bytes:
    return np.ascontiguousarray(np.array([list(row.encode()) for row in rows], np.uint8).T)


def at(flags: digits.Flags | None) -> list[int]:
    return [] if flags is None else np.flatnonzero(flags).tolist()


@settings(max_examples=60, deadline=None)
@given(
    st.integers(1, 18).flatmap(
        lambda width: st.lists(st.integers(0, 10**width - 1), min_size=1, max_size=5).map(lambda n: (width, n))
    )
)
def test_digits_of_any_width_give_the_number_they_write(case: tuple[int, list[int]]) -> None:
    width, numbers = case
    found = digits.number(block(*(f"{number:0{width}d}" for number in numbers)))
    assert found.values.tolist() == numbers
    assert found.faulty is None


@settings(max_examples=60, deadline=None)
@given(st.text("0123456789/:aZ +-", min_size=3, max_size=3))
def test_a_character_that_is_no_digit_is_found(text: str) -> None:
    assert at(digits.number(block(text, "123")).faulty) == ([] if text.isdigit() else [0])


@settings(max_examples=60, deadline=None)
@given(st.integers(-(10**11) + 1, 10**11 - 1))
def test_a_sign_and_digits_give_the_signed_number(number: int) -> None:
    found, has_no_sign = digits.signed(block(f"{number:+012d}"))
    assert (found.values.tolist(), at(found.faulty), at(has_no_sign)) == ([number], [], [])


@pytest.mark.parametrize("text", ["0000001", " 000001", "x000001"])
def test_an_amount_without_a_sign_is_found(text: str) -> None:
    assert at(digits.signed(block("+000001", text))[1]) == [1]


@settings(max_examples=120, deadline=None)
@given(st.integers(0, 99_999_999))
def test_a_date_is_the_day_of_the_calendar_or_is_found(number: int) -> None:
    found, absent = digits.day(block(f"{number:08d}"))
    try:
        day = dt.date(number // 10_000, number // 100 % 100, number % 100)
    except ValueError:
        day = None
    if day is not None and digits.FIRST_YEAR <= day.year <= digits.LAST_YEAR:
        assert found.values.tolist() == [(day - EPOCH).days]
    assert bool(at(absent)) == (number != 0 and (day is None or not digits.FIRST_YEAR <= day.year <= digits.LAST_YEAR))


def test_every_day_of_two_centuries_is_read_and_zeros_are_empty() -> None:
    days = np.arange("1900-01-01", "2100-01-01", dtype="datetime64[D]")
    found, absent = digits.day(block(*np.char.replace(days.astype(str), "-", "").tolist(), "00000000"))
    assert found.values[:-1].tolist() == days.astype(np.int64).tolist()
    assert (at(found.empty), absent) == ([len(days)], None)


@pytest.mark.parametrize(
    ("text", "is_absent"), [("202301", 0), ("202312", 0), ("202300", 1), ("202313", 1), ("179912", 1), ("000000", 0)]
)
def test_a_month_exists_or_is_found(text: str, is_absent: int) -> None:
    found, absent = digits.month(block(text))
    assert (len(at(absent)), bool(at(found.empty))) == (is_absent, text == "000000")
