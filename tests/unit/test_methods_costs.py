"""Models of costs: two parts, gamma, what tells whether they fit; designs with names."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mutualis.methods.costs import deciles, gamma_log, link_test, park, two_part
from mutualis.methods.designs import design, of_rows
from mutualis.model import MutualisError


def costs(seed=1, rows=4_000, some=0.6, effect=0.3, shape=0.7):
    dice = np.random.default_rng(seed)
    ill, age = (dice.random(rows) < 0.3).astype(float), dice.normal(size=rows)
    spends = dice.random(rows) < some + 0.2 * ill
    spent = spends * np.exp(6 + effect * ill + 0.2 * age) * dice.gamma(shape, 1 / shape, rows)
    return spent, of_rows(np.column_stack([ill, age]), ["ill", "age"])


def test_a_model_of_categories_alone_tells_the_mean_of_each():
    spent, _ = costs()
    kind = pl.Series("kind", ["a", "b", "c", "d"] * 1_000)
    rows = design(pl.DataFrame(kind), ["kind"])
    model = two_part(spent, rows)
    means = pl.DataFrame({"kind": kind, "spent": spent, "told": model.means()}).group_by("kind").mean()
    assert means["told"].to_numpy() == pytest.approx(means["spent"].to_numpy(), rel=1e-6)


def test_the_mean_over_all_has_the_error_of_the_sample_mean_where_the_model_is_saturated():
    spent, rows = costs()
    model = two_part(spent, rows.__class__(rows.names[:2], rows.rows[:, :2]))
    assert model.mean().value == pytest.approx(spent.mean(), rel=1e-6)
    assert model.mean().error == pytest.approx(spent.std(ddof=1) / np.sqrt(len(spent)), rel=1e-3)


def test_the_error_of_an_effect_is_that_of_a_bootstrap():
    spent, rows = costs(rows=1_500)
    dice, drawn = np.random.default_rng(2), []
    for _ in range(120):
        chosen = dice.integers(0, len(spent), len(spent))
        drawn.append(two_part(spent[chosen], rows.taken(chosen)).effect("ill").value)
    assert two_part(spent, rows).effect("ill").error == pytest.approx(np.std(drawn), rel=0.2)


def test_probit_and_logit_tell_nearly_the_same_mean():
    spent, rows = costs()
    logit, probit = (two_part(spent, rows, link).effect("ill").value for link in ("logit", "probit"))
    assert logit == pytest.approx(probit, rel=0.02)


def test_a_row_that_weighs_twice_is_two_rows():
    spent, rows = costs(rows=600)
    counts = np.random.default_rng(3).integers(1, 4, 600)
    weighed = two_part(spent, rows, weights=counts)
    twice = two_part(np.repeat(spent, counts), rows.taken(np.repeat(np.arange(600), counts)))
    assert weighed.mean().value == pytest.approx(twice.mean().value)
    assert weighed.effect("ill").value == pytest.approx(twice.effect("ill").value)


def test_rows_that_are_given_ten_times_as_a_cluster_say_no_more_than_once():
    spent, rows = costs(rows=800)
    places = np.repeat(np.arange(800), 10)
    once = gamma_log(spent + 1, rows).effect("ill")
    often = gamma_log(spent[places] + 1, rows.taken(places), clusters=places).effect("ill")
    assert often.error == pytest.approx(once.error, rel=1e-6)


@settings(max_examples=15, deadline=None)
@given(factor=st.floats(0.01, 1_000))
def test_in_another_currency_every_effect_is_multiplied(factor):
    spent, rows = costs(rows=500)
    one, other = gamma_log(spent + 1, rows), gamma_log((spent + 1) * factor, rows)
    assert other.effect("ill").value == pytest.approx(factor * one.effect("ill").value, rel=1e-4)
    assert other.effect("ill").error == pytest.approx(factor * one.effect("ill").error, rel=1e-4)


@pytest.mark.parametrize(("power", "family"), [(1, "poisson"), (2, "gamma"), (3, "inverse gaussian")])
def test_the_park_test_finds_the_power_of_the_variance(power, family):
    dice = np.random.default_rng(power)
    means = np.exp(dice.normal(3, 0.7, 20_000))
    spread = np.sqrt(0.3 * means**power)
    shape = (means / spread) ** 2
    found = park(dice.gamma(shape, means / shape), means)
    assert found.family == family
    assert found.power.value == pytest.approx(power, abs=0.15)


def test_the_link_test_sees_a_square_that_was_left_out():
    dice = np.random.default_rng(5)
    age = dice.normal(size=5_000)
    spent = np.exp(5 + 0.3 * age + 0.15 * age**2) * dice.gamma(2, 0.5, 5_000)
    wrong, right = of_rows(age[:, None]), of_rows(np.column_stack([age, age**2]))
    tests = [link_test(spent, np.log(gamma_log(spent, rows).means())) for rows in (wrong, right)]
    assert tests[0].low > 0
    assert tests[1].low < 0 < tests[1].high


def test_deciles_tell_where_the_means_are_wrong():
    dice = np.random.default_rng(6)
    means = np.exp(dice.normal(3, 0.5, 5_000))
    spent = means * dice.gamma(2, 0.5, 5_000)
    assert deciles(spent, means).p_value > 0.01
    wrong = deciles(spent, means**1.3)
    assert wrong.p_value < 1e-6
    assert wrong.table["difference"][9] < 0 < deciles(spent, means * 0.7).table["difference"][9]
    assert wrong.table["rows"].sum() == 5_000


@pytest.mark.parametrize(
    ("spent", "says"),
    [
        (np.zeros(100), "needs rows with and rows without"),
        (np.full(100, 5.0), "needs rows with and rows without"),
        (np.array([-1.0] + [5.0, 0.0, 2.0] * 33), "A cost is negative"),
        (np.array([np.nan] + [5.0, 0.0, 2.0] * 33), "has gaps"),
    ],
)
def test_costs_that_have_no_two_parts_are_refused(spent, says):
    with pytest.raises(MutualisError, match=says):
        two_part(spent, of_rows(np.random.default_rng(1).normal(size=(100, 1))))


def test_a_gamma_model_refuses_what_it_cannot_answer():
    dice = np.random.default_rng(1)
    rows = of_rows(dice.normal(size=(100, 1)))
    with pytest.raises(MutualisError, match="above 0 only"):
        gamma_log(np.repeat([0.0, 1.0], 50), rows)
    with pytest.raises(MutualisError, match="constant"):
        gamma_log(np.ones(100), rows)
    with pytest.raises(MutualisError, match="too few clusters"):
        gamma_log(dice.random(100) + 1, rows, clusters=np.repeat([1, 2], 50))


def test_a_covariate_that_tells_who_has_costs_does_not_pass_as_a_number():
    sick = np.repeat([0.0, 1.0], 100)
    spent = sick * np.random.default_rng(1).gamma(2, 1, 200)
    with pytest.raises(MutualisError, match="does not converge"):
        two_part(spent, of_rows(sick[:, None]))


def test_a_design_has_names_and_compares_with_the_first_category():
    frame = pl.DataFrame(
        {"sex": ["w", "m", "w", "m", "w"], "age": [1.0, 5.0, 2.0, 9.0, 4.0], "ill": [True] + [False] * 4}
    )
    made = design(frame, ["sex", "age", "ill"])
    assert made.names == ("intercept", "sex=w", "age", "ill")
    assert made.rows[0].tolist() == [1, 1, 1, 1]
    assert design(frame, ["sex"], {"sex": "w"}).names == ("intercept", "sex=m")


def test_at_a_category_the_others_of_its_column_are_nought():
    made = design(pl.DataFrame({"area": ["a", "b", "c"] * 4}), ["area"])
    assert made.at("area=b", 1.0).rows[:, 1:].tolist() == [[1.0, 0.0]] * 12


@pytest.mark.parametrize(
    ("columns", "says"),
    [
        ({"same": [1.0] * 6}, "same is constant"),
        ({"a": [1.0, 2, 3, 4, 5, 7], "b": [2.0, 4, 6, 8, 10, 14]}, "b is constant, or the others tell it"),
        ({"text": ["x"] * 6}, "text is the same in all rows"),
        ({"gap": [1.0, None, 3, 4, 5, 6]}, "gap has gaps"),
        ({"nan": [1.0, float("nan"), 3, 4, 5, 6]}, "has gaps"),
    ],
)
def test_a_covariate_that_says_nothing_is_refused_by_name(columns, says):
    with pytest.raises(MutualisError, match=says):
        design(pl.DataFrame(columns, strict=False), list(columns))
