"""Rules of the small cell analysis, each with a table drawn for it."""

import datetime as dt
from dataclasses import replace

import polars as pl
import pytest

from mutualis.disclosure.small_cells import Task, analyse, measure
from mutualis.disclosure.small_cells.diversity import diversity
from mutualis.model import MutualisError
from mutualis.reference import small_cell_rules
from small_cell_stays import SCHEMA, many

TASK = Task("linked-set", "ivc-20-284-a", "A. Checker", dt.date(2026, 11, 23))
ALIKE = {
    "hospital_number": "71000", "age_at_admission": 70, "sex": "1", "length_of_stay": 5, "discharge_year": 2018,
    "destination": "1", "previous_hospital": None, "next_hospital": None, "principal_diagnosis": "I63.3",
    "admission_diagnosis": "I63.9", "death_30": False,
}  # fmt: skip


def persons(number: int, start: int = 0, **changed: object) -> list[dict]:
    return [{**ALIKE, "c_project": f"p{start + at}", "stay_code": f"s{start + at}", **changed} for at in range(number)]


def table(*groups: list[dict]) -> pl.DataFrame:
    rows = [row for group in groups for row in group]
    return pl.DataFrame([{**row, "stay_code": f"s{at}"} for at, row in enumerate(rows)], schema=SCHEMA)


def used(report) -> list[str]:
    return [each.remedy for each in report.actions if not each.skipped]


def test_classes_uniques_and_risks_of_every_set_of_a_drawn_table() -> None:
    drawn = pl.DataFrame({"sex": ["1", "1", "1", "2"], "age": [70, 70, 71, 71], "year": [2017, 2017, 2017, 2017]})
    found = {each.columns: each for each in measure(drawn, ["sex", "age", "year"]).sets}
    assert len(found) == 7
    sex, age, both = found["sex",], found["age",], found["sex", "age"]
    assert (sex.classes, sex.uniques, sex.largest_risk, sex.mean_risk, sex.expected) == (2, 1, 1.0, 0.5, 2.0)
    assert (age.classes, age.uniques, age.largest_risk, dict(age.smaller)) == (2, 0, 0.5, {3: 1.0, 5: 1.0, 10: 1.0})
    assert (both.classes, both.uniques, both.smaller[3]) == (3, 2, 1.0)


def test_a_special_unique_is_counted_for_its_smallest_set_only_and_small_sets_score_more() -> None:
    # The fourth is alone by sex. The third is alone by sex with age; by age with year it is not.
    drawn = pl.DataFrame({"sex": ["1", "1", "1", "2"], "age": [70, 70, 71, 71], "year": [2017, 2017, 2017, 2017]})
    found = measure(drawn, ["sex", "age", "year"])
    special = {each.columns: each.special for each in found.sets if each.special}
    assert special == {("sex",): 1, ("sex", "age"): 1}
    assert dict(found.special_by_size) == {1: 1, 2: 1, 3: 0}
    assert sorted(found.scores) == [1, 2]  # of 3 columns: 3 - 2 for the pair, (3 - 1) x (3 - 2) for sex alone
    assert found.special_rows == 2


def test_l_and_t_of_a_drawn_table() -> None:
    drawn = pl.DataFrame({"sex": ["1", "1", "1", "1", "2", "2"], "dead": [True, False, False, False, True, True]})
    found = diversity(drawn, ("sex",), "dead")
    assert found.distinct == 1
    assert found.entropy == pytest.approx(1)
    assert found.closeness == pytest.approx(0.5)  # all women died, half of everybody did
    men = diversity(drawn.filter(pl.col("sex") == "1"), ("sex",), "dead")
    assert (men.distinct, men.closeness) == (2, 0)
    assert men.entropy == pytest.approx((4**0.25) * ((4 / 3) ** 0.75))


def test_five_persons_who_look_alike_pass_without_a_remedy() -> None:
    done = analyse(table(persons(5)), TASK)
    assert done.report.holds
    assert used(done.report) == []
    assert done.report.hash == done.report.examined


def test_five_stays_of_four_persons_are_a_class_of_four() -> None:
    drawn = table(persons(4), persons(1))
    assert {each.k for each in analyse(drawn, TASK).report.before.attackers} == {4}
    assert analyse(drawn, TASK).frame.is_empty()  # nothing makes four persons five


def test_remedies_stop_as_soon_as_the_rules_hold() -> None:
    drawn = table(persons(3, age_at_admission=70), persons(2, 3, age_at_admission=74))
    done = analyse(drawn, TASK)
    assert used(done.report) == ["age_classes"]
    assert done.frame["age_at_admission"].unique().to_list() == ["70-74"]
    assert done.frame["length_of_stay"].to_list() == [5] * 5


@pytest.mark.parametrize(("age", "label"), [(89, "85-89"), (90, "90+"), (104, "90+")])
def test_ages_from_90_are_one_class(age: int, label: str) -> None:
    done = analyse(table(persons(6, age_at_admission=age), persons(1, 6, age_at_admission=age - 1)), TASK)
    assert label in done.frame["age_at_admission"].to_list()


@pytest.mark.parametrize(
    ("column", "value", "remedy", "becomes"),
    [
        ("length_of_stay", 75, "length_of_stay_capped", 60),
        ("principal_diagnosis", "I63.4", "rare_codes", "I63"),
        ("next_hospital", "71003", "transfer_hospitals", "yes"),
        ("length_of_stay", 3, "length_of_stay_classes", "3-6"),
    ],
)
def test_each_remedy_mends_what_it_is_for(column, value, remedy, becomes) -> None:
    other = {"length_of_stay_capped": 61, "rare_codes": "I63.5", "transfer_hospitals": "71004"}
    few = persons(3, 9, **{column: value}), persons(3, 12, **{column: other.get(remedy, 4)})
    done = analyse(table(persons(9), *few), TASK)
    assert remedy in used(done.report)
    assert done.frame[column].to_list().count(becomes) >= 3
    assert done.report.holds
    assert "dropped_records" not in used(done.report)


def test_hospitals_are_grouped_only_where_that_is_allowed() -> None:
    drawn = table(persons(3), persons(3, 3, hospital_number="71001"))
    kept = analyse(drawn, TASK).report
    assert [each.skipped for each in kept.actions if each.remedy == "hospital_groups"] == ["not_allowed"]
    done = analyse(drawn, TASK, groups={"71000": "general", "71001": "general"})
    assert used(done.report) == ["age_classes", "length_of_stay_capped", "hospital_groups"]
    assert done.frame["hospital_number"].unique().to_list() == ["general"]
    with pytest.raises(MutualisError, match="1 values of the column 'hospital_number' have no group"):
        analyse(drawn, TASK, groups={"71000": "general"})


def test_a_value_that_is_rare_to_the_end_is_blanked_and_only_there() -> None:
    done = analyse(table(persons(6), persons(2, 6, discharge_year=2017), persons(4, 8, sex="2")), TASK)
    assert done.report.holds
    blank = done.frame.filter(pl.col("discharge_year").is_null() | (pl.col("sex") == "*"))
    assert blank.height in (6, 12)


@pytest.mark.parametrize(("number", "holds"), [(9, False), (10, True)])
def test_a_class_in_which_all_died_needs_ten_persons(number: int, holds: bool) -> None:
    found = analyse(table(persons(number, death_30=True)), TASK).report
    assert (found.before.attackers[0].failing == 0) is holds


def test_a_class_that_shares_a_sensitive_diagnosis_fails_at_any_size_and_one_in_which_all_live_does_not() -> None:
    assert analyse(table(persons(40, admission_diagnosis="F05.9")), TASK).report.before.attackers[0].failing == 40
    assert analyse(table(persons(40, admission_diagnosis="I63.9")), TASK).report.before.attackers[0].failing == 0
    mixed = table(persons(39, admission_diagnosis="F05.9"), persons(1, 39))
    assert analyse(mixed, TASK).report.before.attackers[0].failing == 0


def test_an_authorisation_can_ask_larger_classes_never_smaller_ones() -> None:
    assert analyse(table(persons(9)), replace(TASK, smallest=10)).report.before.attackers[0].failing == 9
    assert analyse(table(persons(4)), replace(TASK, smallest=2)).report.before.attackers[0].failing == 4


def test_in_a_sample_a_journalist_meets_the_persons_for_whom_it_stands() -> None:
    found = analyse(table(persons(3)), replace(TASK, fraction=0.5)).report.before.attackers
    failing = {each.id: each.failing for each in found}
    assert failing["journalist"] == 0  # three of a half stand for six
    assert failing["prosecutor"] == 3


def test_the_loss_is_told_on_the_figures_that_are_asked() -> None:
    drawn = table(persons(20), persons(3, 20, sex="2", death_30=True))
    done = analyse(drawn, TASK, figures=lambda frame: {"women": (frame["sex"] == "2").mean(), "none": float("nan")})
    assert done.report.figures["women"][0] == pytest.approx(3 / 23)
    assert done.report.figures["women"][1] == 0  # few women: blanked or dropped
    assert done.report.figures["none"] == (None, None)
    assert '"none":[null,null]' in done.report.to_json()


def test_the_stays_of_three_years_pass_and_most_cells_stay() -> None:
    done = analyse(many(20_000), TASK)
    assert done.report.holds
    assert done.report.share_changed < 0.4
    assert len(done.report.worst) == small_cell_rules().worst
