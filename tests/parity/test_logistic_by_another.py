"""Our logistic regression beside another implementation (statsmodels): the same coefficients, errors and likelihood."""

import numpy as np
import pytest
import statsmodels.api as sm
from scipy.stats import binom

from drawn_strokes import drawn_cases
from mutualis.methods.funnel import funnel_limits
from mutualis.methods.logistic import logistic
from mutualis.methods.stroke_risk import risk_model


@pytest.mark.parametrize("rows", [400, 8_000])
def test_a_fit_without_penalty_is_that_of_the_other(rows):
    dice = np.random.default_rng(rows)
    design = np.column_stack([dice.normal(70, 12, rows), dice.random(rows) < 0.2, dice.normal(size=rows)]).astype(float)
    chance = 1 / (1 + np.exp(6 - 0.06 * design[:, 0] - design[:, 1]))
    outcome = (dice.random(rows) < chance).astype(float)
    weights = dice.integers(1, 4, rows).astype(float)
    ours = logistic(design, outcome, weights=weights)
    theirs = sm.GLM(outcome, sm.add_constant(design), family=sm.families.Binomial(), freq_weights=weights).fit()
    assert ours.coefficients == pytest.approx(theirs.params, rel=1e-6, abs=1e-8)
    assert np.sqrt(np.diag(ours.covariance)) == pytest.approx(theirs.bse, rel=1e-5)
    assert ours.log_likelihood == pytest.approx(theirs.llf, rel=1e-9)


def test_the_penalty_of_the_risk_model_is_too_weak_to_be_seen():
    model = risk_model(drawn_cases(6_000))
    outcome = model.cases["observed"].to_numpy()
    theirs = sm.GLM(outcome, sm.add_constant(model.columns.matrix), family=sm.families.Binomial()).fit()
    assert np.abs(model.cases["expected"].to_numpy() - theirs.fittedvalues).max() < 2e-4


@pytest.mark.parametrize("mean", [0.03, 0.4, 0.91])
def test_the_limits_of_a_funnel_round_to_the_exact_ones(mean):
    cases = np.arange(20, 600, 7)
    low, high = funnel_limits(mean, cases)
    assert (np.ceil(low * cases - 1e-9) == binom.ppf(0.025, cases, mean)).all()
    assert (np.ceil(high * cases - 1e-9) == binom.ppf(0.975, cases, mean)).all()
