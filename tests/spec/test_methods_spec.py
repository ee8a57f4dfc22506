"""Standardisation and intervals: each rule, what always holds, and how often an interval holds the truth."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mutualis import methods, reference
from mutualis.model import MutualisError

# Coverage asked of a 95 % interval in simulations of SIZE draws (standard error about 0.3 points).
LEAST, MOST, SIZE = 0.93, 0.975, 5_000
WEIGHTS = np.array(list(reference.standard_weights().values()))
MANY = settings(max_examples=100, deadline=None)


def test_a_standardised_share_is_the_weighted_mean_of_the_shares_of_the_strata():
    found = methods.standardised([[1, 30]], [[10, 100]], [0.25, 0.75])
    assert found == pytest.approx([0.25 * 0.1 + 0.75 * 0.3])


def test_weights_need_not_add_up_to_one():
    assert methods.standardised([[1, 30]], [[10, 100]], [1, 3]) == pytest.approx([0.25])


def test_a_stratum_without_insured_gives_its_weight_to_the_others_in_proportion():
    found = methods.standardised([[0, 30, 5]], [[0, 100, 50]], [0.5, 0.3, 0.2])
    assert found == pytest.approx([(0.3 * 0.3 + 0.2 * 0.1) / 0.5])


def test_an_area_without_insured_has_no_standardised_figure():
    found = methods.standardised([[0, 0], [1, 1]], [[0, 0], [2, 2]], [0.5, 0.5])
    assert np.isnan(found[0])
    assert found[1] == 0.5


def test_an_amount_is_standardised_in_its_own_unit():
    assert methods.standardised([[200_00, 0]], [[10, 5]], [0.5, 0.5]) == pytest.approx([10_00])


@pytest.mark.parametrize(
    ("numerator", "denominator", "weights"),
    [
        ([[1, 2]], [[1, 2, 3]], [0.5, 0.5]),
        ([[1, 2]], [[1, 2]], [1.0]),
        ([1, 2], [1, 2], [0.5, 0.5]),
        ([[1, 2]], [[1, -2]], [0.5, 0.5]),
        ([[1, 2]], [[1, 2]], [1.5, -0.5]),
        ([[1, 2]], [[1, 2]], [0, 0]),
    ],
)
def test_what_cannot_be_standardised_is_refused(numerator, denominator, weights):
    with pytest.raises(MutualisError, match="Standardisation"):
        methods.standardised(numerator, denominator, weights)


STRATUM = st.tuples(st.integers(0, 500), st.integers(0, 500)).map(lambda pair: (min(pair), max(pair)))


@MANY
@given(strata=st.lists(STRATUM, min_size=20, max_size=20))
def test_a_standardised_share_lies_between_the_least_and_the_greatest_share_of_a_stratum(strata):
    met, insured = np.array(strata).T
    (found,) = methods.standardised([met], [insured], WEIGHTS)
    shares = met[insured > 0] / insured[insured > 0]
    if len(shares):
        assert shares.min() - 1e-12 <= found <= shares.max() + 1e-12
    else:
        assert math.isnan(found)


@MANY
@given(strata=st.lists(STRATUM, min_size=20, max_size=20), times=st.integers(2, 50))
def test_a_standardised_share_does_not_know_how_large_an_area_is(strata, times):
    met, insured = np.array(strata).T
    small, large = methods.standardised([met, met * times], [insured, insured * times], WEIGHTS)
    assert small == pytest.approx(large, nan_ok=True)


@pytest.mark.parametrize(
    ("met", "insured", "low", "high"),
    [(10, 100, 0.0552, 0.1744), (0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (81, 263, 0.2553, 0.3662)],
)
def test_the_interval_of_a_share_is_that_of_wilson(met, insured, low, high):
    assert [float(each) for each in methods.wilson(met, insured)] == pytest.approx([low, high], abs=5e-5)


PAIR = st.tuples(st.integers(0, 10**7), st.integers(1, 10**7)).map(lambda pair: (min(pair), max(pair)))


@MANY
@given(pair=PAIR, level=st.floats(0.5, 0.999))
def test_wilson_stays_between_0_and_1_and_holds_the_share(pair, level):
    met, insured = pair
    low, high = methods.wilson(met, insured, level)
    assert 0 <= low <= met / insured <= high <= 1
    assert high > low


@MANY
@given(pair=PAIR, rate=st.floats(0, 1))
def test_the_interval_of_a_standardised_share_stays_between_0_and_1_and_holds_it(pair, rate):
    met, insured = pair
    rate = {0: 0.0, insured: 1.0}.get(met, rate)
    low, high = methods.standardised_interval(rate, met, insured)
    assert 0 <= low <= rate <= high <= 1


@MANY
@given(
    mean=st.floats(0, 1e9),
    variation=st.floats(0, 100),
    persons=st.integers(1, 10**7),
    times=st.floats(0.01, 1000),
)
def test_the_interval_of_a_mean_holds_it_is_never_below_zero_and_follows_its_unit(mean, variation, persons, times):
    low, high = methods.mean_interval(mean, variation, persons)
    assert 0 <= low <= mean <= high
    scaled = methods.mean_interval(mean * times, variation, persons)
    assert [float(each) for each in scaled] == pytest.approx([float(low * times), float(high * times)])


def test_where_nobody_is_insured_there_is_no_interval():
    for low, high in (methods.wilson(0, 0), methods.standardised_interval(0, 0, 0), methods.mean_interval(0, 1, 0)):
        assert np.isnan(low)
        assert np.isnan(high)


def test_a_level_that_is_no_share_is_refused():
    with pytest.raises(MutualisError, match=r"no interval of level 95"):
        methods.wilson(1, 2, level=95)


@MANY
@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=50).filter(any))
def test_the_coefficient_of_variation_is_the_standard_deviation_over_the_mean(parts):
    values = np.array(parts, dtype=np.float64)
    found = methods.coefficient_of_variation(sum(parts), sum(part**2 for part in parts), len(parts))
    assert found == pytest.approx(float(values.std() / values.mean()), rel=1e-6, abs=1e-6)


def test_a_variation_needs_a_positive_sum_and_squares_that_fit_it():
    assert math.isnan(methods.coefficient_of_variation(0, 0, 5))
    with pytest.raises(MutualisError, match="smaller than the sum allows"):
        methods.coefficient_of_variation(10, 3, 2)


def told(what, held):
    share = float(np.mean(held))
    print(f"coverage of the 95 % interval, {what}: {share:.1%}")
    return share


@pytest.mark.parametrize(("insured", "share"), [(150, 0.03), (150, 0.5), (2_000, 0.06), (300, 0.85)])
def test_the_interval_of_a_share_holds_the_truth_in_95_of_100_areas(insured, share):
    met = np.random.default_rng(1).binomial(insured, share, SIZE)
    low, high = methods.wilson(met, insured)
    assert LEAST <= told(f"share {share} of {insured}", (low <= share) & (share <= high)) <= MOST


# Insured of an area by stratum: the standard itself, an area of the young and an area of the old.
AGES = np.tile(np.linspace(0, 1, 10), 2)
SHAPES = {"standard": WEIGHTS, "young": WEIGHTS * np.exp(-0.6 * AGES), "old": WEIGHTS * np.exp(0.6 * AGES)}
# True shares by stratum: contact with a GP (much alike), increased reimbursement, polypharmacy (rises with age).
SHARES = {
    "contact": 0.75 + 0.2 * AGES,
    "status": 0.25 - 0.1 * np.sin(np.pi * AGES),
    "polypharmacy": 0.01 + 0.5 * AGES**3,
}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("indicator", SHARES)
def test_the_interval_of_a_standardised_share_holds_the_truth_in_95_of_100_areas(shape, indicator):
    insured = np.round(1_000 * SHAPES[shape] / SHAPES[shape].sum()).astype(int)
    truth = float(SHARES[indicator] @ WEIGHTS)
    met = np.random.default_rng(2).binomial(insured, SHARES[indicator], (SIZE, len(insured)))
    rate = methods.standardised(met, np.broadcast_to(insured, met.shape), WEIGHTS)
    low, high = methods.standardised_interval(rate, met.sum(axis=1), insured.sum())
    found = told(f"standardised {indicator}, {shape} area", (low <= truth) & (truth <= high))
    # Strata explain a part of the variance, which the formula does not know: it may hold too often, not too rarely.
    assert found >= LEAST


def amounts(name, random, size):
    """Amounts of persons as co-payments (nearly everybody), supplements (few, large) and stays (few, small) are."""
    if name == "stays":
        return random.poisson(0.14 * random.gamma(0.5, 2.0, size)).astype(float)
    share, spread = {"copayment": (0.9, 1.0), "supplement": (0.3, 1.4)}[name]
    return np.where(random.random(size) < share, random.lognormal(4, spread, size), 0.0)


@pytest.mark.parametrize(("name", "insured"), [("copayment", 300), ("stays", 400), ("supplement", 2_000)])
def test_the_interval_of_a_mean_holds_the_truth_in_95_of_100_areas(name, insured):
    random = np.random.default_rng(3)
    country = np.round(amounts(name, random, 400_000)).astype(np.int64)
    total, squares = int(country.sum()), int((country**2).sum())
    variation = methods.coefficient_of_variation(total, squares, len(country))
    areas = country[random.integers(0, len(country), (2_000, insured))].mean(axis=1)
    low, high = methods.mean_interval(areas, variation, insured)
    truth = country.mean()
    found = told(f"mean {name} of {insured}, variation {variation:.1f}", (low <= truth) & (truth <= high))
    assert LEAST <= found <= MOST
