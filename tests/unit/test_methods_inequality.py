"""Slope and relative index of inequality, against numbers computed by hand and what must always hold."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutualis.methods.inequality import inequality, parts_of, ridits
from mutualis.model import MutualisError


def test_a_ridit_is_the_middle_of_a_groups_part_of_the_population():
    assert ridits([10, 20, 10]).tolist() == [0.125, 0.5, 0.875]


def test_two_groups_by_hand():
    """Ridits 1/4 and 3/4, figures 10 and 14: the line rises 8 from 0 to 1, from 8 to 16."""
    found = inequality([10, 14], [50, 50], [0, 0])
    assert found.slope.value == pytest.approx(8)
    assert found.relative.value == pytest.approx(2)
    assert (found.slope.low, found.slope.high) == pytest.approx((8, 8)), "no variance, no interval"


def test_three_unequal_groups_by_hand():
    """Persons 100, 300, 600; figures 30, 20, 10.

    Ridits .05, .25, .7 (mean .5); mean figure 15. Slope = sum w (x - .5)(y - 15) / sum w (x - .5)^2
    = (.1 x -.45 x 15 + .3 x -.25 x 5 + .6 x .2 x -5) / (.1 x .2025 + .3 x .0625 + .6 x .04) = -1.65 / .063.
    """
    found = inequality([30, 20, 10], [100, 300, 600], [1, 1, 1])
    slope = -1.65 / 0.063
    assert found.slope.value == pytest.approx(slope)
    assert found.relative.value == pytest.approx((15 + slope / 2) / (15 - slope / 2))
    weights = np.array([0.1 * -0.45, 0.3 * -0.25, 0.6 * 0.2]) / 0.063
    assert found.slope.high - slope == pytest.approx(1.959964 * np.sqrt((weights**2).sum()), rel=1e-6)


def test_the_line_is_the_one_of_weighted_least_squares():
    dice = np.random.default_rng(5)
    values, persons = dice.uniform(5, 20, 10), dice.integers(50, 500, 10)
    slope, _ = np.polyfit(ridits(persons), values, 1, w=np.sqrt(persons))
    assert inequality(values, persons, np.ones(10)).slope.value == pytest.approx(slope)


def test_the_interval_covers_the_true_slope_as_often_as_it_says():
    dice, persons = np.random.default_rng(6), np.full(10, 800)
    truth = 0.2 + 0.1 * ridits(persons)
    hits = 0
    for _ in range(2_000):
        share = dice.binomial(persons, truth) / persons
        found = inequality(share, persons, share * (1 - share) / persons)
        hits += found.slope.low <= 0.1 <= found.slope.high
    assert 0.93 < hits / 2_000 < 0.97


@given(st.lists(st.floats(1, 99), min_size=2, max_size=12), st.floats(0.1, 10))
def test_another_unit_changes_the_slope_as_it_does_the_figures_and_not_the_ratio(values, unit):
    persons = list(range(10, 10 + len(values)))
    one, other = (inequality([each * by for each in values], persons, [0.0] * len(values)) for by in (1, unit))
    assert other.slope.value == pytest.approx(one.slope.value * unit, abs=1e-6)
    if one.relative and other.relative:
        assert other.relative.value == pytest.approx(one.relative.value, rel=1e-6)


def test_a_line_that_falls_below_nothing_has_no_ratio():
    assert inequality([0, 10], [5, 5], [1, 1]).relative is None


@given(st.lists(st.integers(1, 1000), min_size=10, max_size=80))
def test_tenths_follow_the_order_and_hold_about_as_many(persons):
    parts = parts_of(persons)
    assert (np.diff(parts) >= 0).all()
    assert parts.min() >= 1
    assert parts.max() <= 10
    for part in set(parts.tolist()):
        assert sum(n for n, each in zip(persons, parts, strict=True) if each == part) <= sum(persons) / 10 + max(
            persons
        )


@pytest.mark.parametrize(("values", "persons"), [([1], [10]), ([1, 2], [10, 0])])
def test_groups_without_persons_are_refused(values, persons):
    with pytest.raises(MutualisError, match="two groups or more"):
        inequality(values, persons, [0] * len(values))
