"""Group-time effects (Callaway and Sant'Anna) beside Stata's teffects, plain means, pyfixest and resampling."""

import warnings
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pyfixest
import pytest
import statsmodels.treatment.tests.results as stata
from hypothesis import given, settings
from hypothesis import strategies as st

from drawn_panels import drawn
from mutualis.methods.panel import Panel, group_time
from mutualis.methods.panel.influence import Estimates
from mutualis.methods.panel.two_by_two import WAYS, difference, propensity
from mutualis.model import MutualisError

STARTS = {"A": 2017, "B": 2018, "C": 2019}


def panel(rows=None, **changes):
    rows = drawn(clusters=40, starts=STARTS) if rows is None else rows
    return Panel(rows, **({"start": STARTS, "covariates": ()} | changes))


def births():
    """Birth weight by smoking of the mother: Cattaneo, Journal of Econometrics 155 (2010), as Stata's manual has it."""
    folder = Path(stata.__path__[0] if hasattr(stata, "__path__") else Path(stata.__file__).parent)
    frame = pl.read_csv(folder / "cataneo2.csv")
    columns = ["prenatal1_", "mmarried_", "mage", "fbaby_"]
    design = np.column_stack([np.ones(len(frame)), *(frame[name].cast(float) for name in columns)])
    return frame["bweight"].cast(float).to_numpy(), frame["mbsmoke_"].to_numpy() == 1, design


def error_of(found):
    return np.sqrt((found.influence**2).mean() / len(found.influence))


def test_the_effect_of_smoking_by_regression_is_the_one_of_stata():
    """teffects ra (bweight prenatal1 mmarried mage fbaby) (mbsmoke), atet: -223.3017, robust error 22.74220."""
    weight, smokes, design = births()
    found = difference(weight, smokes, design, np.ones(len(weight)), "outcome")
    assert found.effect == pytest.approx(-223.30165083857, rel=1e-9)
    assert error_of(found) == pytest.approx(22.742195167601, rel=1e-6)


def test_the_effect_of_smoking_by_weighting_is_the_one_of_statsmodels():
    from statsmodels.discrete.discrete_model import Logit
    from statsmodels.regression.linear_model import OLS
    from statsmodels.treatment.treatment_effects import TreatmentEffect

    weight, smokes, design = births()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        selected = Logit(smokes.astype(float), design).fit(disp=0)
        other = TreatmentEffect(OLS(weight, design), smokes.astype(int), results_select=selected).ipw(effect_group=1)
    found = difference(weight, smokes, design, np.ones(len(weight)), "weighting")
    assert found.effect == pytest.approx(other.effect[0], rel=1e-6)
    assert error_of(found) == pytest.approx(np.sqrt(np.diag(other.results_gmm.cov_params()))[0], rel=1e-3)


def test_both_is_right_when_only_one_of_the_two_models_is():
    dice = np.random.default_rng(1)
    x = dice.normal(size=20_000)
    chance = 1 / (1 + np.exp(1 - 0.8 * x))
    treated = dice.random(20_000) < chance
    curved = x + 0.7 * x**2 - 2.0 * treated + dice.normal(size=20_000)
    line, ones = np.column_stack([np.ones(20_000), x]), np.ones(20_000)
    assert difference(curved, treated, line, ones, "outcome").effect > -1.8
    assert difference(curved, treated, line, ones, "both").effect == pytest.approx(-2, abs=0.1)
    kinked = dice.random(20_000) < np.where(np.abs(x) > 1, 0.5, 0.1)
    straight = x - 2.0 * kinked + dice.normal(size=20_000)
    assert difference(straight, kinked, line, ones, "both").effect == pytest.approx(-2, abs=0.1)


@pytest.mark.parametrize("way", WAYS)
def test_without_covariates_an_effect_is_the_difference_of_mean_changes(way):
    given = panel(covariates=())
    found = group_time(given, way=way)
    wide = given.rows.pivot("year", index=["person_id", "pilot"], values="outcome")
    for at, (group, period) in enumerate(found.cells):
        base = str(group - 1) if period >= group else str(period - 1)
        change = wide[str(period)] - wide[base]
        inside = wide["pilot"] == {2017: "A", 2018: "B", 2019: "C"}[group]
        mine, never = change.filter(inside.fill_null(False)), change.filter(wide["pilot"].is_null())
        assert found.estimates.effects[at] == pytest.approx(mine.mean() - never.mean())
        if way == "outcome":
            own = np.sqrt(mine.var(ddof=0) / len(mine) + never.var(ddof=0) / len(never))
            assert np.sqrt((found.estimates.influence[:, at] ** 2).sum()) / len(wide) == pytest.approx(own)


# Of the package csdid 0.4.3 (a port of the R package did) on the panel below: the mean of all effects with its error,
# the mean over periods since the start with its error, and the effect of 2017 in 2019 with its error.
ANOTHER = {
    ("never", "both"): (-2.747900595, 0.311811866, -2.718714087, 0.358712928, -2.526167, 0.619345),
    ("never", "outcome"): (-2.749400704, 0.311499946, -2.720715730, 0.358503137, -2.529840, 0.619527),
    ("never", "weighting"): (-2.747821583, 0.311778486, -2.718545770, 0.358658362, -2.525746, 0.619184),
    ("not_yet", "both"): (-2.858611125, 0.317822483, -2.807129049, 0.358576931, -2.526167, 0.619345),
    ("not_yet", "outcome"): (-2.859664604, 0.317642706, -2.808759795, 0.358415578, -2.529840, 0.619527),
    ("not_yet", "weighting"): (-2.858517409, 0.317805620, -2.806966293, 0.358535198, -2.525746, 0.619184),
}


@pytest.mark.parametrize(("comparison", "way"), ANOTHER)
def test_effects_sums_and_errors_are_those_of_csdid(comparison, way):
    rows = drawn(7, clusters=60, persons=5, in_pilot=10, starts=STARTS)
    rows = rows.with_columns(first_age=pl.col("age").first().over("person_id"))
    given = panel(rows=rows, covariates=("first_age",), cluster="person_id")
    found = group_time(given, way=way, comparison=comparison)
    simple, dynamic = found.simple().row(0, named=True), found.dynamic().row(-1, named=True)
    cell = found.table().filter(group=2017, period=2019).row(0, named=True)
    told = [each[name] for each in (simple, dynamic, cell) for name in ("effect", "error")]
    # Ours counts persons - 1 in the errors.
    factor = np.array([1, np.sqrt(300 / 299)] * 3)
    assert told == pytest.approx(ANOTHER[comparison, way] * factor, rel=1e-6)


def test_not_yet_treated_units_are_compared_with_until_they_start():
    given = panel()
    found = group_time(given, comparison="not_yet")
    wide = given.rows.pivot("year", index=["person_id", "pilot"], values="outcome")
    change = wide["2018"] - wide["2016"]
    mine = change.filter((wide["pilot"] == "A").fill_null(False)).mean()
    others = change.filter(wide["pilot"].is_null() | (wide["pilot"] == "C")).mean()
    assert found.estimates.effects[found.cells.index((2017, 2018))] == pytest.approx(mine - others)


def test_the_universal_base_is_the_saturated_event_study_of_pyfixest():
    """Without covariates, in a balanced panel beside the never treated: Sun and Abraham's regression is the same."""
    given = panel()
    found = group_time(given, base="universal")
    rows = given.rows.with_columns(g=pl.col("pilot").replace_strict(STARTS, default=0, return_dtype=pl.Int64))
    cells = [
        ((pl.col("g") == g) & (pl.col("year") == t)).cast(pl.Float64).alias(f"x{at}")
        for at, (g, t) in enumerate(found.cells)
    ]
    formula = "outcome ~ " + " + ".join(f"x{at}" for at in range(len(cells))) + " | person_id + year"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        other = pyfixest.feols(formula, rows.with_columns(cells), vcov={"CRV1": "municipality_code"})
    assert found.estimates.effects == pytest.approx(other._beta_hat, abs=1e-8)
    assert found.table()["error"].to_numpy() == pytest.approx(np.sqrt(np.diag(other._vcov)), rel=0.02)


def test_sums_of_effects_are_weighted_as_the_paper_has_it():
    found = group_time(panel())
    at = dict(zip(found.cells, found.estimates.effects, strict=True))
    # Groups have the same size, so that all means are plain.
    after = {cell: value for cell, value in at.items() if cell[1] >= cell[0]}
    assert found.simple()["effect"].item() == pytest.approx(np.mean(list(after.values())))
    dynamic = found.dynamic()
    assert dynamic["relative"].to_list() == [-3, -2, -1, 0, 1, 2, None]
    now = [at[2017, 2017], at[2018, 2018], at[2019, 2019]]
    later = [at[2017, 2018], at[2018, 2019]]
    assert dynamic.filter(relative=0)["effect"].item() == pytest.approx(np.mean(now))
    assert dynamic["effect"][-1] == pytest.approx(np.mean([np.mean(now), np.mean(later), at[2017, 2019]]))
    group = found.group()
    own = [np.mean([at[g, t] for t in (2017, 2018, 2019) if t >= g]) for g in (2017, 2018, 2019)]
    assert group["effect"].to_list() == pytest.approx([*own, np.mean(own)])
    calendar = found.calendar()
    assert calendar.filter(period=2018)["effect"].item() == pytest.approx(np.mean([at[2017, 2018], at[2018, 2018]]))
    assert calendar["effect"][-1] == pytest.approx(calendar["effect"][:-1].mean())


@pytest.mark.parametrize("way", WAYS)
def test_errors_are_the_spread_of_estimates_when_clusters_are_drawn_again(way):
    given = panel(rows=drawn(clusters=80, in_pilot=12, starts={"A": 2017, "B": 2018}), covariates=("age",))
    given = replace(given, start={"A": 2017, "B": 2018})
    found = group_time(given, way=way)
    names, dice, refits = given.rows["municipality_code"].unique().sort(), np.random.default_rng(1), []
    for _ in range(60):
        picked = pl.DataFrame({"municipality_code": names.gather(dice.integers(0, 80, 80)), "copy": range(80)})
        rows = picked.join(given.rows, on="municipality_code").with_columns(
            pl.col("person_id") + 100_000 * pl.col("copy"), municipality_code=pl.col("copy")
        )
        refits.append(group_time(replace(given, rows=rows), way=way).simple()["effect"].item())
    assert found.simple()["error"].item() == pytest.approx(np.std(refits), rel=0.3)


def test_the_band_for_all_effects_is_wider_than_each_and_as_wide_as_independence_needs():
    dice = np.random.default_rng(1)
    influence, cluster = dice.normal(size=(2_000, 5)), np.arange(2_000)
    # The 95 % quantile of the largest of five independent |t|: Phi^-1((1 + 0.95^(1/5)) / 2) = 2.569.
    assert Estimates(np.zeros(5), influence, cluster, 0.95).simultaneous(4_000, 1) == pytest.approx(2.569, abs=0.08)
    table = group_time(panel()).table(draws=499, seed=2)
    assert (table["low_all"] <= table["low"]).all()
    assert (table["high_all"] >= table["high"]).all()


@settings(max_examples=15)
@given(st.integers(0, 500), st.floats(-50, 50), st.sampled_from(WAYS))
def test_what_is_added_to_every_unit_in_a_year_changes_no_effect(seed, shock, way):
    given = panel(rows=drawn(seed, clusters=24, persons=3, in_pilot=4, starts=STARTS), covariates=("age",))
    moved = given.rows.with_columns(pl.col("outcome") + pl.when(pl.col("year") == 2018).then(shock).otherwise(0.0))
    one, other = group_time(given, way=way), group_time(replace(given, rows=moved), way=way)
    assert other.estimates.effects == pytest.approx(one.estimates.effects, abs=1e-7)


def test_a_unit_counts_where_it_was_seen_in_both_periods():
    full = panel()
    some = full.rows.filter((pl.col("person_id") % 7 != 0) | (pl.col("year") != 2016))
    found = group_time(replace(full, rows=some))
    wide = some.pivot("year", index=["person_id", "pilot"], values="outcome")
    change = (wide["2017"] - wide["2016"]).to_frame("d").hstack(wide.select("pilot")).drop_nulls("d")
    mine = change.filter(pl.col("pilot") == "A")["d"].mean()
    assert found.estimates.effects[found.cells.index((2017, 2017))] == pytest.approx(
        mine - change.filter(pl.col("pilot").is_null())["d"].mean()
    )


def test_anticipation_moves_the_base_back():
    given = panel()
    found = group_time(given, anticipation=1)
    wide = given.rows.pivot("year", index=["person_id", "pilot"], values="outcome")
    change = wide["2018"] - wide["2016"]
    mine = change.filter((wide["pilot"] == "B").fill_null(False)).mean()
    never = change.filter(wide["pilot"].is_null()).mean()
    assert found.estimates.effects[found.cells.index((2018, 2018))] == pytest.approx(mine - never)


def test_covariates_that_tell_the_sides_apart_have_no_common_support():
    rows = drawn(clusters=40, starts=STARTS).with_columns(told=pl.col("pilot").is_not_null().cast(pl.Float64) + 0.0)
    with pytest.raises(MutualisError, match="no common support"):
        group_time(panel(rows=rows, covariates=("told",)), way="weighting")


def test_a_propensity_that_does_not_converge_is_refused_and_gives_no_number():
    x = np.concatenate([np.linspace(-2, -1, 40), np.linspace(1, 2, 40)])
    with pytest.raises(MutualisError, match="tell the treated and the others apart wholly"):
        propensity(x > 0, np.column_stack([np.ones(80), x]), np.ones(80))


def test_units_that_come_twice_or_change_side_are_refused():
    rows = drawn(clusters=40, starts=STARTS)
    with pytest.raises(MutualisError, match="several rows in a period"):
        group_time(panel(rows=pl.concat([rows, rows.head(1)])))
    moved = rows.with_columns(
        municipality_code=pl.when((pl.col("person_id") == 1_000) & (pl.col("year") == 2015))
        .then(pl.lit("71001"))
        .otherwise("municipality_code")
    )
    with pytest.raises(MutualisError, match="changes pilot or cluster"):
        group_time(panel(rows=moved))


def test_choices_and_ways_that_do_not_exist_are_refused():
    with pytest.raises(MutualisError, match="never or not_yet"):
        group_time(panel(), comparison="all")
    with pytest.raises(MutualisError, match="no way double"):
        group_time(panel(), way="double")
    with pytest.raises(MutualisError, match="The group that starts in 2017 has no base period"):
        group_time(panel(), anticipation=9)


def test_too_few_units_are_refused():
    with pytest.raises(MutualisError, match="1 treated and 2 others"):
        difference(np.arange(3.0), np.array([True, False, False]), np.ones((3, 2)), np.ones(3), "both")


def test_not_yet_treated_units_that_may_anticipate_are_not_compared_with():
    found = group_time(panel(), comparison="not_yet", anticipation=1)
    wide = panel().rows.pivot("year", index=["person_id", "pilot"], values="outcome")
    change = wide["2018"] - wide["2015"]
    mine = change.filter((wide["pilot"] == "A").fill_null(False)).mean()
    never = change.filter(wide["pilot"].is_null()).mean()
    assert found.estimates.effects[found.cells.index((2017, 2018))] == pytest.approx(mine - never)


def test_trends_before_the_start_are_found_where_they_are_and_not_where_they_are_not():
    given = panel(rows=drawn(clusters=80, in_pilot=10, starts=STARTS))
    calm = group_time(given).pre_trend()
    assert calm.tested == 6
    assert calm.p > 0.05
    drift = pl.when(pl.col("pilot").is_not_null()).then(2.0 * pl.col("year")).otherwise(0.0)
    assert group_time(replace(given, rows=given.rows.with_columns(pl.col("outcome") + drift))).pre_trend().p < 0.01
    late = given.rows.filter(pl.col("year") >= 2016, pl.col("pilot").is_null() | (pl.col("pilot") == "A"))
    with pytest.raises(MutualisError, match="two periods before its start"):
        group_time(replace(given, rows=late)).pre_trend()
