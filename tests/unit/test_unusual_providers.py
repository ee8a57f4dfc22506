"""The search for unusual providers: what it finds, what it leaves alone, and what it says where it cannot look."""

import datetime as dt
from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mutualis.model import MutualisError
from mutualis.study.providers import Material, Rules, detection, impossible_days, injected, screened
from mutualis.study.providers.changes import changes
from mutualis.study.providers.days import in_hospital_lines, long_days, second_act_lines
from mutualis.study.providers.detecting import LeftOut, by_rare, classed, detected
from mutualis.study.providers.drawn import DRAWN, FIRST, MOVED, drawn_care, no_stays

RULES = Rules(fewest=20)


@pytest.fixture(scope="module")
def care() -> Material:
    return drawn_care(np.random.default_rng(7), providers=30, patients=40)


@pytest.fixture(scope="module")
def found(care):
    """One provider raises half of its patients, another bills seven second acts."""
    raised = pl.col("provider") == "P003"
    up = {"0T": "FA", "FA": "FB", "FB": "FC"}
    half = raised & (pl.int_range(pl.len()) % 2 == 0)
    cases = care.cases.with_columns(
        observed=pl.when(half).then(pl.col("observed").replace(up)).otherwise("observed"),
        above=pl.when(half).then(0).otherwise("above"),
    )
    second = care.acts.filter(pl.col("provider") == "P008").head(7)
    return screened(replace(care, cases=cases, acts=pl.concat([care.acts, second])), RULES)


def day(number: int) -> dt.date:
    return FIRST + dt.timedelta(days=number)


def acts(*rows: tuple[str, str, dt.date, str]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=["person_id", "provider", "day", "act"], orient="row")


def test_who_upcodes_and_who_bills_impossible_days_are_flagged_and_nobody_else(found):
    assert set(found.flagged["provider"]) == {"P003", "P008"}
    assert found.flagged.row(0, named=True)["provider"] == "P003"
    assert found.left_out == ()


def test_a_provider_without_anything_unusual_is_not_flagged(care):
    assert screened(care, RULES).flagged.is_empty()


def test_impossible_days_that_all_providers_have_flag_none_and_that_one_has_more_of_flag_that_one(care):
    second = care.acts.filter(pl.int_range(pl.len()).over("provider") < 6)
    more = care.acts.filter(pl.col("provider") == "P008").tail(30)
    all_have = screened(replace(care, acts=pl.concat([care.acts, second])), RULES)
    one_has_more = screened(replace(care, acts=pl.concat([care.acts, second, more])), RULES)
    assert all_have.providers["impossible"].min() >= RULES.fewest_impossible
    assert not all_have.providers["by_days"].any()
    assert one_has_more.providers.filter("by_days")["provider"].to_list() == ["P008"]


def test_a_flag_is_explained_by_what_is_furthest_off_beside_comparable_providers(found):
    reasons = {each: own for (each,), own in found.reasons.group_by("provider")}
    assert {"class", "threshold"} <= set(reasons["P003"]["feature"])
    assert "days" in reasons["P008"]["feature"].to_list()
    assert (found.reasons["low"] <= found.reasons["high"]).all()


def test_a_provider_never_predicts_itself(care):
    """The classes of one provider turned round do not change what is told of its own patients."""
    turned = pl.when(pl.col("provider") == "P001").then(pl.lit("FC")).otherwise("observed")
    other = replace(care, cases=care.cases.with_columns(observed=turned))
    own = (care.cases["provider"] == "P001").to_numpy()
    before, after = classed(care, RULES), classed(other, RULES)
    assert np.allclose(before.chances[own], after.chances[own])
    assert not np.allclose(before.chances[~own], after.chances[~own])


def test_the_days_of_admission_and_discharge_are_possible_and_those_between_are_not():
    stays = pl.DataFrame({"person_id": ["N1"], "admission_day": [day(2)], "discharge_day": [day(5)]})
    rows = acts(*(("N1", "P1", day(number), "FA") for number in range(8)))
    assert in_hospital_lines(DRAWN, rows, stays)["line"].to_list() == [3, 4]


def test_an_act_within_two_stays_counts_once():
    stays = pl.DataFrame({"person_id": ["N1"] * 2, "admission_day": [day(0), day(1)], "discharge_day": [day(9)] * 2})
    assert in_hospital_lines(DRAWN, acts(("N1", "P1", day(4), "FA")), stays).height == 1


def test_a_second_act_of_another_class_on_the_same_day_counts_and_one_of_another_provider_does_not():
    rows = acts(("N1", "P1", day(1), "FA"), ("N1", "P1", day(1), "FB"), ("N1", "P2", day(1), "FA"))
    assert second_act_lines(DRAWN, rows).rows() == [(1, "P1")]


def test_a_day_is_too_long_from_the_first_minute_above_24_hours():
    just, more = ([("N1", "P1", day(1), "0T")] * times for times in (72, 73))
    assert long_days(DRAWN, acts(*just)).is_empty()
    assert long_days(DRAWN, acts(*more)).rows() == [("P1", day(1))]


def test_a_provider_without_impossible_days_has_a_row_of_noughts(care):
    counted = impossible_days(care)
    assert counted.height == 30
    assert counted["impossible"].sum() == 0


def test_a_change_counts_for_the_new_provider_and_only_when_it_is_soon_enough(care):
    moved = changes(care, 60)
    assert moved.group_by("provider").len()["len"].to_list() == [MOVED] * 30
    assert changes(care, 20).is_empty()


def test_where_no_class_is_unlikely_the_share_of_each_provider_is_nought(care):
    told = by_rare(classed(care, RULES), replace(RULES, rare=0.0))
    assert told["feature"].to_list() == [0.0] * 30
    assert (told["unusual"] <= 0).all()


def test_a_detector_without_data_is_left_out_and_says_why(care):
    alone = replace(care, cases=care.cases.filter(pl.col("first_day") > FIRST).with_columns(above=pl.lit(None)))
    told = [
        each
        for each in detected(alone, classed(alone, RULES), RULES, impossible_days(alone))
        if isinstance(each, LeftOut)
    ]
    assert {each.name for each in told} == {"threshold", "jump"}
    assert all(each.why for each in told)


def test_a_column_that_is_missing_is_named(care):
    with pytest.raises(MutualisError, match="have no column 'above'"):
        replace(care, cases=care.cases.drop("above"))


def test_a_period_without_cases_is_refused(care):
    with pytest.raises(MutualisError, match="There is no case of drawn in the period"):
        replace(care, cases=care.cases.clear())


def test_too_few_cases_of_every_provider_are_refused(care):
    with pytest.raises(MutualisError, match="No provider of drawn has 5000 cases"):
        screened(care, replace(RULES, fewest=5_000))


def test_more_providers_than_there_are_cannot_be_injected(care):
    with pytest.raises(MutualisError, match="no 30 to inject upcoding into"):
        injected(care, 0.2, 30, np.random.default_rng(1))


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 2**16), rate=st.floats(0.01, 1.0), chosen=st.integers(1, 4))
def test_injection_raises_by_one_class_at_its_threshold_and_changes_nothing_else(care, seed, rate, chosen):
    told = injected(care, rate, chosen, np.random.default_rng(seed))
    before, after = care.cases, told.given.cases
    place = {level: number for number, level in enumerate(DRAWN.levels)}
    steps = after["observed"].replace_strict(place) - before["observed"].replace_strict(place)
    assert (steps.to_numpy() == told.is_raised).all()
    assert (after["above"].to_numpy()[told.is_raised] == 0).all()
    assert set(before["provider"].to_numpy()[told.is_raised]) <= told.chosen
    assert after.drop("observed", "above").equals(before.drop("observed", "above"))


def test_what_is_injected_more_is_found_more_often(care):
    told = detection(care, (0.05, 0.6), 2, 1, RULES, np.random.default_rng(5))
    lift = told.filter((pl.col("of") == "provider") & (pl.col("measure") == "lift")).sort("rate")["value"]
    recall = told.filter((pl.col("of") == "provider") & (pl.col("measure") == "recall")).sort("rate")["value"]
    assert recall[1] == 1.0
    assert lift[1] == pytest.approx(15.0)
    assert recall[0] <= recall[1]


def test_nobody_in_hospital_is_a_table_of_stays():
    assert in_hospital_lines(DRAWN, acts(("N1", "P1", day(1), "FA")), no_stays()).is_empty()
