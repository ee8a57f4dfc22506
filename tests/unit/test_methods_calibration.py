"""Calibrated weights: the totals are reached, near the design, within the bounds; and what that does to an estimate."""

import numpy as np
import pytest

from mutualis import methods
from mutualis.model import MutualisError

DRAWS = 600


def test_one_margin_is_the_ratio_of_its_totals():
    found = methods.calibrated([40, 40, 20], [[0, 0, 1]], [[100, 18]])
    assert found.g == pytest.approx([1.25, 1.25, 0.9])


def test_weights_that_fit_are_left_alone():
    found = methods.calibrated([40, 40, 20, 20], [[0, 1, 0, 1], [0, 0, 1, 1]], [[60, 60], [80, 40]])
    assert found.steps == 0
    assert found.g == pytest.approx(np.ones(4))


def test_two_margins_are_both_reached_and_cells_keep_the_odds_that_the_method_gives_them():
    design, margins = np.array([30.0, 20, 25, 45]), [[0, 0, 1, 1], [0, 1, 0, 1]]
    found = methods.calibrated(design, margins, [[60, 70], [64, 66]])
    weights = design * found.g
    assert weights @ found.indicators == pytest.approx([60, 70, 64, 66])
    low, high = 1 / 3, 3
    logit = np.log((found.g - low) / (high - found.g))  # linear in the margins: no interaction of the two
    assert logit[0] + logit[3] == pytest.approx(logit[1] + logit[2])


def test_totals_beyond_the_bounds_are_said_to_be_out_of_reach():
    with pytest.raises(MutualisError, match=r"not reached with factors from 0\.33 to 3\.00.*off by"):
        methods.calibrated([40, 40], [[0, 1]], [[130, 40]])
    wider = methods.calibrated([40, 40], [[0, 1]], [[130, 40]], bounds=(0.2, 5))
    assert wider.g == pytest.approx([3.25, 1])


def test_a_category_without_anybody_in_the_sample_and_margins_of_two_populations_are_refused():
    with pytest.raises(MutualisError, match=r"nobody in the sample.*1 of 2 categories"):
        methods.calibrated([40, 40], [[0, 0]], [[70, 10]])
    with pytest.raises(MutualisError, match="not of one population"):
        methods.calibrated([40, 40], [[0, 1], [0, 1]], [[40, 40], [40, 41]])
    with pytest.raises(MutualisError, match="around 1"):
        methods.calibrated([40, 40], [[0, 1]], [[40, 40]], bounds=(1.1, 3))


@pytest.fixture(scope="module")
def simulated():
    """Estimates of a spending total over many draws of one population: (design, calibrated, its standard error)."""
    random, size = np.random.default_rng(11), 24_000
    age, sex = random.choice(8, size, p=[0.15, 0.15, 0.15, 0.15, 0.15, 0.1, 0.1, 0.05]), random.integers(0, 2, size)
    region, increased = random.choice(3, size, p=[0.58, 0.32, 0.1]), random.random(size) < 0.12 + 0.03 * (age > 5)
    group, old = age * 2 + sex, age >= 6
    spent = random.gamma(1.5, 300 + 250 * age + 100 * region + 800 * increased)
    margins = (group, region, increased.astype(int))
    totals = [np.bincount(each).astype(float) for each in margins]
    fraction = np.where(old, 1 / 20, 1 / 40)
    found = []
    for _ in range(DRAWS):
        drawn = np.flatnonzero(random.random(size) < fraction)
        design, y = 1 / fraction[drawn], spent[drawn]
        calibration = methods.calibrated(design, [each[drawn] for each in margins], totals)
        weights = design * calibration.g
        reached = weights @ calibration.indicators
        rest = y - methods.foreseen(calibration, design, design * y)
        error = methods.calibrated_error(weights, 1 / design, rest**2)
        found.append((design @ y, weights @ y, error, np.abs(reached - np.concatenate(totals)).max()))
    return spent.sum(), np.array(found)


def test_in_every_draw_the_margins_are_reached_exactly(simulated):
    _, draws = simulated
    assert draws[:, 3].max() < 1e-4


def test_the_calibrated_total_is_as_unbiased_as_the_design_based_one_and_nearer_to_the_truth(simulated):
    truth, draws = simulated
    (by_design, calibrated), chance = draws[:, :2].mean(axis=0) - truth, draws[:, :2].std(axis=0) / DRAWS**0.5
    assert abs(calibrated) < 3 * chance[1]
    assert abs(calibrated) < abs(by_design) + 2 * chance[0]
    spread = np.sqrt(((draws[:, :2] - truth) ** 2).mean(axis=0))
    assert spread[1] < 0.95 * spread[0]


def test_95_of_100_intervals_of_the_calibrated_total_hold_the_truth(simulated):
    truth, draws = simulated
    covered = (np.abs(draws[:, 1] - truth) < 1.96 * draws[:, 2]).mean()
    assert 0.92 < covered < 0.98
