"""Counts are held beside what the periods before the start lead to expect."""

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st

from mutualis.methods.series import beside_expected
from mutualis.model import MutualisError

MONTHS, START = 60, 36
TIME = np.arange(MONTHS)
SEASON = np.column_stack([np.sin(2 * np.pi * TIME / 12), np.cos(2 * np.pi * TIME / 12)])
MEANS = np.exp(6 + 0.002 * TIME + 0.1 * SEASON[:, 0])


def drawn(seed: int, shock: float = 1.0) -> np.ndarray:
    """Counts of 60 months, from the 37th on multiplied by a shock."""
    return np.random.default_rng(seed).poisson(MEANS * np.where(TIME >= START, shock, 1.0))


def test_a_series_that_goes_on_as_before_has_ratios_of_one() -> None:
    found = beside_expected(np.round(MEANS), START)
    assert found.table()["value"].to_numpy() == pytest.approx(1, abs=0.005)


def test_a_ratio_and_its_error_are_those_of_an_indicator_of_the_period() -> None:
    """An independent way: one model of the months before and of that one month, with an indicator for it."""
    counts, month = drawn(3, 0.6), 41
    found = beside_expected(counts, START, waves=1)
    chosen = np.append(TIME[:START], month)
    rows = np.column_stack([np.ones(START + 1), chosen, SEASON[chosen], chosen == month])
    fit = sm.GLM(counts[chosen], rows, family=sm.families.Poisson()).fit(scale=found.dispersion)
    ratio = found.ratio(month)
    assert np.log(ratio.value) == pytest.approx(fit.params[-1], abs=1e-6)
    # The variance of a count is here that of its expectation, there that of what was counted.
    beyond = found.dispersion * (1 / counts[month] - 1 / found.expected[month - START])
    assert (ratio.error / ratio.value) ** 2 + beyond == pytest.approx(fit.bse[-1] ** 2, rel=1e-6)


def test_intervals_hold_the_shock_in_about_95_of_100_series() -> None:
    """200 series: with a true share of 0.95 between 0.90 and 0.99 in all but one of ten thousand sets."""
    held = [beside_expected(drawn(seed, 0.7), START, waves=1).ratio(START, START + 5) for seed in range(200)]
    share = np.mean([each.low <= 0.7 <= each.high for each in held])
    assert 0.90 <= share <= 0.99


def test_without_trend_growth_counts_as_more_than_expected() -> None:
    assert beside_expected(drawn(1), START, trend=False).ratio(START, MONTHS - 1).value > 1.03


@given(st.floats(0.2, 5))
@settings(max_examples=15, deadline=None)
def test_a_change_of_the_unit_of_exposure_changes_nothing(unit: float) -> None:
    counts = drawn(5)
    plain, other = beside_expected(counts, START), beside_expected(counts, START, np.full(MONTHS, unit))
    assert other.table()["value"].to_numpy() == pytest.approx(plain.table()["value"].to_numpy(), rel=1e-5)


def test_periods_together_vary_less_than_each() -> None:
    found = beside_expected(drawn(7), START)
    assert found.ratio(START, START + 11).error < min(found.ratio(each).error for each in range(START, START + 12))


@pytest.mark.parametrize(
    ("counts", "start", "exposure", "says"),
    [
        (drawn(1), 23, None, "too short before or after"),
        (MEANS, MONTHS, None, "too short before or after"),
        (-MEANS, START, None, "A count is negative"),
        (MEANS, START, np.zeros(MONTHS), "no exposure"),
        (np.full(MONTHS, 5.0), START, None, "constant"),
        (np.append(MEANS[:-1], np.nan), START, None, "has gaps"),
    ],
)
def test_a_series_that_expects_nothing_is_refused(
    counts: np.ndarray, start: int, exposure: np.ndarray | None, says: str
) -> None:
    with pytest.raises(MutualisError, match=says):
        beside_expected(counts, start, exposure)


def test_a_period_outside_those_after_the_start_is_refused() -> None:
    with pytest.raises(MutualisError, match="outside those after the start"):
        beside_expected(drawn(1), START).ratio(START - 1)


def test_a_month_in_which_nothing_was_counted_has_no_ratio() -> None:
    with pytest.raises(MutualisError, match="Nothing was counted"):
        beside_expected(np.where(TIME == 40, 0, drawn(1)), START).ratio(40)
