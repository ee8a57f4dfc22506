"""The small cell analysis on random stays: a plain program agrees, no class fails, what changed is told."""

import datetime as dt
from collections import Counter

import polars as pl
import pytest
from hypothesis import given, settings

import plain_small_cells as plain
from mutualis.disclosure.small_cells import Task, analyse, content_hash, measure
from mutualis.disclosure.small_cells.diversity import diversity
from mutualis.reference import small_cell_rules
from small_cell_stays import many, stays, tables

TASK = Task("linked-set", "ivc-20-284-a", "A. Checker", dt.date(2026, 11, 23))
QUASI = ["hospital_number", "age_at_admission", "sex", "length_of_stay", "previous_hospital"]


@given(stays())
@settings(max_examples=60)
def test_every_set_is_measured_as_a_plain_program_does(drawn: pl.DataFrame) -> None:
    rows, found = drawn.to_dicts(), measure(drawn, QUASI)
    assert {each.columns for each in found.sets} == set(plain.all_sets(QUASI, 4))
    special = plain.special_uniques(rows, QUASI, 4)
    counted = Counter(each for row in special for each in row)
    for one in found.sets:
        wanted = plain.measure(rows, one.columns)
        assert (one.classes, one.uniques, one.special) == (wanted["classes"], wanted["uniques"], counted[one.columns])
        assert dict(one.smaller) == pytest.approx(wanted["smaller"])
        assert one.largest_risk == pytest.approx(wanted["largest_risk"])
        assert (one.mean_risk, one.expected) == pytest.approx((wanted["mean_risk"], wanted["expected"]))
    scores = sorted(plain.score(each, len(QUASI), 4) for each in special if each)
    assert sorted(found.scores) == scores


@given(stays())
@settings(max_examples=60)
def test_diversity_is_that_of_a_plain_program(drawn: pl.DataFrame) -> None:
    for sensitive in ("death_30", "admission_diagnosis"):
        found = diversity(drawn, ("sex", "previous_hospital"), sensitive)
        wanted = plain.diversity(drawn.to_dicts(), ("sex", "previous_hospital"), sensitive)
        assert (found.distinct, found.entropy, found.closeness) == pytest.approx(wanted, abs=1e-8)


@given(tables)
@settings(max_examples=25)
def test_after_the_remedies_no_attacker_sees_a_class_under_k_or_one_that_shares_harm(drawn: pl.DataFrame) -> None:
    done, rules = analyse(drawn, TASK), small_cell_rules()
    rows = done.frame.to_dicts()
    assert done.report.holds
    assert len(done.report.scenarios) == 5
    for columns in done.report.scenarios.values():
        for look, persons in plain.persons(rows, columns).items():
            assert len(persons) >= rules.k
            own = [row for row in rows if plain.look(row, columns) == look]
            assert len(persons) >= 10 or not all(row["death_30"] for row in own)
            assert not all((row["admission_diagnosis"] or "").startswith("F") for row in own)


@given(tables)
@settings(max_examples=25)
def test_nothing_changes_but_what_is_told_and_no_stay_is_added(drawn: pl.DataFrame) -> None:
    done = analyse(drawn, TASK)
    told: Counter = Counter()
    for each in done.report.actions:
        told.update(each.changed)
    before = drawn.filter(pl.col("stay_code").is_in(done.frame["stay_code"].implode()))
    assert before["stay_code"].to_list() == done.frame["stay_code"].to_list()
    assert len(drawn) - len(done.frame) == sum(each.rows_dropped for each in done.report.actions)
    for name in drawn.columns:
        cells = before[name].cast(pl.String).ne_missing(done.frame[name].cast(pl.String)).sum()
        assert cells <= told[name]
    assert set(told) <= {name for each in small_cell_rules().remedies for name in each.columns} | {
        name for each in small_cell_rules().scenarios for name in each.columns
    }
    assert (done.report.hash == done.report.examined) == (not told and len(drawn) == len(done.frame))


def test_a_table_whose_combinations_are_too_many_for_one_number_is_measured_all_the_same() -> None:
    wide = many(300).with_columns(
        pl.int_range(pl.len()).alias(f"c{at}") * 10**12 for at in range(9)
    )  # fmt: skip
    columns = [*(f"c{at}" for at in range(9)), "sex"]
    found = {each.columns: each for each in measure(wide, columns, largest_set=2).sets}
    assert found["c0",].uniques == 300
    assert found["sex",].classes == 2
    assert found["c3", "sex"].special == 0


@given(stays())
@settings(max_examples=40)
def test_the_hash_is_of_the_content_whatever_the_order_of_rows_and_columns(drawn: pl.DataFrame) -> None:
    turned = drawn.sample(fraction=1, shuffle=True, seed=1).select(reversed(drawn.columns))
    assert content_hash(turned) == content_hash(drawn)
    assert content_hash(drawn.with_columns(pl.lit("p0").alias("stay_code"))) != content_hash(drawn)
    assert content_hash(pl.concat([drawn, drawn.head(1)])) != content_hash(drawn)
