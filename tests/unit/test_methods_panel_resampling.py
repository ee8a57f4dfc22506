"""Draws of clusters, clusters left out, signs turned, pretended pilots: from cross-products, beside plain refits."""

from dataclasses import replace
from importlib import import_module

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drawn_panels import drawn
from mutualis.methods.panel import (
    Panel,
    bootstrap,
    false_discovery,
    jackknife,
    pilot_effects,
    placebo,
    wild_bootstrap,
    with_q,
)
from mutualis.methods.panel.arranged import arranged, dependent, solved, unpacked
from mutualis.methods.panel.bootstrap import drawn as draw
from mutualis.methods.panel.bootstrap import interval
from mutualis.methods.panel.few_clusters import wild_test
from mutualis.methods.panel.regressors import pilot_terms
from mutualis.model import MutualisError

UNITS = ("person_id", "municipality_code", "pilot")


def panel(unit="person_id", rows=None, **changes):
    given = {"start": 2018, "covariates": ("kind",), "unit": unit, "weight": "insured"} | changes
    return Panel(drawn(clusters=24, in_pilot=5) if rows is None else rows, **given)


def model_of(given):
    return arranged(given, [(f"effect {at}", each.rows) for at, each in enumerate(pilot_terms(given))])


def times(rows, counts, names, key):
    """The rows of each cluster so many times, each copy with units of its own."""
    many = pl.DataFrame({key: names, "times": counts}).filter(pl.col("times") > 0)
    copies = many.select(key, pl.int_ranges(0, pl.col("times")).alias("copy")).explode("copy")
    return rows.join(copies, on=key).with_columns(pl.col("person_id") + 1_000_000 * pl.col("copy"))


@pytest.mark.parametrize("unit", UNITS)
def test_cross_products_give_the_effects_of_the_rows(unit):
    given = panel(unit)
    assert model_of(given).coefficients()[:4] == pytest.approx(pilot_effects(given).values, abs=1e-8)


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("seed", [1, 2])
def test_a_draw_of_the_bootstrap_is_a_refit_of_the_rows_drawn(unit, seed):
    given = panel(unit)
    model = model_of(given)
    counts = np.random.default_rng(seed).multinomial(model.number, [1 / model.number] * model.number)
    counts[np.isin(model.clusters, ["71000", "71007", "71020", "71021", "71001", "71006"])] += 1
    sums = counts[None] @ model.packed(0, model.number)
    refit = replace(given, rows=times(given.rows, counts, model.clusters, "municipality_code"))
    assert solved(unpacked(sums, model.width))[0][:4] == pytest.approx(pilot_effects(refit).values, abs=1e-8)


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_draws_are_the_same_for_any_number_of_processors_and_another_seed_gives_others(workers, monkeypatch):
    monkeypatch.setattr("mutualis.methods.panel.arranged.HELD", 400)
    model = model_of(panel())
    assert len(model.stripes) > 3
    assert (draw(model, 99, 7, workers) == draw(model, 99, 7, 1)).all()
    assert not (draw(model, 99, 8, workers) == draw(model, 99, 7, 1)).any()


def test_every_draw_takes_as_many_clusters_as_there_are_in_whatever_stripes(monkeypatch):
    monkeypatch.setattr("mutualis.methods.panel.arranged.HELD", 400)
    model = model_of(panel("pilot"))
    constant = model.names.index("constant")
    ones = np.where(np.arange(model.matrix.shape[1]) == constant, 1.0, 0.0)
    first = replace(model, matrix=np.zeros_like(model.matrix))
    first.matrix[model.edges[:-1]] = ones
    seen = []
    module = import_module("mutualis.methods.panel.bootstrap")
    monkeypatch.setattr(module, "solved", lambda each: seen.append(each) or each[:, 0])
    draw(first, 120, 1)
    assert (np.concatenate(seen)[:, constant, constant] == model.number).all()


def test_errors_of_the_bootstrap_are_near_those_by_cluster_and_both_intervals_are_told():
    given = panel(rows=drawn(clusters=120, persons=3, in_pilot=30))
    found, other = bootstrap(given, draws=999, seed=1), pilot_effects(given)
    table = found.table()
    assert table["error"].to_numpy() == pytest.approx(other.table()["error"].to_numpy(), rel=0.15)
    assert table["effect"].to_numpy() == pytest.approx(other.values, abs=1e-8)
    assert (table["low_percentile"] < table["effect"]).all()
    assert (table["high_percentile"] > table["effect"]).all()
    assert table["saving_low"].to_numpy() == pytest.approx((-table["high"] * table["person_periods"]).to_numpy())
    assert found.savings()["error"].to_numpy() == pytest.approx(other.savings()["error"].to_numpy(), rel=0.15)
    assert found.lost == 0


def test_persons_can_be_the_clusters():
    given = panel("pilot", cluster="person_id")
    table = bootstrap(given, draws=199, seed=3).table()
    assert table["error"].to_numpy() == pytest.approx(pilot_effects(given).table()["error"].to_numpy(), rel=0.3)


def test_an_interval_of_draws_is_the_normal_one_and_their_quantiles():
    draws = np.arange(1001.0)
    found = interval(500.0, draws)
    assert found["low_percentile"] == pytest.approx(25)
    assert found["high_percentile"] == pytest.approx(975)
    assert found["high"] - 500 == pytest.approx(1.959964 * draws.std(ddof=1), rel=1e-6)


def test_a_bootstrap_in_which_pilots_vanish_is_refused():
    few = drawn(clusters=24, in_pilot=3, starts={"A": 2018})
    with pytest.raises(MutualisError, match="Too many draws of the bootstrap have no clusters of some pilot"):
        bootstrap(panel(rows=few), draws=199, seed=1)


def test_too_few_draws_are_refused():
    with pytest.raises(MutualisError, match="99 draws or more"):
        bootstrap(panel(), draws=50, seed=1)


def test_persons_that_move_between_clusters_cannot_have_levels_in_a_draw():
    rows = drawn(clusters=40).with_columns(
        municipality_code=pl.when(pl.col("year") == 2015).then(pl.lit("71000")).otherwise("municipality_code")
    )
    with pytest.raises(MutualisError, match="do not lie within one cluster"):
        bootstrap(panel(rows=rows), draws=99, seed=1)


def test_leaving_out_a_cluster_gives_the_errors_of_refits():
    given = panel("municipality_code")
    table, values = jackknife(given), pilot_effects(given).values
    codes = given.rows["municipality_code"].unique().to_list()
    refits = [
        pilot_effects(replace(given, rows=given.rows.filter(pl.col("municipality_code") != code))).values
        for code in codes
    ]
    errors = np.sqrt((len(codes) - 1) / len(codes) * ((np.array(refits) - values) ** 2).sum(axis=0))
    assert table["error"].to_numpy() == pytest.approx(errors, rel=1e-7)
    assert table["effect"].to_numpy() == pytest.approx(values)


def by_hand(model, at, held, signs):
    """The wild cluster bootstrap-t of one coefficient, row by row: y made anew, fitted, t with errors by cluster."""
    x, y = model.matrix[:, :-1], model.matrix[:, -1]
    group = np.repeat(np.arange(model.number), np.diff(model.edges))
    free = np.arange(x.shape[1]) != at

    def t_of(outcome, null):
        inverse = np.linalg.inv(x.T @ x)
        values = inverse @ x.T @ outcome
        scores = x * (outcome - x @ values)[:, None]
        sums = np.stack([np.bincount(group, column) for column in scores.T], axis=1)
        return (values[at] - null) / np.sqrt((inverse @ sums.T @ sums @ inverse)[at, at])

    slopes = np.linalg.lstsq(x[:, free], y - held * x[:, at], rcond=None)[0]
    fit = x[:, free] @ slopes + held * x[:, at]
    drawn_t = np.array([t_of(fit + column[group] * (y - fit), held) for column in signs.T])
    return (np.abs(drawn_t) > abs(t_of(y, held))).mean()


@pytest.mark.parametrize("held", [0.0, -2.0, -3.5])
def test_the_wild_bootstrap_is_the_one_that_makes_every_outcome_anew(held):
    model = model_of(panel("municipality_code"))
    signs = np.random.default_rng(5).choice([-1.0, 1.0], (model.number, 60))
    test = wild_test(model.every(), 2, signs)
    assert test.p(held) == by_hand(model, 2, held, signs)


def test_the_interval_of_the_wild_bootstrap_is_where_its_test_begins_to_reject():
    given = panel("municipality_code")
    table = wild_bootstrap(given, draws=399, seed=2)
    model = model_of(given)
    signs = np.random.default_rng(2).choice([-1.0, 1.0], (model.number, 399))
    test = wild_test(model.every(), 0, signs)
    low, high = test.end(-1, 0.05), test.end(1, 0.05)
    assert test.p(low) <= 0.05 < test.p(low + 1e-6 * abs(low))
    assert test.p(high) <= 0.05 < test.p(high - 1e-6 * abs(high))
    assert (table["low"] < table["effect"]).all()
    assert (table["p"] < 0.05).to_list() == ((table["low"] > 0) | (table["high"] < 0)).to_list()


def test_what_is_for_few_clusters_refuses_many(monkeypatch):
    monkeypatch.setattr("mutualis.methods.panel.few_clusters.MOST_CLUSTERS", 20)
    for method in (jackknife, lambda each: wild_bootstrap(each, seed=1)):
        with pytest.raises(MutualisError, match="for 20 clusters or fewer"):
            method(panel())


def test_columns_that_others_tell_are_found_one_by_one():
    dice = np.random.default_rng(1)
    x = dice.normal(size=(50, 4))
    x = np.column_stack([x, x[:, 0] + x[:, 2], np.zeros(50), x[:, 1] * 3])
    assert dependent(tuple("abcdefg"), x.T @ x) == ["e", "f", "g"]


def test_a_true_pilot_stands_out_from_pretended_ones_and_these_are_about_nought():
    given = panel(rows=drawn(clusters=60, in_pilot=8))
    found = placebo(given, "A", draws=499, seed=1)
    assert found.p < 0.01
    assert found.rank == 1
    assert abs(found.draws.mean()) < 0.1
    table = found.table().row(0, named=True)
    assert table["effect"] < table["low"] < 0 < table["high"]


def test_a_pilot_without_effect_stands_out_in_few_countries_of_many():
    nothing = [panel(rows=drawn(seed, clusters=40, persons=2, effect=0.0), covariates=()) for seed in range(40)]
    p = [placebo(each, "A", draws=99, seed=1).p for each in nothing]
    assert 0.3 < np.mean(p) < 0.7
    assert (np.array(p) <= 0.05).sum() <= 5


def test_a_pretended_pilot_has_the_effect_that_the_model_gives_it():
    given = panel(rows=drawn(clusters=40, starts={"A": 2018}))
    found = placebo(given, "A", draws=99, seed=3)
    after = pl.when(pl.col("pilot").is_not_null() & (pl.col("year") >= 2018)).then(1.0).otherwise(0.0).alias("after")
    model = arranged(replace(given, rows=given.rows.with_columns(after)), [("after", pl.col("after"))])
    assert found.effect == pytest.approx(model.coefficients()[0])
    others = given.rows.filter(pl.col("pilot").is_null())
    picked = np.random.default_rng(3).random((99, 34)).argsort(axis=1)[5] < 6
    codes = others["municipality_code"].unique().sort().filter(picked)
    pretended = pl.when(pl.col("municipality_code").is_in(codes.to_list())).then(pl.lit("pretended")).alias("pilot")
    model = arranged(
        Panel(others.with_columns(pretended), start=2018, covariates=("kind",), weight="insured"),
        [("after", (pl.col("pilot").is_not_null() & (pl.col("year") >= 2018)))],
    )
    assert found.draws[5] == pytest.approx(model.coefficients()[0])


def test_placebos_need_comparison_clusters_whole_clusters_and_a_pilot():
    with pytest.raises(MutualisError, match="too few comparison clusters"):
        placebo(panel(rows=drawn(clusters=20, in_pilot=8)), "A", seed=1)
    with pytest.raises(MutualisError, match="There is no pilot C"):
        placebo(panel(), "C", seed=1)
    with pytest.raises(MutualisError, match="units that lie within clusters"):
        placebo(panel("pilot"), "A", seed=1)
    half = drawn(clusters=40).with_columns(
        pilot=pl.when((pl.col("pilot") == "A") & (pl.col("person_id") % 2 == 0)).then(None).otherwise("pilot")
    )
    with pytest.raises(MutualisError, match="lies partly in a pilot"):
        placebo(panel(rows=half), "A", seed=1)


def test_false_discovery_gives_the_decisions_of_benjamini_and_hochberg():
    """The fifteen p-values of their example of 1995: at 5 % four are called real, where Bonferroni has three."""
    p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459]
    p += [0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000]
    q = false_discovery(p)
    assert (q <= 0.05).sum() == 4
    assert (np.array(p) <= 0.05 / 15).sum() == 3
    assert q[3] == pytest.approx(0.0095 * 15 / 4)


@settings(max_examples=30)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=40))
def test_a_q_value_is_at_least_its_p_value_and_in_the_same_order(p):
    q = false_discovery(p)
    assert (q >= np.array(p) - 1e-12).all()
    order = np.argsort(p, kind="stable")
    assert (np.diff(q[order]) >= -1e-12).all()


def test_a_table_of_outcomes_gets_its_q_within_groups_and_a_test_without_p_is_refused():
    tests = pl.DataFrame({"outcome": list("abcd"), "pilot": ["A", "A", "B", "B"], "p": [0.01, 0.02, 0.01, 0.9]})
    assert with_q(tests, within=("pilot",))["q"].to_list() == pytest.approx([0.02, 0.02, 0.02, 0.9])
    assert with_q(tests)["q"].to_list() == pytest.approx([0.02, 0.02 * 4 / 3, 0.02, 0.9])
    with pytest.raises(MutualisError, match="1 of 4 are not"):
        with_q(tests.with_columns(p=pl.when(pl.col("outcome") != "b").then("p")))
