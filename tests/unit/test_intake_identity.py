"""National numbers and RIZIV numbers are checked as python-stdnum does, a block at a time."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum.be import ssn

from mutualis.intake import identity


def one(number: str) -> np.ndarray:
    return np.array([int(number)], np.uint64)


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 10**9 - 1), st.integers(0, 99), st.sampled_from(["before", "after", "other"]))
def test_the_check_digits_fit_where_stdnum_says_so(stem: int, other: int, kind: str) -> None:
    right = 97 - (stem + (2 * 10**9 if kind == "after" else 0)) % 97
    number = f"{stem:09d}{other if kind == 'other' else right:02d}"
    mine = bool(identity.has_wrong_check(one(number))[0])
    expected = {97 - stem % 97, 97 - (stem + 2 * 10**9) % 97}
    assert mine == (int(number[9:]) not in expected)


def test_both_centuries_never_fit() -> None:
    stems = np.arange(0, 10**9, 9_973, dtype=np.uint64)
    for base in (np.uint64(0), identity.FROM_2000):
        numbers = stems * np.uint64(100) + (np.uint64(97) - (stems + base) % np.uint64(97))
        before, after = identity.centuries(numbers)
        assert (before ^ after).all()


@pytest.mark.parametrize(
    ("number", "year", "month", "sex"),
    [
        ("85073003328", 1985, 7, 1),
        ("10051700154", 2010, 5, 1),
        ("10051700253", 2010, 5, 2),
        ("85000000138", 1985, 0, 1),
        ("05000001225", 2005, 0, 2),
        ("85273003371", 1985, 7, 0),
        ("85473003317", 1985, 7, 1),
    ],
)
def test_a_number_says_birth_and_sex(number: str, year: int, month: int, sex: int) -> None:
    assert ssn.is_valid(number)
    found = (identity.birth_year, identity.birth_month, identity.sex)
    assert [int(each(one(number))[0]) for each in found] == [year, month, sex]
    assert not identity.has_wrong_check(one(number))[0]


@pytest.mark.parametrize(("serial", "is_wrong"), [("000", True), ("001", False), ("998", False), ("999", True)])
def test_a_serial_lies_between_1_and_998(serial: str, is_wrong: bool) -> None:
    assert bool(identity.has_wrong_serial(one(f"850730{serial}00"))[0]) is is_wrong


@pytest.mark.parametrize("month", range(100))
def test_a_month_is_that_of_a_register_or_bis_number(month: int) -> None:
    allowed = month in (*range(13), *range(20, 33), *range(40, 53))
    assert bool(identity.has_wrong_month(one(f"85{month:02d}3003300"))[0]) is not allowed


@pytest.mark.parametrize(
    ("number", "is_wrong"),
    [("71032209000", False), ("71032210000", True), (f"123457{89 - 123457 % 89:02d}004", False)],
)
def test_a_riziv_number_checks_by_97_or_89(number: str, is_wrong: bool) -> None:
    assert bool(identity.provider_has_wrong_check(one(number))[0]) is is_wrong
