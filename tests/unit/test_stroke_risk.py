"""Risk-adjusted death after a stroke: expected deaths, ratios and limits on cases whose risk is known."""

import numpy as np
import polars as pl
import pytest

from drawn_strokes import drawn_cases
from mutualis.methods import stroke_risk, stroke_shares
from mutualis.methods.risk_columns import CONSTANT, ONE_OUTCOME, RARE, REPEATED, STRAIGHT
from mutualis.methods.stroke_risk import NoModel, hospital_ratios, risk_model


@pytest.fixture(scope="module")
def cases():
    return drawn_cases(seed=1, ratios={"H03": 0.9}, unknown=12)


@pytest.fixture(scope="module")
def model(cases):
    return risk_model(cases)


def test_expected_deaths_add_up_to_observed_ones_and_come_near_the_true_risk(model):
    assert model.cases["expected"].sum() == pytest.approx(model.cases["observed"].sum(), rel=1e-6)
    risks = model.cases.filter(pl.col("hospital_number") != "H03")
    assert np.corrcoef(risks["expected"], risks["true_risk"])[0, 1] > 0.97
    assert 0.7 < model.c_statistic < 0.9
    assert model.overall == pytest.approx(model.cases["observed"].mean())
    assert (model.unknown, model.cases.height) == (12, 6_000 - 12)


def test_calibration_by_decile_holds_all_cases(model):
    found = model.calibration()
    assert found["cases"].sum() == model.cases.height
    assert found["expected_share"].is_sorted()
    assert ((found["expected_share"] >= found["low"]) & (found["expected_share"] <= found["high"])).sum() >= 8


def test_optimism_is_small_with_thousands_of_cases_and_the_same_for_the_same_seed(model):
    gain, slope = model.optimism(samples=10, seed=3)
    assert abs(gain) < 0.01
    assert abs(slope) < 0.08
    assert model.optimism(samples=10, seed=3) == (gain, slope)


def test_covariates_that_say_nothing_are_left_out_and_told(model):
    assert model.columns.left_out == {"comes_by_transfer": CONSTANT, "is_aids": CONSTANT}
    assert {"is_hp", "is_cebvd"} & set(model.columns.names) == set()
    assert {"age_at_admission", "age_at_admission''", "is_chf", "has_fibrillation"} <= set(model.columns.names)
    assert {each.split("=")[0] for each in model.columns.names if "=" in each} == {
        "sex",
        "stroke_type",
        "discharge_year",
    }


def test_the_groups_that_are_left_out_can_be_chosen_but_not_the_stroke_itself(cases):
    names = risk_model(cases, left_out=()).columns.names
    assert "is_hp" in names
    assert "is_cebvd" not in names


@pytest.mark.parametrize(
    ("made", "reason"),
    [
        (pl.col("stay_code") > "005990", RARE),
        (pl.col("death_30") & (pl.col("stay_code") < "003000"), ONE_OUTCOME),
        (pl.col("is_chf"), REPEATED),
    ],
)
def test_a_rare_a_separating_and_a_repeated_covariate_are_left_out(cases, made, reason):
    found = risk_model(cases.with_columns(is_pud=made.fill_null(False)))
    assert found.columns.left_out["is_pud"] == reason
    assert np.abs(found.coefficients).max() < 20


def test_ages_that_hardly_differ_carry_a_straight_line(cases):
    found = risk_model(cases.with_columns(age_at_admission=pl.when(pl.col("is_dm")).then(70).otherwise(80)))
    assert found.columns.left_out["age_at_admission_spline"] == STRAIGHT
    assert found.columns.left_out["is_dm"] == REPEATED


def test_too_few_deaths_carry_no_model_and_few_make_it_doubtful():
    with pytest.raises(NoModel, match="deaths or survivors are too few"):
        risk_model(drawn_cases(80))
    with pytest.raises(NoModel):
        risk_model(drawn_cases(1_000).with_columns(death_30=pl.lit(False)))
    with pytest.raises(NoModel):
        risk_model(drawn_cases(1_000).with_columns(death_30=pl.lit(None, pl.Boolean)))
    assert risk_model(drawn_cases(400)).notes == (stroke_risk.FEW_FOR_COEFFICIENTS,)
    assert risk_model(drawn_cases(6_000)).notes == ()


def test_a_hospital_where_more_die_than_expected_stands_out_and_the_others_do_not(model):
    found = {row["hospital_number"]: row for row in hospital_ratios(model).rows(named=True)}
    assert found["H03"]["low"] > 1
    assert found["H03"]["smr"] == pytest.approx(found["H03"]["observed"] / found["H03"]["expected"])
    assert found["H03"]["adjusted"] == pytest.approx(found["H03"]["smr"] * model.overall)
    others = [row for name, row in found.items() if name != "H03"]
    assert sum(row["low"] <= 1 <= row["high"] for row in others) >= 17


def test_byars_limits_of_the_ratio_cover_one_where_hospitals_do_not_differ():
    inside = []
    for seed in range(12):
        found = hospital_ratios(risk_model(drawn_cases(4_000, seed=seed))).filter(~pl.col("is_hidden"))
        inside += ((found["low"] <= 1) & (found["high"] >= 1)).to_list()
    assert len(inside) > 200
    assert 0.93 < np.mean(inside) <= 1


def test_with_random_intercepts_a_ratio_is_drawn_to_one_and_the_spread_is_told(cases):
    found = risk_model(cases, by_hospital=True)
    assert found.deviation > 0.1
    ratios = hospital_ratios(found).filter(~pl.col("is_hidden"))
    far = (ratios["smr"] - 1).abs()
    assert ((ratios["shrunken"] - 1).abs() <= far + 0.05).all()
    assert "shrunken" not in hospital_ratios(risk_model(cases)).columns
    same = risk_model(drawn_cases(6_000, seed=5), by_hospital=True)
    assert same.deviation < 0.15


def test_the_small_cases_of_a_hospital_are_hidden_in_every_figure(cases):
    small = cases.filter((pl.col("hospital_number") != "H05") | (pl.col("stay_code") < "000100"))
    found = hospital_ratios(risk_model(small))
    row = found.row(by_predicate=pl.col("hospital_number") == "H05", named=True)
    assert row["is_hidden"]
    assert {value for name, value in row.items() if name not in ("hospital_number", "is_hidden")} == {None}


def test_order_of_the_cases_changes_nothing(cases, model):
    shuffled = risk_model(cases.sample(fraction=1.0, shuffle=True, seed=8))
    assert hospital_ratios(shuffled).equals(hospital_ratios(model))


def test_ninety_days_is_a_model_of_its_own(cases):
    later = cases.with_columns(death_90=pl.col("death_30") | (pl.col("stay_code") > "005000"))
    assert risk_model(later, 90).overall > risk_model(later, 30).overall


@pytest.mark.parametrize(
    ("numerator", "denominator", "is_hidden"),
    [(5, 9, True), (5, 10, False), (4, 30, True), (0, 30, False), (26, 30, True), (30, 30, False), (25, 30, False)],
)
def test_figures_of_few_are_hidden_and_nought_and_all_are_not(numerator, denominator, is_hidden):
    frame = pl.DataFrame({"numerator": [numerator], "denominator": [denominator], "unknown": [0]})
    (row,) = stroke_shares.with_intervals(frame, hide=True).rows(named=True)
    assert row["is_hidden"] is is_hidden
    assert (row["share"] is None) is is_hidden
    (row,) = stroke_shares.with_intervals(frame, hide=False).rows(named=True)
    assert row["low"] <= row["share"] <= row["high"]


def test_the_indicators_by_hospital_year_sex_and_age_class(cases):
    found = stroke_shares.shares(cases, *stroke_shares.SPLITS)
    assert set(found["age_class"].unique()) == {"-44", "45-64", "65-74", "75-84", "85-"}
    whole = stroke_shares.shares(cases)
    assert whole.filter(pl.col("indicator") == "thrombolysis")["denominator"].item() == 6_000
    assert not whole["is_hidden"].any()
    parts = found.filter(pl.col("is_hidden"))
    assert parts.height > 0
    assert parts.select(pl.col(each).is_null().all() for each in stroke_shares.FIGURES).row(0) == (True,) * 6
    shown = found.filter(~pl.col("is_hidden"))
    assert shown["denominator"].min() >= 10
    assert ((shown["low"] <= shown["share"]) & (shown["share"] <= shown["high"])).all()


@pytest.mark.parametrize(("age", "name"), [(44, "-44"), (45, "45-64"), (64, "45-64"), (84, "75-84"), (85, "85-")])
def test_an_age_belongs_to_the_class_that_begins_with_it(age, name):
    frame = pl.DataFrame({"age_at_admission": [age]})
    assert stroke_shares.with_age_class(frame)["age_class"].item() == name


def test_a_set_after_its_small_cell_analysis_has_a_model_too_and_cases_without_age_are_left_out(cases, model):
    first = (pl.col("age_at_admission") // 5 * 5).cast(pl.String)
    classes = pl.when(pl.col("age_at_admission") >= 90).then(pl.lit("90+")).otherwise(first + "-")
    blanked = pl.when(pl.col("stay_code") > "005979").then(pl.lit("*")).otherwise(classes)
    found = risk_model(cases.with_columns(age_at_admission=blanked))
    assert (found.ageless, found.unknown) == (20, 12)
    assert found.c_statistic == pytest.approx(model.c_statistic, abs=0.02)
    assert stroke_shares.with_age_class(pl.DataFrame({"age_at_admission": ["65-69", "90+", "*"]}))[
        "age_class"
    ].to_list() == ["65-74", "85-", None]
