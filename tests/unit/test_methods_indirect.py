"""Indirect standardisation: observed beside expected, with Byar's interval."""

from math import exp, factorial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutualis.methods import byar, expected, observed_to_expected
from mutualis.model import MutualisError


def test_an_area_with_the_rates_of_the_country_has_what_is_expected():
    persons, rates = [[100, 300], [50, 0]], [0.1, 0.5]
    assert expected(persons, rates) == pytest.approx([160, 5])
    assert observed_to_expected([160, 10], expected(persons, rates)) == pytest.approx([1, 2])


def test_where_nothing_is_expected_there_is_no_ratio():
    assert np.isnan(observed_to_expected([3], [0])).all()
    assert all(np.isnan(end).all() for end in byar([3], [0]))


def poisson_at_most(count, mean):
    return sum(exp(-mean) * mean**each / factorial(each) for each in range(count + 1))


@given(st.integers(5, 60), st.floats(0.5, 50))
def test_the_ends_leave_two_and_a_half_percent_on_each_side_as_the_exact_ones_do(observed, want):
    low, high = (float(end) * want for end in byar(observed, want))
    assert poisson_at_most(observed, high) == pytest.approx(0.025, abs=0.002)
    assert 1 - poisson_at_most(observed - 1, low) == pytest.approx(0.025, abs=0.002)


def test_none_observed_has_the_low_end_nought_and_a_high_end():
    low, high = byar(0, 2.0)
    assert low == 0
    assert float(high) * 2 == pytest.approx(3.69, abs=0.1)


def test_shapes_that_do_not_fit_and_negative_numbers_are_refused():
    with pytest.raises(MutualisError, match="a rate a stratum"):
        expected([[1, 2]], [0.1])
    with pytest.raises(MutualisError, match="negative"):
        expected([[1, -2]], [0.1, 0.2])
    with pytest.raises(MutualisError, match="negative"):
        byar(-1, 2)
