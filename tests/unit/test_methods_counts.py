"""Models of counts with exposure, and rates adjusted for risk."""

import numpy as np
import pytest
import statsmodels.api as sm

from mutualis.methods.counts import adjusted_rates, negative_binomial, overdispersion, poisson
from mutualis.methods.designs import of_rows
from mutualis.model import MutualisError


def drawn(seed=1, rows=4_000, alpha=0.0):
    dice = np.random.default_rng(seed)
    x, years = dice.normal(size=(rows, 2)), dice.uniform(0.5, 2, rows)
    means = years * np.exp(0.2 + x @ [0.5, -0.3])
    unlike = dice.gamma(1 / alpha, alpha, rows) if alpha else 1.0
    return dice.poisson(means * unlike).astype(float), of_rows(x), years


def test_two_groups_have_the_rate_ratio_that_one_works_out_by_hand():
    events, years = np.array([30.0, 10, 40, 20]), np.array([100.0, 50, 400, 100])
    group = np.array([1.0, 1, 0, 0])
    found = poisson(events, of_rows(group[:, None]), years).rate_ratio("x1")
    assert found.value == pytest.approx((40 / 150) / (60 / 500))


def test_the_rand_experiment_has_the_robust_errors_of_statsmodels():
    data = sm.datasets.randhie.load_pandas().data.head(3_000)
    rows = data[["lncoins", "lpi", "physlm"]].to_numpy(float)
    other = sm.Poisson(data["mdvis"], sm.add_constant(rows)).fit(disp=0, cov_type="HC0")
    model = poisson(data["mdvis"].to_numpy(), of_rows(rows))
    assert model.coefficients == pytest.approx(other.params, rel=1e-6)
    assert np.sqrt(np.diag(model.covariance)) == pytest.approx(other.bse, rel=1e-3)


def test_the_negative_binomial_finds_the_spread_between_persons():
    events, rows, years = drawn(2, 6_000, alpha=0.8)
    model = negative_binomial(events, rows, years)
    assert model.alpha == pytest.approx(0.8, abs=0.1)
    assert model.coefficients == pytest.approx([0.2, 0.5, -0.3], abs=0.06)


def test_overdispersion_is_found_where_it_is_and_not_where_it_is_not():
    for alpha, says in ((0.0, False), (0.8, True)):
        events, rows, years = drawn(3, alpha=alpha)
        found = overdispersion(events, poisson(events, rows, years).means())
        assert (found.p_value < 0.001) is says
        assert found.alpha.low < alpha < found.alpha.high


def test_adjusted_rates_are_the_crude_ones_where_the_model_is_the_mean():
    groups, events, years = np.repeat(["a", "b"], 2), np.array([3.0, 2, 9, 1]), np.ones(4)
    found = adjusted_rates(groups, events, np.full(4, events.mean()), years)
    assert found["rate"].to_list() == pytest.approx([2.5, 5.0])
    assert found["observed"].to_list() == [5, 10]
    assert (found["low"] < found["ratio"]).all()
    assert (found["ratio"] < found["high"]).all()


def test_counts_refuse_what_has_no_answer():
    rows = of_rows(np.random.default_rng(1).normal(size=(50, 1)))
    with pytest.raises(MutualisError, match="exposure is not above 0"):
        poisson(np.arange(50.0), rows, np.zeros(50))
    with pytest.raises(MutualisError, match="constant"):
        poisson(np.zeros(50), rows)
    with pytest.raises(MutualisError, match="whole numbers"):
        negative_binomial(np.arange(50) + 0.5, rows)
    with pytest.raises(MutualisError, match="negative binomial model does not converge"):
        negative_binomial(np.repeat([4.0, 5.0], 25), rows)
    with pytest.raises(MutualisError, match="nothing is expected"):
        adjusted_rates(["a", "b"], [1, 1], [0, 2], [1, 1])
