"""Logistic regression, with and without intercepts of groups; splines: what they find of truths that are known."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutualis.methods.discrimination import c_statistic, calibration, calibration_slope, optimism
from mutualis.methods.logistic import expit, logistic
from mutualis.methods.random_intercept import random_intercept
from mutualis.methods.splines import knots_at, restricted_cubic
from mutualis.model import MutualisError

HARRELL = (0.05, 0.35, 0.65, 0.95)


def drawn(seed, rows=20_000, columns=4, mean=-1.5):
    dice = np.random.default_rng(seed)
    design, true = dice.normal(size=(rows, columns)), np.linspace(-0.8, 0.8, columns)
    return dice, design, true, mean + design @ true


def outcomes(dice, linear):
    return (dice.random(len(linear)) < expit(linear)).astype(float)


def test_two_proportions_have_the_log_odds_that_one_works_out_by_hand():
    group = np.repeat([0.0, 1.0], [100, 50])
    outcome = np.concatenate([np.repeat([1.0, 0.0], [20, 80]), np.repeat([1.0, 0.0], [30, 20])])
    fit = logistic(group[:, None], outcome)
    assert fit.coefficients == pytest.approx([np.log(20 / 80), np.log(30 / 20) - np.log(20 / 80)])
    errors = np.sqrt(np.diag(fit.covariance))
    assert errors == pytest.approx([np.sqrt(1 / 20 + 1 / 80), np.sqrt(1 / 20 + 1 / 80 + 1 / 30 + 1 / 20)])


def test_intervals_of_coefficients_cover_the_truth_as_often_as_they_say():
    held = []
    for seed in range(60):
        dice, design, true, linear = drawn(seed, rows=1_500)
        fit = logistic(design, outcomes(dice, linear), penalty=0.01)
        half = 1.96 * np.sqrt(np.diag(fit.covariance))[1:]
        held.extend(np.abs(fit.coefficients[1:] - true) < half)
    assert 0.91 < np.mean(held) < 0.98


def test_a_row_that_counts_twice_is_two_rows():
    dice, design, _, linear = drawn(3, rows=300)
    outcome, weights = outcomes(dice, linear), dice.integers(0, 4, 300)
    twice = logistic(np.repeat(design, weights, axis=0), np.repeat(outcome, weights))
    assert logistic(design, outcome, weights=weights.astype(float)).coefficients == pytest.approx(
        twice.coefficients, abs=1e-6
    )


def test_separated_data_have_no_end_without_a_penalty_and_a_steep_one_with_it():
    design = np.concatenate([np.linspace(-2, -1, 40), np.linspace(1, 2, 40)])[:, None]
    outcome = (design[:, 0] > 0).astype(float)
    with pytest.raises(MutualisError, match="some covariate tells all outcomes"):
        logistic(design, outcome)
    assert logistic(design, outcome, penalty=0.01).coefficients[1] > 3


def test_a_model_of_one_outcome_is_refused():
    with pytest.raises(MutualisError, match="needs both outcomes"):
        logistic(np.ones((5, 1)), np.zeros(5))


def test_intercepts_of_groups_are_found_and_the_small_group_is_drawn_to_the_mean():
    dice, design, true, linear = drawn(5)
    group = np.concatenate([dice.integers(0, 39, 19_985), np.full(15, 39)])
    own = dice.normal(0, 0.4, 40)
    own[39] = 2.0
    outcome = outcomes(dice, linear + own[group])
    found = random_intercept(design, outcome, group, penalty=0.01)
    assert found.deviation == pytest.approx(own[:39].std(), abs=0.12)
    assert found.coefficients[1:] == pytest.approx(true, abs=0.07)
    assert np.corrcoef(found.effects[:39], own[:39])[0, 1] > 0.9
    assert 0.2 < found.effects[39] < 1.6


def test_groups_that_do_not_differ_have_no_spread():
    dice, design, _, linear = drawn(6)
    found = random_intercept(design, outcomes(dice, linear), dice.integers(0, 40, len(linear)), penalty=0.01)
    assert found.deviation < 0.1
    assert np.abs(found.effects).max() < 0.1


def test_the_spline_finds_a_curve_that_a_straight_line_does_not():
    dice = np.random.default_rng(7)
    ages = dice.uniform(20, 98, 30_000)
    linear = -3.5 + 0.0009 * (ages - 45) ** 2
    outcome = outcomes(dice, linear)
    knots = knots_at(ages, HARRELL)
    at = np.array([30.0, 50, 70, 85, 95])
    curve = logistic(restricted_cubic(ages, knots), outcome).linear(restricted_cubic(at, knots))
    line = logistic(ages[:, None], outcome).linear(at[:, None])
    assert np.abs(curve - (-3.5 + 0.0009 * (at - 45) ** 2)).max() < 0.25
    assert np.abs(line - (-3.5 + 0.0009 * (at - 45) ** 2)).max() > 0.3


@given(st.lists(st.floats(-50, 150), min_size=3, max_size=7, unique_by=lambda each: round(each, 1)))
def test_a_restricted_spline_is_smooth_and_straight_beyond_its_outer_knots(given_knots):
    knots = sorted(round(each, 1) for each in given_knots)
    step = 1.0
    for at in (np.array([knots[0] - 9, knots[0] - 9 + step, knots[0] - 9 + 2 * step]), knots[-1] + 9 + np.arange(3.0)):
        terms = restricted_cubic(at, knots)
        scale = 1 + np.abs(terms).max()
        assert np.abs(terms[0] - 2 * terms[1] + terms[2]).max() / scale < 1e-6
    assert (restricted_cubic([knots[0] - 5], knots)[0, 1:] == 0).all()


def test_knots_that_fall_together_are_one_and_too_few_of_them_carry_no_curve():
    assert knots_at([70] * 90 + [80] * 10, HARRELL) == (70.0, 80.0)
    with pytest.raises(MutualisError, match="three or more knots"):
        restricted_cubic([1, 2], (70.0, 80.0))


def test_c_is_the_share_of_pairs_in_the_right_order_and_ties_count_half():
    predicted, outcome = np.array([0.1, 0.4, 0.4, 0.8]), np.array([0.0, 0, 1, 1])
    assert c_statistic(predicted, outcome) == (1 + 0.5 + 1 + 1) / 4
    assert np.isnan(c_statistic(predicted, np.ones(4)))


@given(st.integers(0, 2**32 - 1))
def test_c_is_the_same_for_rows_and_for_weights_and_whatever_raises_all_predictions(seed):
    dice = np.random.default_rng(seed)
    predicted, outcome = dice.integers(0, 8, 40).astype(float), dice.integers(0, 2, 40).astype(float)
    weights = dice.integers(0, 4, 40)
    rows = c_statistic(np.repeat(predicted, weights), np.repeat(outcome, weights))
    assert c_statistic(np.exp(predicted), outcome, weights.astype(float)) == pytest.approx(rows, nan_ok=True)


def test_right_predictions_are_calibrated_and_too_bold_ones_are_not():
    dice, _, _, linear = drawn(8, mean=-1)
    outcome = outcomes(dice, linear)
    found = calibration(expit(linear), outcome, 10)
    assert found["cases"].to_list() == [2_000] * 10
    inside = (found["expected_share"] >= found["low"]) & (found["expected_share"] <= found["high"])
    assert inside.sum() >= 8
    assert calibration_slope(linear, outcome) == pytest.approx(1, abs=0.06)
    assert calibration_slope(2 * linear, outcome) == pytest.approx(0.5, abs=0.03)


def optimism_of(rows, seed=9, samples=40):
    dice, design, _, linear = drawn(seed, rows=rows, columns=12)
    outcome = outcomes(dice, linear)
    return optimism(lambda w: logistic(design, outcome, penalty=0.01, weights=w).linear(design), outcome, samples, 1)


def test_optimism_is_near_nought_with_many_rows_and_large_with_few():
    gain, slope = optimism_of(20_000, samples=10)
    assert abs(gain) < 0.003
    assert abs(slope) < 0.03
    gain, slope = optimism_of(200)
    assert 0.01 < gain < 0.15
    assert slope > 0.08
    assert optimism_of(200) == (gain, slope)
