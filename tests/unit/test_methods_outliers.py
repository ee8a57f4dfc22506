"""Unusual providers: what detectors, shrinkage, thresholds, jumps and classes find of what was planted."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.tools.numdiff import approx_fprime

from mutualis.methods.outliers import (
    brier,
    combined,
    false_discoveries,
    far_off,
    flags,
    found_at,
    heaping,
    heaping_beside_others,
    isolation,
    jumps,
    largest_features,
    lift_at,
    local_density,
    peers,
    predicted_classes,
    provider_scores,
    reliability,
    robust_z,
    shrunken,
    shrunken_shares,
)
from mutualis.methods.outliers.ordered import Ordered
from mutualis.model import MutualisError

CLASSES = ("none", "A", "B", "C")
# The batting averages of Efron and Morris (1975): hits in the first 45 at bats of 1970, and their shrunken values.
HITS = [18, 17, 16, 15, 14, 14, 13, 12, 11, 11, 10, 10, 10, 10, 10, 9, 8, 7]


def providers(seed=1, rows=150):
    features = np.random.default_rng(seed).normal(size=(rows, 4))
    features[:4] += [6, 0, 0, 6]
    return features


def patients(seed=1, rows=5_000, groups=50, upcoded=0.5):
    """Classes from features; the first four providers code a part of their patients one class higher."""
    dice = np.random.default_rng(seed)
    provider, features = dice.integers(0, groups, rows), dice.normal(size=(rows, 3))
    place = np.searchsorted([0.5, 2, 3.5], features @ [1.5, 1, 0] + dice.logistic(size=rows))
    lifted = (provider < 4) & (place < 3) & (dice.random(rows) < upcoded)
    return features, np.array(CLASSES)[place + lifted], provider, lifted


@pytest.mark.parametrize("detector", [far_off, isolation, local_density, lambda x: np.abs(robust_z(x)).max(axis=1)])
def test_every_detector_puts_planted_providers_first(detector):
    assert set(np.argsort(-detector(providers()))[:4]) == {0, 1, 2, 3}


def test_a_robust_z_is_worked_out_by_hand():
    assert robust_z([1.0, 2, 3, 4, 100]).tolist() == pytest.approx(np.array([-2, -1, 0, 1, 97]) / 1.4826)


@settings(max_examples=20)
@given(st.lists(st.integers(-100, 100), min_size=5, max_size=30, unique=True))
def test_a_combined_score_follows_the_order_only(values):
    own = np.array(values, dtype=float)
    one, other = combined({"a": own}), combined({"a": np.exp(own / 50)})
    assert one["score"].to_list() == pytest.approx(other["score"].to_list())
    assert one["score"].max() == 1


def test_the_features_of_a_flag_are_those_that_were_planted_and_its_peers_are_others():
    features = providers()
    beside = peers(features[:, 1:3], 20)
    assert all(place not in row for place, row in enumerate(beside))
    told = largest_features(features, ["days", "age", "ill", "visits"], beside, [0, 1], most=2)
    assert (
        told.group_by("provider").agg(pl.col("feature").sort()).sort("provider")["feature"].to_list()
        == [["days", "visits"]] * 2
    )
    assert (told["value"] > told["high"]).all()


def test_who_has_few_patients_is_pulled_most():
    scores, errors = np.array([1.0] * 2 + [0.0, 0.5, -0.5, 0.2, -1, 0.8, -0.3, 0.1]), np.full(10, 0.1)
    errors[1] = 1.0
    found = shrunken(scores, errors)
    assert found.mean < found.value[1] < found.value[0] < 1
    assert found.high[1] - found.low[1] > found.high[0] - found.low[0]


def test_scores_that_differ_by_chance_only_all_become_the_mean():
    found = shrunken(np.linspace(-0.1, 0.1, 12), np.ones(12))
    assert found.spread == 0
    assert found.value == pytest.approx(np.full(12, found.mean))


def test_the_batters_of_efron_and_morris_are_pulled_to_their_mean():
    found = shrunken_shares(HITS, np.full(18, 45))
    assert found.mean == pytest.approx(0.265, abs=0.001)
    assert found.value[0] == pytest.approx(0.29, abs=0.02)
    assert (np.abs(found.value - found.mean) <= np.abs(np.array(HITS) / 45 - found.mean) + 1e-9).all()


@settings(max_examples=30)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=40))
def test_benjamini_and_hochberg_by_their_own_words(values):
    p, order = np.array(values), np.argsort(values)
    passed = np.flatnonzero(p[order] <= 0.05 * np.arange(1, len(p) + 1) / len(p))
    flagged, q_values = false_discoveries(p)
    assert flagged.sum() == (p <= p[order][passed[-1]]).sum() if len(passed) else not flagged.any()
    assert (q_values >= p - 1e-12).all()


def test_who_heaps_at_the_threshold_is_found_by_both_tests():
    dice = np.random.default_rng(3)
    groups, scores = np.repeat(np.arange(20), 400), dice.integers(0, 20, 8_000)
    just_below = (groups == 7) & np.isin(scores, (8, 9))
    scores[just_below] = 10
    for test in (heaping, heaping_beside_others):
        found = test(groups, scores, 10).sort("p_value")
        assert found["group"][0] == 7
        assert found["p_value"][0] < 1e-4
        assert found["p_value"][1] > 1e-3


def test_a_jump_that_everybody_makes_is_not_held_against_a_provider():
    dice = np.random.default_rng(4)
    new, before = np.repeat(np.arange(10), 40), dice.normal(size=400)
    after = before + 1 + dice.normal(0, 0.5, 400) + (new == 3)
    found = jumps(new, before, after)
    assert found.filter(pl.col("provider") == 3)["p_value"][0] < 1e-6
    assert found.filter(pl.col("provider") != 3)["p_value"].min() > 0.001
    assert found["others"].to_numpy() == pytest.approx(np.ones(10), abs=0.2)


@pytest.mark.parametrize("method", ["ordered", "boosted"])
def test_upcoding_providers_are_found_and_few_others(method):
    features, classes, provider, lifted = patients()
    found = predicted_classes(features, classes, CLASSES, provider, method)
    assert found.chances.sum(axis=1) == pytest.approx(np.ones(len(provider)))
    scores = provider_scores(found)
    precision, recall = found_at(scores["flagged"], scores["provider"] < 4)
    assert recall == 1
    assert precision >= 0.8
    assert lift_at(-found.chance_of_observed, lifted, 100) > 4


def test_a_provider_never_predicts_itself():
    features, classes, provider, _ = patients()
    asked = predicted_classes(features, classes, CLASSES, provider)
    own = provider == 9
    turned = np.where(own, np.roll(classes, 1), classes)
    again = predicted_classes(features, turned, CLASSES, provider)
    assert again.chances[own] == pytest.approx(asked.chances[own])


def test_flags_are_classes_above_the_likeliest_with_low_probability():
    features, classes, provider, _ = patients()
    found = predicted_classes(features, classes, CLASSES, provider)
    rows = flags(found, rare=0.05)
    assert (rows["probability"] < 0.05).all()
    assert (rows["observed"] > rows["likeliest"]).all()
    assert rows["probability"].is_sorted()


def test_scores_without_upcoding_flag_nobody():
    features, classes, provider, _ = patients(5, upcoded=0)
    assert not provider_scores(predicted_classes(features, classes, CLASSES, provider))["flagged"].any()


def test_quality_of_predictions_is_worked_out_by_hand():
    chances = np.array([[0.8, 0.2], [0.4, 0.6]])
    assert brier(chances, [0, 0]) == pytest.approx((0.04 + 0.04 + 0.36 + 0.36) / 2)
    assert found_at([1, 1, 0, 0], [1, 0, 1, 0]) == (0.5, 0.5)
    assert lift_at([4, 3, 2, 1], [1, 0, 0, 0], 2) == 2
    assert lift_at([1, 1, 1, 1], [1, 0, 0, 0], 2) == 1


def test_reliability_of_right_probabilities_holds_them_in_their_intervals():
    dice = np.random.default_rng(6)
    told = dice.random(5_000)
    came = (dice.random(5_000) < told).astype(int)
    table = reliability(np.column_stack([1 - told, told]), came, 1, groups=5)
    assert ((table["low"] <= table["expected_share"]) & (table["expected_share"] <= table["high"])).sum() >= 4


def test_outliers_refuse_what_has_no_answer():
    dice = np.random.default_rng(1)
    few, flat = dice.random((10, 2)), np.column_stack([dice.random(50), np.ones(50)])
    rare = np.array(["A"] * 95 + ["C"] * 5)
    cases = [
        ("too few providers to say what is usual", lambda: isolation(few)),
        ("same for all providers", lambda: far_off(flat)),
        ("More than half of the providers are the same", lambda: robust_z(np.ones(9))),
        ("no detector", lambda: combined({})),
        ("different numbers of providers", lambda: combined({"a": [1, 2], "b": [1]})),
        ("no 20 peers", lambda: peers(few)),
        ("too few to say how they differ", lambda: shrunken([1, 2], [1, 1])),
        ("has no error", lambda: shrunken(np.arange(12), np.zeros(12))),
        ("same share", lambda: shrunken_shares(np.zeros(12), np.full(12, 5))),
        ("between 0 and 1", lambda: false_discoveries([2.0])),
        ("No score is at or near", lambda: heaping([1, 1], [1, 2], 50)),
        ("No other provider", lambda: heaping_beside_others([1, 1], [10, 11], 10)),
        ("too few persons who changed", lambda: jumps([1, 1], [0, 0], [1, 1])),
        ("fewer providers than", lambda: predicted_classes(dice.random((100, 1)), rare, ("A", "C"), np.ones(100))),
        ("is too rare", lambda: predicted_classes(dice.random((100, 1)), rare, ("A", "C"), np.arange(100))),
        ("not among the levels", lambda: predicted_classes(dice.random((100, 1)), rare, ("A",), np.arange(100))),
        ("do not add up", lambda: brier([[0.5, 0.1]], [0])),
        ("tell nothing", lambda: lift_at([1, 2], [1, 1], 1)),
    ]
    for says, ask in cases:
        with pytest.raises(MutualisError, match=says):
            ask()


def test_who_has_nobody_at_the_threshold_is_not_unusual():
    groups, scores = np.repeat([1, 2], 50), np.concatenate([np.full(50, 11), np.tile([10, 11], 25)])
    for test in (heaping, heaping_beside_others):
        assert test(groups, scores, 10).filter(pl.col("group") == 1)["p_value"].item() == 1.0


@given(st.integers(0, 1_000), st.integers(3, 6), st.floats(0.2, 2.0))
@settings(max_examples=20, deadline=None)
def test_the_derivatives_of_the_ordered_model_are_those_that_differences_give(seed, levels, spread):
    random = np.random.default_rng(seed)
    features = random.normal(size=(300, 4))
    latent = spread * features @ random.normal(size=4) + random.logistic(size=300)
    model = Ordered(np.searchsorted(np.quantile(latent, np.linspace(0, 1, levels + 1)[1:-1]), latent), features,
                    distr="logit")  # fmt: skip
    at = model.start_params + random.normal(0, 0.2, len(model.start_params))
    assert model.score(at) == pytest.approx(approx_fprime(at, model.loglike, centered=True), rel=1e-4, abs=1e-3)
