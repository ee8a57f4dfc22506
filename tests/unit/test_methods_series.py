"""Interrupted series: what is found of planted changes, and with which errors."""

import numpy as np
import pytest
import statsmodels.api as sm

from mutualis.methods.series import interrupted, interrupted_counts
from mutualis.methods.series.interrupted import critical
from mutualis.methods.series.resembling import resembling
from mutualis.model import MutualisError

MONTHS, START = np.arange(96), 60


def series(seed=1, level=5.0, slope=-0.2, resemblance=0.0):
    dice, rest = np.random.default_rng(seed), np.zeros(96)
    for month, shock in enumerate(dice.normal(size=96)):
        rest[month] = resemblance * rest[month - 1] + shock
    after = MONTHS >= START
    return 50 + 0.1 * MONTHS + 3 * np.sin(MONTHS * np.pi / 6) + level * after + slope * after * (MONTHS - START) + rest


def test_a_series_without_noise_gives_its_changes_exactly():
    values = series() - series(level=0, slope=0) + 0.1 * MONTHS + 1e-6 * np.random.default_rng(1).normal(size=96)
    found = interrupted(values, START)
    assert found.change_of_level().value == pytest.approx(5, abs=1e-4)
    assert found.change_of_slope().value == pytest.approx(-0.2, abs=1e-5)
    assert found.effect(10).value == pytest.approx(3, abs=1e-4)


def test_the_line_without_the_change_is_the_line_before_it():
    found = interrupted(series(), START)
    table = found.table()
    assert table["told"][:START].to_list() == pytest.approx(table["without"][:START].to_list())
    assert table["told"][70] - table["without"][70] == pytest.approx(found.effect(10).value)


def test_where_months_do_not_resemble_each_other_the_line_is_that_of_least_squares():
    found = interrupted(series(2), START, lags=0)
    after = (MONTHS >= START).astype(float)
    rows = np.column_stack([np.ones(96), MONTHS, after, after * (MONTHS - START)])
    waves = [wave(each * MONTHS * np.pi / 6) for each in (1, 2) for wave in (np.sin, np.cos)]
    plain = sm.OLS(series(2), np.column_stack([rows, *waves])).fit(cov_type="HC1")
    assert found.change_of_level().value == pytest.approx(plain.params[2])
    assert found.change_of_level().error == pytest.approx(plain.bse[2])


def test_resemblance_makes_the_interval_wider_and_is_told():
    apart, alike = (interrupted(series(3, resemblance=each), START, lags=0) for each in (0.0, 0.8))
    assert alike.resemblance < 0.01 < apart.resemblance
    with_it, without = interrupted(series(3, resemblance=0.8), START), alike
    assert with_it.change_of_level().error > 1.3 * without.change_of_level().error


def test_the_resemblance_that_is_found_is_that_of_gls_at_its_likeliest():
    values = series(4, resemblance=0.5)
    rows = np.column_stack([np.ones(96), MONTHS])
    fit = resembling(values - 3 * np.sin(MONTHS * np.pi / 6), rows)
    assert fit.bse[1] > sm.OLS(values, rows).fit().bse[1]
    assert len(fit.resid) == 96


def test_counts_by_exposure_give_the_ratio_that_was_planted():
    dice = np.random.default_rng(5)
    persons = dice.uniform(5e4, 6e4, 96)
    events = dice.poisson(persons * 0.01 * np.where(MONTHS >= START, 0.7, 1.0))
    found = interrupted_counts(events, START, persons, season=None)
    assert found.change_of_level().low < 0.7 < found.change_of_level().high
    assert found.change_of_slope().value == pytest.approx(1, abs=0.01)
    twice = interrupted_counts(events, START, 2 * persons, season=None)
    assert twice.change_of_level().value == pytest.approx(found.change_of_level().value)


def test_counts_that_vary_more_have_wider_intervals():
    dice = np.random.default_rng(6)
    plain, wild = dice.poisson(400, 96), dice.poisson(400 * dice.gamma(20, 1 / 20, 96))
    errors = [interrupted_counts(each, START).change_of_level().error for each in (plain, wild)]
    assert errors[1] > 2 * errors[0]


def test_the_critical_value_without_lags_in_a_long_series_is_the_normal_one():
    assert critical(0, 10**6) == pytest.approx(1.96, abs=1e-4)
    assert critical(9, 100) > 2.2


def test_series_refuse_what_has_no_answer():
    cases = [
        ("too short", lambda: interrupted(series(), 5)),
        ("too short", lambda: interrupted(series(), 93)),
        ("constant", lambda: interrupted(np.ones(96), START)),
        ("has gaps", lambda: interrupted(np.where(MONTHS == 3, np.nan, series()), START)),
        ("no exposure", lambda: interrupted_counts(np.arange(96), START, np.zeros(96))),
        ("too many for", lambda: interrupted(series(), START, lags=60)),
        ("does not reach", lambda: interrupted(series(), START).effect(50)),
    ]
    for says, ask in cases:
        with pytest.raises(MutualisError, match=says):
            ask()
    wandering = np.cumsum(np.random.default_rng(9).normal(size=96)) ** 3
    with pytest.raises(MutualisError, match="hardly comes back"):
        interrupted(np.cumsum(np.cumsum(np.sign(wandering))), START)
