"""Persons alike, and money expected: matching, weights, balance, budget guarantee, standardised costs."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.linear_model import LogisticRegression

from drawn_panels import drawn
from mutualis.methods.panel import (
    Panel,
    balance,
    budget_guarantee,
    entropy_weights,
    nearest,
    odds_weights,
    scores,
    standardised_costs,
)
from mutualis.methods.panel.two_by_two import difference
from mutualis.model import MutualisError

COVARIATES = ("age", "income", "sick")


def persons(seed=1, number=3_000, pull=0.6):
    """Treated persons are older and sicker; the outcome grows with both, and falls by 5 with treatment."""
    dice = np.random.default_rng(seed)
    age, income, sick = dice.normal(50, 15, number), dice.normal(0, 1, number), dice.random(number) < 0.2
    linear = -1.2 + pull * ((age - 50) / 15 + sick - 0.3 * income)
    treated = dice.random(number) < 1 / (1 + np.exp(-linear))
    cost = 20 + age + 10 * sick + 3 * income - 5 * treated + dice.normal(0, 3, number)
    return pl.DataFrame(
        {
            "age": age,
            "income": income,
            "sick": sick,
            "treated": treated,
            "cost": cost,
            "sex": dice.integers(1, 3, number),
        }
    )


def gap(rows, weights):
    side, cost = rows["treated"].to_numpy(), rows["cost"].to_numpy()
    return np.average(cost[side], weights=weights[side]) - np.average(cost[~side], weights=weights[~side])


def test_scores_are_those_of_another_logistic_regression():
    rows = persons()
    x = rows.select(pl.col(COVARIATES).cast(float)).to_numpy()
    scaled = (x - x.mean(axis=0)) / x.std(axis=0)
    other = LogisticRegression(C=np.inf, tol=1e-10, max_iter=1_000).fit(scaled, rows["treated"].to_numpy())
    assert scores(rows, "treated", COVARIATES).chance == pytest.approx(other.predict_proba(scaled)[:, 1], abs=1e-5)


def test_every_way_of_weighting_takes_the_planted_difference_out_and_balances():
    rows = persons(number=6_000)
    found = scores(rows, "treated", COVARIATES)
    assert gap(rows, np.ones(len(rows))) > 0
    ways = {
        "odds": odds_weights(found),
        "nearest": nearest(found).weights(len(rows)),
        "once": nearest(found, again=False).weights(len(rows)),
        "entropy": entropy_weights(rows, "treated", COVARIATES),
    }
    for name, weights in ways.items():
        table = balance(rows, "treated", COVARIATES, weights)
        assert table["difference_before"].abs().max() > 0.4, name
        assert table["difference_after"].abs().max() < 0.1, name
        assert gap(rows, weights) == pytest.approx(-5, abs=1.0), name


@settings(max_examples=10)
@given(st.integers(0, 10_000))
def test_entropy_balancing_gives_every_covariate_exactly_the_mean_of_the_treated(seed):
    rows = persons(seed, number=400)
    weights = entropy_weights(rows, "treated", COVARIATES)
    assert balance(rows, "treated", COVARIATES, weights)["difference_after"].abs().max() < 1e-5
    side = rows["treated"].to_numpy()
    assert (weights > 0).all()
    assert weights[~side].sum() == pytest.approx(side.sum())


def test_weights_by_odds_give_the_effect_of_the_weighted_difference():
    rows = persons()
    side = rows["treated"].to_numpy()
    design = np.column_stack([np.ones(len(rows)), rows.select(pl.col(COVARIATES).cast(float)).to_numpy()])
    other = difference(rows["cost"].to_numpy(), side, design, np.ones(len(rows)), "weighting")
    assert gap(rows, odds_weights(scores(rows, "treated", COVARIATES))) == pytest.approx(other.effect)


def nearest_by_hand(logit, side, groups, wide):
    pairs = []
    for at in np.flatnonzero(side):
        far = np.where(~side & (groups == groups[at]), np.abs(logit - logit[at]), np.inf)
        if far.min() <= wide:
            pairs.append((at, int(far.argmin())))
    return sorted(pairs)


def once_by_hand(logit, side, groups, wide):
    free, pairs = ~side, []
    for at in sorted(np.flatnonzero(side), key=lambda each: -logit[each]):
        far = np.where(free & (groups == groups[at]), np.abs(logit - logit[at]), np.inf)
        if far.min() <= wide:
            pairs.append((at, int(far.argmin())))
            free[pairs[-1][1]] = False
    return sorted(pairs)


@pytest.mark.parametrize(("again", "by_hand"), [(True, nearest_by_hand), (False, once_by_hand)])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_nearest_are_those_that_one_finds_by_looking_at_all(again, by_hand, seed):
    rows = persons(seed, number=500)
    found = scores(rows, "treated", COVARIATES)
    made = nearest(found, rows["sex"], again=again)
    wide = 0.2 * found.logit.std()
    expected = by_hand(found.logit, found.treated, rows["sex"].to_numpy(), wide)
    assert sorted(zip(made.treated.tolist(), made.others.tolist(), strict=True)) == expected
    assert len(made.unmatched) == found.treated.sum() - len(expected)
    assert (rows["sex"].to_numpy()[made.treated] == rows["sex"].to_numpy()[made.others]).all()


def test_several_matches_share_the_weight_of_one():
    rows = persons(number=800, pull=0.3)
    made = nearest(scores(rows, "treated", COVARIATES), matches=3)
    weights = made.weights(len(rows))
    side = rows["treated"].to_numpy()
    assert weights[~side].sum() == pytest.approx(len(np.unique(made.treated)))
    assert np.bincount(made.treated).max() == 3


def test_treated_without_like_are_counted_and_too_many_of_them_are_refused():
    rows = persons(pull=0.3)
    table = scores(rows, "treated", COVARIATES).table()
    assert table.filter(side="treated")["outside"].item() <= 5
    apart = rows.with_columns(age=pl.when("treated").then(pl.col("age") + 60).otherwise("age"))
    with pytest.raises(MutualisError, match="no common support"):
        scores(apart, "treated", COVARIATES)
    wholly = rows.with_columns(age=pl.when("treated").then(pl.col("age") + 500).otherwise("age"))
    with pytest.raises(MutualisError, match="no common support"):
        scores(wholly, "treated", COVARIATES)
    with pytest.raises(MutualisError, match="No weights of the others"):
        entropy_weights(wholly, "treated", COVARIATES)
    with pytest.raises(MutualisError, match="nobody within the calliper"):
        nearest(scores(rows, "treated", COVARIATES), caliper=1e-9)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        (lambda rows: rows.with_columns(treated=True), "treated rows and others"),
        (lambda rows: rows.with_columns(age=pl.lit(50.0)), "covariate age is constant"),
        (lambda rows: rows.with_columns(age=pl.lit(None, pl.Float64)), "no value in some rows"),
    ],
)
def test_matching_refuses_what_it_cannot_compare(changed, sentence):
    with pytest.raises(MutualisError, match=sentence):
        scores(changed(persons()), "treated", COVARIATES)


def country(effect=-3.0, seed=1, **changes):
    rows = drawn(seed, clusters=60, persons=8, effect=effect, in_pilot=12)
    return Panel(rows, **({"start": 2018, "covariates": ("age", "kind"), "weight": "insured"} | changes))


def test_the_guarantee_is_the_expected_total_times_the_correction_of_the_base_years():
    given = country()
    rows = given.rows.with_columns(y=pl.col("kind") == "y", z=pl.col("kind") == "z")
    expected = {}
    for year in (2015, 2016, 2017, 2018):
        here = rows.filter(year=year)
        x = np.column_stack([np.ones(len(here)), *(here[name].cast(float) for name in ("age", "y", "z"))])
        f, y, out = here["insured"].to_numpy(), here["outcome"].to_numpy(), here["pilot"].is_null().to_numpy()
        root = np.sqrt(f[out])
        slopes = np.linalg.lstsq(x[out] * root[:, None], y[out] * root, rcond=None)[0]
        mine = (here["pilot"] == "A").fill_null(False).to_numpy()
        expected[year] = (f[mine] @ (x[mine] @ slopes), f[mine] @ y[mine])
    base = [expected[year] for year in (2015, 2016, 2017)]
    correction = sum(a for _, a in base) / sum(e for e, _ in base)
    row = budget_guarantee(given).filter(pilot="A", period=2018).row(0, named=True)
    assert row["correction"] == pytest.approx(correction)
    assert row["guarantee"] == pytest.approx(correction * expected[2018][0])
    assert row["gain"] == pytest.approx(row["guarantee"] - expected[2018][1])
    assert row["share"] == pytest.approx(row["gain"] / row["guarantee"])


def test_a_planted_saving_is_the_gain_and_without_one_nought_is_within_the_interval():
    table = budget_guarantee(country())
    planted = 3.0 * table["person_periods"]
    assert ((table["low"] < planted) & (planted < table["high"])).sum() >= 3
    nothing = budget_guarantee(country(effect=0.0))
    assert ((nothing["low"] < 0) & (nothing["high"] > 0)).sum() >= 3


def test_the_error_of_a_gain_is_its_spread_when_clusters_are_drawn_again():
    given = country()
    names, dice, gains = given.rows["municipality_code"].unique().sort(), np.random.default_rng(2), []
    for _ in range(150):
        picked = pl.DataFrame({"municipality_code": names.gather(dice.integers(0, 60, 60)), "copy": range(60)})
        rows = picked.join(given.rows, on="municipality_code").with_columns(municipality_code=pl.col("copy"))
        table = budget_guarantee(replace(given, rows=rows))
        gains.append((table["gain"] / table["person_periods"]).to_list())
    table = budget_guarantee(given)
    errors = (table["error"] / table["person_periods"]).to_numpy()
    assert np.array(gains).std(axis=0) == pytest.approx(errors, rel=0.3)


def test_a_covariate_that_the_reference_population_does_not_vary_in_is_refused():
    rows = country().rows.with_columns(inside=pl.col("pilot").is_not_null().cast(float))
    with pytest.raises(MutualisError, match="In the reference population of 2015 the other covariates tell inside"):
        budget_guarantee(Panel(rows, start=2018, covariates=("inside",)))


def test_standardised_costs_are_those_at_the_mean_of_each_stratum():
    rows = pl.DataFrame({
        "area": ["a", "a", "b", "b", "b"], "class": ["x", "y", "x", "x", "y"], "cost": [10.0, 20, 30, 50, 40],
        "f": [1.0, 1, 1, 0.5, 1],
    })  # fmt: skip
    table = standardised_costs(rows, "area", ("class",), "cost", "f")
    x, y = (10 + 30 + 25) / 2.5, 30.0
    assert table["expected"].to_list() == pytest.approx([x + y, 1.5 * x + y])
    assert table["actual"].to_list() == [30, 95]
    assert table["difference"].sum() == pytest.approx(0)
    with pytest.raises(MutualisError, match="The reference lacks some strata"):
        standardised_costs(rows, "area", ("class",), "cost", "f", reference=pl.col("class") == "x")
