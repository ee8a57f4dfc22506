"""The limits of a funnel: exact, interpolated, and wide enough as often as they say."""

from math import comb

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutualis.methods.funnel import FAR, UNUSUAL, WITHIN, funnel_limits, position
from mutualis.methods.indirect import byar
from mutualis.model import MutualisError


def at_most(met, cases, mean):
    return sum(comb(cases, each) * mean**each * (1 - mean) ** (cases - each) for each in range(met + 1))


@given(st.integers(2, 60), st.floats(0.05, 0.95), st.sampled_from([0.95, 0.998]))
def test_a_limit_lies_between_the_two_whole_numbers_whose_chances_enclose_its_tail(cases, mean, level):
    low, high = (float(end[0]) * cases for end in funnel_limits(mean, [cases], level))
    tail = (1 - level) / 2
    for limit, chance in ((low, tail), (high, 1 - tail)):
        assert 0 <= limit <= cases
        assert at_most(int(np.ceil(limit - 1e-9)), cases, mean) >= chance - 1e-9
        if limit > 1:
            assert at_most(int(np.floor(limit + 1e-9)) - 1, cases, mean) <= chance + 1e-9


@given(st.floats(0.02, 0.98), st.sampled_from([0.95, 0.998]))
def test_limits_enclose_the_mean_and_come_nearer_with_more_cases(mean, level):
    low, high = funnel_limits(mean, [50, 500, 5_000], level)
    assert (low <= mean).all()
    assert (high >= mean).all()
    assert (np.diff(high - low) < 0).all()


def test_of_hospitals_like_the_mean_as_many_lie_within_as_the_limits_say():
    dice, cases = np.random.default_rng(4), np.arange(40, 440)
    for level, few in ((0.95, 0.006), (0.998, 0.0015)):
        low, high = funnel_limits(0.15, cases, level)
        share = dice.binomial(cases, 0.15, (200, len(cases))) / cases
        assert np.mean((share >= low) & (share <= high)) == pytest.approx(level, abs=few)


def test_a_hospital_lies_within_or_beyond():
    levels = (0.95, 0.998)
    assert position([0.2, 0.29, 0.5], 0.2, [100, 100, 100], levels) == [WITHIN, UNUSUAL, FAR]
    assert position([0.0], 0.0, [10], levels) == [WITHIN]


def test_a_funnel_of_no_cases_or_no_share_is_refused():
    with pytest.raises(MutualisError, match="no limits"):
        funnel_limits(0.2, [0, 5])
    with pytest.raises(MutualisError, match="between 0 and 1"):
        funnel_limits(1.2, [5])


def test_byars_limits_cover_the_true_ratio_as_often_as_they_say():
    dice = np.random.default_rng(2)
    for expected in (3.0, 12.0, 60.0):
        observed = dice.poisson(1.3 * expected, 20_000)
        low, high = byar(observed, np.full(20_000, expected))
        assert 0.945 < np.mean((low <= 1.3) & (high >= 1.3)) < 0.985
