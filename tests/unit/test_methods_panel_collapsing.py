"""Rows taken together, savings in percent, and what a panel of some size can see."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawn_panels import drawn
from mutualis.methods.panel import (
    Panel,
    cells,
    collapsed,
    detectable,
    freedoms,
    in_percent,
    jackknife,
    jackknifed,
    mean_effects,
    needed,
    pilot_effects,
    spent,
)
from mutualis.model import MutualisError


def panel(**changes):
    rows = drawn(clusters=24, in_pilot=5, persons=12).with_columns(old=(pl.col("age") > 60).cast(pl.Float64))
    return Panel(
        rows, **({"start": 2018, "covariates": ("kind", "old"), "unit": "pilot", "weight": "insured"} | changes)
    )


def test_rows_taken_together_have_the_same_effects_and_errors_but_for_the_factor_of_few_rows():
    whole, small = panel(), collapsed(panel()).panel
    rows, cells_ = pilot_effects(whole), pilot_effects(small)
    assert len(small.rows) < len(whole.rows)
    assert cells_.values == pytest.approx(rows.values, abs=1e-8)
    columns = len(rows.fit.names) + 3 + 5 - 1
    factor = [(each.fit.rows - 1) / (each.fit.rows - columns) for each in (rows, cells_)]
    assert cells_.covariance / factor[1] == pytest.approx(rows.covariance / factor[0], rel=1e-6)


def test_what_is_explained_of_rows_is_told_by_their_cells():
    whole, small = panel(), collapsed(panel())
    found = small.r_squared(pilot_effects(small.panel).fit.r_squared)
    assert found == pytest.approx(pilot_effects(whole).fit.r_squared, abs=1e-9)


def test_rows_without_weights_are_counted():
    small = collapsed(panel(weight=None))
    assert small.panel.rows["rows_weight"].sum() == len(panel().rows)
    assert pilot_effects(small.panel).values == pytest.approx(pilot_effects(panel(weight=None)).values, abs=1e-8)


def test_cells_of_municipalities_have_the_effects_of_rows_with_a_level_for_each():
    levels = panel(unit="municipality_code", covariates=())
    assert len(cells(panel()).rows) == 24 * 5
    assert pilot_effects(cells(panel())).values == pytest.approx(pilot_effects(levels).values, abs=1e-8)


def test_a_cluster_that_lies_partly_in_a_pilot_is_refused():
    rows = panel().rows.with_columns(pl.when(pl.col("person_id") % 2 == 0).then(pl.col("pilot")).alias("pilot"))
    with pytest.raises(MutualisError, match="lies partly in a pilot"):
        cells(replace(panel(), rows=rows))


def test_errors_of_savings_with_one_cluster_left_out_at_a_time_are_those_of_plain_refits():
    whole = cells(panel())
    names = whole.rows["municipality_code"].unique().to_list()
    parts = [replace(whole, rows=whole.rows.filter(pl.col("municipality_code") != each)) for each in names]
    found = np.array([pilot_effects(each).values for each in parts]) - pilot_effects(whole).values
    covariance = (len(names) - 1) / len(names) * found.T @ found
    assert jackknifed(whole).covariance == pytest.approx(covariance, rel=1e-6, abs=1e-9)
    assert jackknife(whole)["error"].to_numpy() == pytest.approx(np.sqrt(np.diag(covariance)), rel=1e-6)


def test_a_pilot_is_known_by_its_own_clusters():
    free = freedoms(panel())
    assert free == {"A": 4, "B": 4, None: 9}
    found = jackknifed(cells(panel()))
    wide, narrow = found.savings(freedoms=free), found.savings()
    assert ((wide["high"] - wide["low"]) > (narrow["high"] - narrow["low"])).all()
    assert (mean_effects(found, free)["p"] >= mean_effects(found)["p"]).all()


def test_the_mean_effect_times_the_person_years_is_the_saving_with_the_other_sign():
    found = pilot_effects(panel())
    told = mean_effects(found)
    assert -(told["effect"] * told["person_periods"]).to_numpy() == pytest.approx(found.savings()["saving"].to_numpy())
    assert told["pilot"].to_list() == ["A", "B", None]


def test_a_saving_in_percent_is_of_what_would_have_been_spent():
    saved = pl.DataFrame({"pilot": ["A"], "saving": [25.0], "low": [0.0], "high": [100.0]})
    told = in_percent(saved, pl.DataFrame({"pilot": ["A"], "spent": [75.0]})).row(0, named=True)
    assert (told["percent"], told["percent_low"]) == (25.0, 0.0)
    assert told["percent_high"] == pytest.approx(100 * 100 / 175)


def test_spending_is_from_the_start_on_and_that_of_all_is_the_sum():
    told = spent(panel())
    inside = panel().rows.filter(pl.col("pilot").is_not_null() & (pl.col("year") >= 2018))
    assert told["spent"][-1] == pytest.approx((inside["outcome"] * inside["insured"]).sum())
    assert told["spent"][-1] == pytest.approx(told["spent"][:-1].sum())


def test_a_pilot_without_spending_has_no_share():
    saved = pl.DataFrame({"pilot": ["A"], "saving": [25.0], "low": [0.0], "high": [100.0]})
    with pytest.raises(MutualisError, match="no spending from its start on"):
        in_percent(saved, pl.DataFrame({"pilot": ["B"], "spent": [75.0]}))


def test_what_can_be_seen_four_times_in_five_is_2_8_errors():
    assert detectable(1.0) == pytest.approx(2.8016, abs=1e-4)


@given(st.floats(0.01, 100), st.floats(10, 1e6), st.floats(0.1, 50))
def test_a_panel_of_the_size_needed_sees_the_effect(error, size, effect):
    wanted = needed(error, size, effect)
    assert detectable(error * np.sqrt(size / wanted)) == pytest.approx(effect)


def test_no_size_is_needed_for_no_effect():
    with pytest.raises(MutualisError, match="above 0"):
        needed(1.0, 100.0, 0.0)
