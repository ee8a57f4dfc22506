"""Estimates from a weighted sample: totals, means, ratios, quantiles, domains, and their variances."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mutualis.methods.intervals import wilson
from mutualis.methods.survey import mean, quantile, ratio, sample, share, total
from mutualis.model import MutualisError


def permanent_sample(seed=1, rows=600):
    """One in forty below 65, one in twenty from 65 on, as `methods` 9 draws it."""
    dice = np.random.default_rng(seed)
    old = np.arange(rows) % 3 == 0
    weights, fractions = np.where(old, 20.0, 40.0), np.where(old, 1 / 20, 1 / 40)
    return old, weights, fractions, dice.gamma(0.5, 2_000, rows) * np.where(old, 2, 1)


def test_the_total_of_a_stratified_sample_has_the_variance_of_the_textbook():
    old, weights, fractions, spent = permanent_sample()
    found = total(sample(weights, old, fractions=fractions), spent)
    variance = 0.0
    for part, fraction in ((old, 1 / 20), (~old, 1 / 40)):
        persons = part.sum() / fraction
        variance += persons**2 * (1 - fraction) * spent[part].var(ddof=1) / part.sum()
    assert found.value == pytest.approx(weights @ spent)
    assert found.error == pytest.approx(np.sqrt(variance))


def test_the_mean_in_a_stratum_is_the_plain_mean_with_its_plain_error():
    old, weights, fractions, spent = permanent_sample()
    found = mean(sample(weights, old, fractions=fractions), spent, domain=old)
    assert found.value == pytest.approx(spent[old].mean())
    assert found.error == pytest.approx(spent[old].std(ddof=1) / np.sqrt(old.sum()) * np.sqrt(19 / 20))


def test_a_ratio_has_the_error_of_leaving_out_one_household_after_another():
    dice = np.random.default_rng(2)
    household, weights = np.repeat(np.arange(120), dice.integers(1, 5, 120)), 0
    weights = np.full(len(household), 40.0)
    income = dice.gamma(3, 1, len(household)) + dice.gamma(2, 1, 120)[household]
    paid = income * dice.uniform(0, 0.2, len(household))
    found = ratio(sample(weights, clusters=household), paid, income)
    again = np.array([paid[household != each].sum() / income[household != each].sum() for each in range(120)])
    jackknife = np.sqrt(119 / 120 * np.sum((again - again.mean()) ** 2))
    assert found.value == pytest.approx(paid.sum() / income.sum())
    assert found.error == pytest.approx(jackknife, rel=0.01)


def test_persons_of_a_household_who_are_all_alike_say_no_more_than_one():
    _, weights, _, spent = permanent_sample()
    once = mean(sample(weights), spent)
    often = mean(sample(np.repeat(weights, 3), clusters=np.repeat(np.arange(600), 3)), np.repeat(spent, 3))
    assert (often.value, often.error) == pytest.approx((once.value, once.error))


def test_domains_add_up_to_the_whole():
    old, weights, fractions, spent = permanent_sample()
    of, women = sample(weights, old, fractions=fractions), np.arange(600) % 2 == 0
    parts = [total(of, spent, women).value, total(of, spent, ~women).value]
    assert sum(parts) == pytest.approx(total(of, spent).value)


def test_a_domain_that_cuts_strata_has_chance_in_its_size():
    old, weights, fractions, _ = permanent_sample()
    women = np.random.default_rng(3).random(600) < 0.5
    of = sample(weights, old, fractions=fractions)
    assert total(of, np.ones(600), women).error > 0
    assert total(of, np.ones(600), old).error == pytest.approx(0, abs=1e-6)


def test_who_is_taken_whole_leaves_no_chance():
    _, _, _, spent = permanent_sample()
    assert total(sample(np.ones(600), fractions=np.ones(600)), spent).error == 0


@settings(max_examples=20)
@given(st.integers(0, 1_000), st.floats(0.2, 0.8))
def test_a_quantile_lies_in_its_interval_and_has_its_share_below(seed, share):
    _, weights, _, spent = permanent_sample(seed)
    found = quantile(sample(weights), spent, share)
    assert found.low <= found.value <= found.high
    below = weights[spent <= found.value].sum() / weights.sum()
    assert share - 1e-9 <= below <= share + 40 / weights.sum() + 1e-9


def test_a_sample_refuses_what_has_no_variance():
    _, weights, _, spent = permanent_sample()
    alone = np.where(np.arange(600) == 0, "a", "b")
    with pytest.raises(MutualisError, match="one cluster only"):
        sample(weights, alone)
    assert total(sample(weights, alone, lonely="centre"), spent).error > 0
    with pytest.raises(MutualisError, match="belongs to several strata"):
        sample(weights, np.arange(600) % 2, clusters=np.arange(600) // 3)
    with pytest.raises(MutualisError, match="differs within a stratum"):
        sample(weights, fractions=np.linspace(0, 1, 600))
    with pytest.raises(MutualisError, match="in this domain"):
        mean(sample(weights), spent, domain=np.zeros(600, dtype=bool))
    with pytest.raises(MutualisError, match="denominator is not above 0"):
        ratio(sample(weights), spent, np.zeros(600))
    with pytest.raises(MutualisError, match="too small for a quantile"):
        quantile(sample(weights), spent, 0.999)


def test_the_share_of_a_simple_sample_has_wilsons_interval():
    met = np.arange(400) < 12
    found = share(sample(np.full(400, 40.0)), met)
    # The variance of a sample has n - 1 where that of a count has n: the effective size is one less.
    low, high = wilson(0.03 * 399, 399)
    assert found.value == pytest.approx(0.03)
    assert (found.low, found.high) == (pytest.approx(low), pytest.approx(high))


@pytest.mark.parametrize("met", [True, False])
def test_a_share_of_all_or_nobody_has_an_interval_of_its_persons(met):
    found = share(sample(np.full(30, 40.0)), np.full(30, met))
    assert (found.low, found.high) == tuple(pytest.approx(float(each)) for each in wilson(30 * met, 30))
    assert found.high > found.low


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 40), st.integers(41, 90), st.integers(0, 100))
def test_the_interval_of_a_share_stays_within_nought_and_one(met, rows, seed):
    weights = np.random.default_rng(seed).choice([20.0, 40.0], rows)
    found = share(sample(weights), np.arange(rows) < met)
    assert 0 <= found.low <= found.value <= found.high <= 1


def test_the_share_of_an_empty_domain_is_refused():
    with pytest.raises(MutualisError, match="Nobody"):
        share(sample(np.ones(9)), np.ones(9, bool), np.zeros(9, bool))
