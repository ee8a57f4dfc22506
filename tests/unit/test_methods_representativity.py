"""How well a sample shows its population: the formula on drawn numbers, and that z behaves as z does."""

import numpy as np
import pytest

from mutualis import methods
from mutualis.model import MutualisError

FRACTIONS = (1 / 40, 1 / 20)


def test_a_share_is_that_of_the_strata_by_their_size_whatever_their_sampling_fraction():
    found = methods.margin([[600, 200], [100, 100]], [[15, 5], [6, 4]], FRACTIONS)
    assert found.population == pytest.approx([0.7, 0.3])
    assert found.estimate == pytest.approx([0.8 * 15 / 20 + 0.2 * 6 / 10, 0.8 * 5 / 20 + 0.2 * 4 / 10])
    variance = 0.8**2 * (39 / 40) * 0.75 * 0.25 / 20 + 0.2**2 * (19 / 20) * 0.25 / 10
    assert found.error == pytest.approx([np.sqrt(variance)] * 2)
    assert found.z == pytest.approx((found.estimate - found.population) / np.sqrt(variance))


def test_who_is_all_or_nothing_of_every_stratum_is_not_tested():
    found = methods.margin([[800, 0], [0, 200]], [[20, 0], [0, 10]], FRACTIONS)
    assert np.isnan(found.z).all()
    assert np.isnan(found.within)
    assert found.is_alike


def test_a_sample_that_leaves_out_a_group_is_not_alike():
    found = methods.margin([[8_000, 2_000], [800, 200]], [[250, 0], [50, 0]], FRACTIONS)
    assert not found.is_alike
    assert found.within == 0


@pytest.mark.parametrize(("people", "drawn"), [([[8, 2]], [[1]]), ([[8, 2], [3, 3]], [[1, 0]])])
def test_population_and_sample_must_have_the_same_strata_and_categories(people, drawn):
    with pytest.raises(MutualisError, match="same strata and categories"):
        methods.margin(people, drawn, FRACTIONS[: len(people)])


def test_a_stratum_without_anybody_drawn_is_refused():
    with pytest.raises(MutualisError, match="nobody in the sample"):
        methods.margin([[8, 2], [3, 3]], [[1, 0], [0, 0]], FRACTIONS)


def test_over_many_draws_z_is_spread_as_a_standard_normal_and_95_of_100_lie_within_1_96():
    random, size = np.random.default_rng(7), np.array([[30_000, 9_000, 1_000], [5_000, 4_000, 1_000]])
    draws = (random.binomial(size, np.array(FRACTIONS)[:, None]) for _ in range(2_000))
    margins = [methods.margin(size, drawn, FRACTIONS) for drawn in draws]
    z = [each.z for each in margins]
    assert np.mean([each.is_alike for each in margins]) > 0.95
    assert np.abs(np.mean(z, axis=0)).max() < 0.1
    assert np.std(z, axis=0) == pytest.approx(1, abs=0.06)
    assert (np.abs(z) < 1.96).mean(axis=0) == pytest.approx(0.95, abs=0.015)
