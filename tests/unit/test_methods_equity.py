"""Concentration, Gini, slopes, top shares and catastrophic payments of persons and households."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutualis.methods.equity import (
    capacity_to_pay,
    catastrophic,
    concentration_curve,
    concentration_index,
    fewest_holding,
    gini,
    slope_of_persons,
    top_share,
)
from mutualis.methods.inequality import inequality
from mutualis.model import MutualisError

amounts = st.lists(st.floats(0.01, 1e5), min_size=3, max_size=60).filter(lambda drawn: len(set(drawn)) > 1)


def drawn(seed=1, rows=800):
    dice = np.random.default_rng(seed)
    income = dice.lognormal(0, 0.6, rows)
    return dice, income, income**0.5 * dice.gamma(1, 1, rows)


@given(amounts)
def test_gini_is_half_the_mean_difference_by_the_mean(values):
    own = np.array(values)
    assert gini(own).value == pytest.approx(np.abs(own[:, None] - own).mean() / 2 / own.mean(), abs=1e-9)


def test_gini_of_one_two_and_three_is_two_ninths():
    assert gini([1, 2, 3]).value == pytest.approx(2 / 9)


def test_the_index_is_twice_the_covariance_with_the_rank_by_the_mean():
    _, income, paid = drawn()
    rank = (income.argsort().argsort() + 0.5) / len(income)
    expected = 2 * np.cov(paid, rank, bias=True)[0, 1] / paid.mean()
    assert concentration_index(paid, income).value == pytest.approx(expected)


@pytest.mark.parametrize("kind", ["plain", "generalised", "erreygers", "wagstaff"])
def test_the_error_of_each_kind_is_that_of_a_bootstrap(kind):
    dice, income, paid = drawn(2, 600)
    ill = (paid > 1.5).astype(float)
    weights = dice.uniform(1, 3, 600)
    again = []
    for _ in range(400):
        chosen = dice.integers(0, 600, 600)
        again.append(concentration_index(ill[chosen], income[chosen], weights[chosen], kind).value)
    assert concentration_index(ill, income, weights, kind).error == pytest.approx(np.std(again), rel=0.15)


def test_a_corrected_index_turns_its_sign_with_the_outcome_and_a_plain_one_does_not_its_size():
    _, income, paid = drawn(3)
    ill = (paid > 2).astype(float)
    for kind in ("erreygers", "wagstaff"):
        sick, well = (concentration_index(each, income, kind=kind).value for each in (ill, 1 - ill))
        assert sick == pytest.approx(-well)
    assert concentration_index(ill, income).value != pytest.approx(-concentration_index(1 - ill, income).value)


def test_a_person_with_weight_two_is_two_persons():
    dice, income, paid = drawn(4, 200)
    many = dice.integers(1, 4, 200)
    twice = [np.repeat(each, many) for each in (paid, income)]
    assert concentration_index(paid, income, many).value == pytest.approx(concentration_index(*twice).value)
    assert gini(paid, many).value == pytest.approx(gini(twice[0]).value)
    assert top_share(paid, 0.1, many).value == pytest.approx(top_share(twice[0], 0.1).value)


def test_who_has_the_same_income_may_stand_in_any_order():
    dice, income, paid = drawn(5, 100)
    coarse, order = np.round(income), dice.permutation(100)
    assert concentration_index(paid[order], coarse[order]).value == pytest.approx(
        concentration_index(paid, coarse).value
    )


def test_the_curve_of_equal_payments_is_the_diagonal_and_the_index_is_twice_the_area_below_it():
    flat = concentration_curve(np.ones(40), np.arange(40), points=4)
    assert flat["held"].to_list() == pytest.approx([0, 0.25, 0.5, 0.75, 1])
    _, income, paid = drawn(6, 500)
    curve = concentration_curve(paid, income, points=500)
    area = np.trapezoid(curve["held"], curve["population"])
    assert concentration_index(paid, income).value == pytest.approx(1 - 2 * area, abs=1e-9)


def test_the_slope_of_persons_is_that_of_their_groups():
    groups, persons = np.array([4.0, 5.0, 7.0]), np.array([10, 20, 30])
    by_group = inequality(groups, persons, np.zeros(3))
    slope = slope_of_persons(np.repeat(groups, persons), np.repeat([0, 1, 2], persons))
    assert slope.absolute.value == pytest.approx(by_group.slope.value)
    assert by_group.relative is not None
    assert slope.relative.value == pytest.approx(by_group.relative.value)


def test_the_error_of_the_slope_is_that_of_a_bootstrap():
    dice, income, paid = drawn(7, 500)
    again = []
    for _ in range(400):
        chosen = dice.integers(0, 500, 500)
        again.append(slope_of_persons(paid[chosen] + 1, income[chosen]).absolute.value)
    assert slope_of_persons(paid + 1, income).absolute.error == pytest.approx(np.std(again), rel=0.15)


def test_the_top_tenth_of_ten_is_the_largest_and_half_of_the_border_counts_half():
    assert top_share(np.arange(1, 11), 0.1).value == pytest.approx(10 / 55)
    assert top_share(np.arange(1, 11), 0.15).value == pytest.approx((10 + 9 / 2) / 55)


def test_the_error_of_a_top_share_is_that_of_a_bootstrap():
    dice, _, paid = drawn(8, 500)
    again = [top_share(paid[dice.integers(0, 500, 500)]).value for _ in range(400)]
    assert top_share(paid).error == pytest.approx(np.std(again), rel=0.15)


def test_the_fewest_that_hold_half_are_counted_from_the_largest():
    found = fewest_holding([1, 1, 2, 6])
    assert (found.number, found.share, found.held) == (1, 0.25, 0.6)


@given(amounts, st.floats(0.05, 0.95))
def test_the_top_holds_at_least_its_share(values, top):
    found = top_share(np.array(values), top).value
    assert top - 1e-9 <= found <= 1 + 1e-9


def test_catastrophic_payments_are_counted_beyond_the_threshold():
    found = catastrophic([50, 30, 90, 0], [100, 100, 100, 100])
    assert found.headcount.value == 0.5
    assert found.overshoot.value == pytest.approx((0.1 + 0.5) / 4)
    assert found.positive == pytest.approx(0.3)
    assert catastrophic([10, 0], [100, 100]).positive is None


def test_capacity_is_income_beyond_subsistence_or_the_whole_of_what_is_less():
    assert capacity_to_pay([100, 40], [60, 60]).tolist() == [40, 40]


def test_equity_refuses_what_has_no_answer():
    cases = [
        ("same rank", lambda: concentration_index([1, 2], [3, 3])),
        ("mean is not above 0", lambda: concentration_index([0, 0], [1, 2])),
        ("out of the bounds", lambda: concentration_index([1, 2], [1, 2], kind="erreygers")),
        ("values of 0 or more", lambda: gini([-1, 2])),
        ("falls to 0 or below", lambda: slope_of_persons([0, 0, 9], [1, 2, 3])),
        ("between 0 and 1", lambda: top_share([1, 2], 1.5)),
        ("total above 0", lambda: fewest_holding([0, 0])),
        ("nothing to pay with", lambda: catastrophic([1, 1], [0, 5])),
        ("has gaps", lambda: gini([1, float("nan")])),
    ]
    for says, ask in cases:
        with pytest.raises(MutualisError, match=says):
            ask()
