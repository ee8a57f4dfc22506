"""Difference-in-differences with pyfixest: published tables, other implementations, and what is refused."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.datasets import grunfeld

from drawn_panels import YEARS, drawn
from mutualis.methods.panel import (
    Panel,
    bootstrap,
    compared,
    event_study,
    false_discovery,
    many_outcomes,
    pilot_effects,
    variants,
    without_top,
)
from mutualis.methods.panel.fit import fitted, wald
from mutualis.model import MutualisError


def panel(**changes):
    rows = changes.pop("rows", None)
    given = {"start": 2018, "covariates": ("age", "kind"), "unit": "municipality_code", "weight": "insured"} | changes
    return Panel(drawn() if rows is None else rows, **given)


def dummies(column):
    values = sorted(set(column))
    return np.column_stack([[each == value for each in column] for value in values[1:]]).astype(float)


def by_hand(given):
    """The same model with every level as a column, by statsmodels, with errors by cluster."""
    rows = given.rows
    cells = [(p, t) for p in ("A", "B") for t in YEARS if t >= 2018]
    effects = [((rows["pilot"] == p) & (rows["year"] == t)).fill_null(False).cast(float).to_numpy() for p, t in cells]
    levels = [dummies(rows[name]) for name in ("kind", given.unit, "year")]
    design = np.column_stack([*effects, rows["age"], *levels, np.ones(len(rows))])
    groups = rows["municipality_code"].rank("dense").to_numpy()
    model = sm.WLS(rows["outcome"].to_numpy(), design, weights=rows["insured"].to_numpy())
    return model.fit(cov_type="cluster", cov_kwds={"groups": groups})


def test_the_two_way_model_of_grunfeld_has_the_coefficients_of_baltagi():
    """Ten firms, 1935-1954: value 0.118, capital 0.358 (Baltagi, Econometric Analysis of Panel Data, table 3.1)."""
    frame = pl.from_pandas(grunfeld.load_pandas().data).filter(pl.col("firm") != "American Steel")
    levels = [frame["firm"], frame["year"]]
    fit = fitted(frame.select("value", "capital"), frame["invest"], levels, frame["firm"], None)
    assert fit.rows == 200
    assert fit.coefficients == pytest.approx([0.117716, 0.357916], abs=1e-6)
    assert fit.r_squared_within == pytest.approx(0.7201, abs=1e-4)


def test_effects_and_errors_are_those_of_least_squares_with_every_level_as_a_column():
    given = panel()
    found, other = pilot_effects(given), by_hand(given)
    assert found.values == pytest.approx(other.params[:4], abs=1e-8)
    # statsmodels counts the levels of the clusters among the parameters, pyfixest does not where they are nested in it.
    rows, columns = len(given.rows), len(other.params)
    factor = (rows - 1) / (rows - columns)
    narrower = (rows - 1) / (rows - (columns - 39))
    assert found.table()["error"].to_numpy() == pytest.approx(other.bse[:4] * np.sqrt(narrower / factor), rel=1e-6)
    assert found.fit.r_squared == pytest.approx(other.rsquared, abs=1e-9)


def test_a_plain_panel_of_two_groups_has_the_difference_of_differences_of_its_means():
    rows = drawn(starts={"A": 2018})
    found = pilot_effects(panel(rows=rows, covariates=(), weight=None, unit="pilot"))
    mean = {
        (each, after): rows.filter(
            (pl.col("pilot").is_not_null() == each), (pl.col("year") == 2018) if after else (pl.col("year") < 2018)
        )["outcome"].mean()
        for each in (True, False)
        for after in (True, False)
    }
    by_means = (mean[True, True] - mean[True, False]) - (mean[False, True] - mean[False, False])
    assert found.table().filter(period=2018)["effect"].item() == pytest.approx(by_means)


def test_a_saving_is_the_effect_times_the_person_years_with_the_other_sign():
    given = panel()
    found = pilot_effects(given)
    table = found.table()
    years = given.rows.filter(pl.col("pilot") == "A", pl.col("year") == 2019)["insured"].sum()
    row = table.filter(pilot="A", period=2019).row(0, named=True)
    assert row["person_periods"] == pytest.approx(years)
    assert row["saving"] == pytest.approx(-row["effect"] * years)
    assert row["saving_low"] == pytest.approx(-row["high"] * years)
    saved = found.savings()
    assert saved["pilot"].to_list() == ["A", "B", None]
    assert saved["saving"][2] == pytest.approx(table["saving"].sum()) == pytest.approx(saved["saving"][:2].sum())
    own = -table["person_periods"].to_numpy() * (table["pilot"] == "A").to_numpy()
    assert saved["error"][0] == pytest.approx(np.sqrt(own @ found.covariance @ own))


def test_a_planted_effect_is_within_the_interval_and_a_constant_added_to_the_outcome_changes_nothing():
    given = panel(rows=drawn(seed=4, clusters=60))
    one = pilot_effects(given).table()
    assert ((one["low"] < -3) & (one["high"] > -3)).sum() >= 3
    higher = replace(given, rows=given.rows.with_columns(pl.col("outcome") + 1e4))
    assert pilot_effects(higher).table()["effect"].to_numpy() == pytest.approx(one["effect"].to_numpy(), abs=1e-6)


@settings(max_examples=8)
@given(st.integers(0, 1000), st.floats(0.01, 100))
def test_effects_and_errors_scale_with_the_outcome(seed, scale):
    given = panel(rows=drawn(seed, clusters=24, persons=2), covariates=("age",))
    times = replace(given, rows=given.rows.with_columns(pl.col("outcome") * scale))
    one, other = pilot_effects(given).table(), pilot_effects(times).table()
    for name in ("effect", "error"):
        assert other[name].to_numpy() == pytest.approx(one[name].to_numpy() * scale, rel=1e-5, abs=1e-7 * scale)


def test_weights_count_a_row_so_many_times_for_the_effect():
    rows = drawn().with_columns(w=pl.int_ranges(1, pl.col("year") - 2013).list.len() % 3 + 1.0)
    weighed = pilot_effects(panel(rows=rows, weight="w", covariates=()))
    repeated = rows.select(pl.all().repeat_by(pl.col("w").cast(pl.Int64))).explode(rows.columns, empty_as_null=True)
    assert weighed.values == pytest.approx(
        pilot_effects(panel(rows=repeated, weight=None, covariates=())).values, abs=1e-8
    )


def test_variants_are_told_side_by_side_with_what_they_gain_in_precision():
    made = variants(panel(rows=drawn(clusters=60)))
    table = compared(made)
    assert table["variant"].unique(maintain_order=True).to_list() == list(made)
    for name, each in made.items():
        found = pilot_effects(each)
        own = table.filter(variant=name)
        assert own["saving"].to_list() == pytest.approx(found.savings()["saving"].to_list())
        assert own["r_squared"][0] == pytest.approx(found.fit.r_squared)
        assert own["rows"][0] == len(each.rows)
        whole = table.filter(variant="all")["error"] / own["error"]
        assert own["precision"].to_list() == pytest.approx(whole.to_list())


def test_earlier_trends_are_found_where_they_are_and_not_where_they_are_not():
    given = panel(rows=drawn(clusters=60))
    assert pilot_effects(given, leads=True).pre_trend().p > 0.05
    drift = pl.when(pl.col("pilot") == "B").then((pl.col("year") - 2015) * 2.0).otherwise(0.0)
    moved = pilot_effects(replace(given, rows=given.rows.with_columns(pl.col("outcome") + drift)), leads=True)
    assert moved.pre_trend().p < 0.01
    assert moved.pre_trend("B").p < 0.01
    assert moved.pre_trend("B").tested == 2
    assert moved.pre_trend("A").p > 0.05


def test_the_joint_test_is_the_one_of_statsmodels():
    given = panel()
    found, other = pilot_effects(given), by_hand(given)
    covariance = other.cov_params()[:4, :4]
    ours = wald(other.params[:4], covariance, found.fit.freedom)
    theirs = other.f_test(np.eye(4, len(other.params)))
    assert ours.statistic == pytest.approx(float(np.squeeze(theirs.fvalue)))


def test_the_event_study_has_the_period_before_the_start_as_its_base_and_counts_outer_ones_together():
    given = panel(rows=drawn(starts={"A": 2017, "B": 2018}), start={"A": 2017, "B": 2018})
    assert event_study(given).table()["relative"].to_list() == [-3, -2, 0, 1, 2]
    short = event_study(given, earliest=-2, latest=1).table()
    assert short["relative"].to_list() == [-2, 0, 1]
    assert short["person_periods"].sum() == pytest.approx(event_study(given).table()["person_periods"].sum())
    with pytest.raises(MutualisError, match="reaches from -1 or before to 0 or after"):
        event_study(given, earliest=0)


def test_variants_remove_or_hold_what_is_above_the_bound_of_its_own_year():
    given = panel(rows=drawn(clusters=60, persons=10))
    made = variants(replace(given, rows=given.rows.with_columns(reached=pl.col("outcome") * 0.8)), in_reach="reached")
    assert list(made) == ["all", "removed_995", "top_coded_990", "top_coded_995", "in_reach"]
    for year in YEARS:
        own = given.rows.filter(year=year)["outcome"].to_numpy()
        held = made["top_coded_990"].rows.filter(year=year)["outcome"].to_numpy()
        assert held.max() == pytest.approx(np.quantile(own, 0.99))
        assert (held == np.minimum(own, np.quantile(own, 0.99))).all()
        left = made["removed_995"].rows.filter(year=year)
        assert len(left) == (own <= np.quantile(own, 0.995)).sum()
    assert made["all"].rows["outcome"].to_list() == given.rows["outcome"].to_list()
    assert made["in_reach"].outcome == "reached"
    with pytest.raises(MutualisError, match=r"a share from 0\.5 to 1"):
        without_top(given, 99.5)


REFUSED = {
    "no comparison area": (lambda rows: rows.filter(pl.col("pilot").is_not_null()), "no comparison area"),
    "no pilot": (lambda rows: rows.filter(pl.col("pilot").is_null()), "has no pilot"),
    "constant": (lambda rows: rows.with_columns(outcome=pl.lit(7.0)), "The outcome outcome is constant"),
    "empty period": (lambda rows: rows.filter(pl.col("year") != 2016), "A period has no data: 2016"),
    "pilot without rows before": (
        lambda rows: rows.filter((pl.col("pilot") == "B").not_().fill_null(True) | (pl.col("year") >= 2018)),
        "Pilot B has no rows before its start",
    ),
    "no comparison in a year": (
        lambda rows: rows.filter(pl.col("pilot").is_not_null() | (pl.col("year") < 2019)),
        "Pilot A has no comparison area in 2019",
    ),
    "missing values": (lambda rows: rows.with_columns(age=pl.lit(None, pl.Float64)), "Column age .* 1200 rows"),
    "not a number": (lambda rows: rows.with_columns(outcome=pl.col("outcome") / 0), "Column outcome"),
    "no column": (lambda rows: rows.drop("kind"), "no column kind"),
    "weight of nought": (lambda rows: rows.with_columns(insured=pl.lit(0.0)), "must be above 0"),
    "constant covariate": (lambda rows: rows.with_columns(age=pl.lit(50.0)), "covariate age is constant"),
    "few clusters": (lambda rows: rows.with_columns(municipality_code=pl.col("year") % 2), "10 clusters or more"),
    "numbers for pilots": (lambda rows: rows.with_columns(pilot=pl.lit(1)), "Pilot is Int32"),
    "text for years": (lambda rows: rows.with_columns(pl.col("year").cast(pl.String)), "year is String"),
    "text for the outcome": (lambda rows: rows.with_columns(pl.col("outcome").cast(pl.String)), "outcome is String"),
    "no rows": (lambda rows: rows.clear(), "has no rows"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_estimated_is_refused_with_a_sentence(case):
    changed, sentence = REFUSED[case]
    with pytest.raises(MutualisError, match=sentence):
        pilot_effects(panel(rows=changed(drawn())))


def test_pilots_with_few_clusters_are_named():
    one = drawn().with_columns(pilot=pl.when(pl.col("municipality_code").is_in(["71000", "71001"])).then(pl.lit("A")))
    with pytest.raises(MutualisError, match=r"3 clusters or more .* Too few are in: A \(2\)"):
        pilot_effects(panel(rows=one))


def test_a_covariate_that_the_levels_tell_is_refused_by_name_and_not_dropped():
    rows = drawn().with_columns(big=(pl.col("municipality_code") > "71020").cast(pl.Float64))
    with pytest.raises(MutualisError, match="tell big wholly"):
        pilot_effects(panel(rows=rows, covariates=("age", "big")))


def test_an_effect_of_persons_who_were_not_there_before_is_refused_by_name():
    old = (pl.col("pilot") != "B") | (pl.col("year") < 2018) | (pl.col("year") == 2019)
    new = (pl.col("pilot") == "B") & (pl.col("year") == 2018)
    rows = (
        drawn()
        .filter((old | new).fill_null(True))
        .with_columns(person_id=pl.col("person_id") + pl.when(new.fill_null(False)).then(100_000).otherwise(0))
    )
    for method in (pilot_effects, lambda each: bootstrap(each, draws=99, seed=1)):
        with pytest.raises(MutualisError, match="tell B in 2018 wholly"):
            method(panel(rows=rows, unit="person_id", covariates=("kind",)))


def test_an_outcome_that_the_levels_tell_is_refused():
    rows = drawn().with_columns(outcome=pl.col("year").cast(pl.Float64))
    with pytest.raises(MutualisError, match="leaves nothing of the outcome unexplained"):
        pilot_effects(panel(rows=rows, covariates=()))


def test_a_start_must_be_given_for_every_pilot():
    with pytest.raises(MutualisError, match="No first period is given for pilot B"):
        panel(start={"A": 2018})


def test_earlier_trends_cannot_be_tested_without_leads():
    with pytest.raises(MutualisError, match="No effect before the start"):
        pilot_effects(panel()).pre_trend()


def test_few_clusters_make_a_result_doubtful():
    assert pilot_effects(panel(rows=drawn(clusters=30))).is_doubtful
    assert not pilot_effects(panel(rows=drawn(clusters=40))).is_doubtful


def test_outcomes_are_told_with_q_within_each_pilot_and_what_is_refused_with_its_reason():
    rows = drawn(clusters=60).with_columns(same=pl.lit(1.0), other=pl.col("outcome").shuffle(seed=1))
    table = many_outcomes(panel(rows=rows, covariates=()), ("outcome", "same", "other"))
    assert table["outcome"].to_list() == ["outcome"] * 3 + ["same"] + ["other"] * 3
    refused = table.filter(outcome="same").row(0, named=True)
    assert "constant" in refused["refused"]
    assert refused["effect"] is None
    for pilot in ("A", "B", None):
        own = table.filter(pl.col("pilot").eq_missing(pilot), pl.col("refused").is_null())
        assert own["q"].to_list() == pytest.approx(false_discovery(own["p"]).tolist())
    found = pilot_effects(panel(rows=rows, covariates=()))
    size = found.table()["person_periods"].to_numpy()
    assert table["effect"][2] == pytest.approx(size @ found.values / size.sum())
    with pytest.raises(MutualisError, match="No outcome can be estimated"):
        many_outcomes(panel(rows=rows), ("same",))


def test_levels_that_cannot_be_taken_out_are_refused_with_that_reason(monkeypatch):
    def fails(*_, **__):
        raise ValueError("Demeaning failed after 10 iterations.")

    monkeypatch.setattr("pyfixest.feols", fails)
    with pytest.raises(MutualisError, match="The model does not converge"):
        pilot_effects(panel())


def test_a_model_of_columns_that_the_levels_tell_has_nothing_to_estimate():
    rows = drawn()
    told = rows.select(pl.col("year").cast(pl.Float64))
    with pytest.raises(MutualisError, match="nothing to estimate"):
        fitted(told, rows["outcome"], [rows["person_id"], rows["year"]], rows["municipality_code"], None)


def test_a_joint_test_of_more_effects_than_clusters_is_refused():
    dice = np.random.default_rng(1)
    scores = dice.normal(size=(4, 6))
    with pytest.raises(MutualisError, match="4 clusters, 6 coefficients"):
        wald(np.ones(6), scores.T @ scores, 3)
