"""Regression that outliers do not move, beside R's published figures; the four kinds of points."""

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st

from mutualis.methods.costs import kinds_of_points, robust
from mutualis.methods.designs import of_rows
from mutualis.methods.distances import far_away, robust_distances
from mutualis.model import MutualisError

# summary(lmrob(stack.loss ~ ., data = stackloss)) of R's robustbase: coefficients and robust residual scale.
LMROB, LMROB_SCALE = [-41.5246, 0.93885, 0.57955, -0.11292], 1.912


def plant():
    data = sm.datasets.stackloss.load_pandas().data.to_numpy(float)
    return data[:, 0], of_rows(data[:, 1:], ["air", "water", "acid"])


def drawn(seed=1, rows=400):
    dice = np.random.default_rng(seed)
    x = dice.normal(size=(rows, 2))
    return dice, x, 3 + x @ [2.0, -1.0] + dice.normal(size=rows)


def test_the_plant_of_brownlee_has_the_coefficients_of_r():
    model = robust(*plant())
    assert model.coefficients == pytest.approx(LMROB, abs=2e-4)
    assert model.scale == pytest.approx(LMROB_SCALE, abs=5e-4)


def test_the_outliers_of_the_plant_are_those_of_r():
    model = robust(*plant())
    assert np.flatnonzero(model.outlyingness > 2.5).tolist() == [3, 20]
    assert np.flatnonzero(model.weights < 0.0048).tolist() == [20]


def test_the_end_is_the_m_estimate_of_statsmodels_det_mm():
    _, x, y = drawn()
    other = sm.RLM(y, sm.add_constant(x), M=sm.robust.norms.TukeyBiweight(4.685)).fit(maxiter=200)
    assert robust(y, of_rows(x)).coefficients == pytest.approx(other.params, abs=0.05)


def test_two_fifths_of_wild_rows_hardly_move_the_line():
    dice, x, y = drawn(2)
    wild = dice.random(400) < 0.4
    y[wild], x[wild, 0] = 60 + dice.normal(size=wild.sum()), 8 + dice.normal(size=wild.sum())
    assert robust(y, of_rows(x)).coefficients == pytest.approx([3, 2, -1], abs=0.35)


def test_on_normal_errors_it_loses_little():
    _, x, y = drawn(3, 2_000)
    least = sm.OLS(y, sm.add_constant(x)).fit()
    model = robust(y, of_rows(x))
    assert np.sqrt(np.diag(model.covariance)) == pytest.approx(least.bse * np.sqrt(1 / 0.95), rel=0.06)


@settings(max_examples=10, deadline=None)
@given(factor=st.floats(0.1, 100), more=st.floats(-50, 50))
def test_it_moves_with_the_outcome(factor, more):
    _, x, y = drawn(4, 80)
    rows = of_rows(x)
    one, other = robust(y, rows), robust(factor * y + more, rows)
    assert other.coefficients == pytest.approx(factor * one.coefficients + [more, 0, 0], rel=1e-3, abs=1e-3 * factor)


def test_the_corrected_mean_is_the_mean_of_skewed_costs_and_the_line_alone_is_below_it():
    dice = np.random.default_rng(5)
    x = dice.normal(size=(3_000, 1))
    y = np.exp(5 + 0.3 * x[:, 0]) * dice.gamma(0.5, 2, 3_000)
    model = robust(y, of_rows(x))
    assert (model.design.rows @ model.coefficients).mean() < 0.8 * y.mean()
    assert model.expected().value == pytest.approx(y.mean())
    assert model.expected().error == pytest.approx(y.std(ddof=1) / np.sqrt(3_000), rel=1e-6)


def test_each_kind_of_point_is_named():
    _, x, y = drawn(6, 200)
    x[0], y[0] = [9, 9], 3 + 2 * 9 - 9
    x[1], y[1] = [9, 9], 50
    x[2], y[2] = [0, 0], 50
    kinds = kinds_of_points(robust(y, of_rows(x)), ["x1", "x2"])["kind"]
    assert kinds[:3].to_list() == ["good leverage", "bad leverage", "vertical outlier"]
    assert (kinds == "regular").mean() > 0.9


def test_distances_do_not_let_a_third_of_far_rows_hide():
    dice = np.random.default_rng(7)
    rows = dice.normal(size=(300, 3))
    rows[:90] += 10
    assert (robust_distances(rows)[:90] > far_away(3)).all()


def test_robust_refuses_what_it_cannot_answer():
    dice, x, _ = drawn(8, 100)
    with pytest.raises(MutualisError, match="more than half of the rows lie on one line"):
        robust(np.where(np.arange(100) < 70, 0.0, dice.random(100)), of_rows(x))
    with pytest.raises(MutualisError, match="is nothing in some direction"):
        robust_distances(np.column_stack([x[:, 0], np.arange(100) < 10]))
    with pytest.raises(MutualisError, match="need 15 rows"):
        robust_distances(dice.random((10, 3)))
