"""The study of integrated care on drawn person-years: savings that are there are found, and bad input is told."""

import itertools
from types import SimpleNamespace

import numpy as np
import polars as pl
import pytest

from mutualis.model import MutualisError, Years
from mutualis.reference import codelist
from mutualis.study import Desk, read_study, root
from mutualis.study.running import code

STUDY = read_study(root(), "integrated-care")
RUN = code(STUDY).__globals__
MONEY = SimpleNamespace(**RUN["savings"].__globals__)
GUARANTEE = SimpleNamespace(**RUN["simulations"].__globals__)
FOLLOW = SimpleNamespace(**RUN["monitoring"].__globals__)
COURSE = SimpleNamespace(**RUN["over_time"].__globals__)
CLASSED = RUN["person_years"].__globals__["classed"]
YEARS = np.arange(2017, 2022)


def desk(**changed) -> Desk:
    """A desk without data: what is made stays on it."""
    few = {"replications": 99, "placebos": 99} | changed
    study = SimpleNamespace(
        name=STUDY.name, seed=7, parameters=dict(STUDY.parameters) | few, output=STUDY.output, outputs=STUDY.outputs
    )
    return Desk(study, None, Years(2017, 2021), 10)  # type: ignore[arg-type]


def person_years(share=0.0, *, towns=48, inside=20, persons=40, pilots=("01", "02"), seed=1, spread=0.5):
    """Persons in municipalities, the first of which are those of the pilots, that spend `share` less from 2018 on."""
    dice = np.random.default_rng(seed)
    number, years = towns * persons, len(YEARS)
    town = np.repeat(np.arange(number) // persons, years)
    year = np.tile(YEARS, number)
    pilot = np.array([pilots[each % len(pilots)] if each < inside else None for each in range(towns)], dtype=object)[
        town
    ]
    level = np.repeat(dice.gamma(2.0, 0.5, number), years)
    cents = 200_000 * level * np.exp(dice.normal(-(spread**2) / 2, spread, number * years))
    saved = np.array([each is not None for each in pilot]) & (year >= 2018)
    in_reach = (cents * np.where(saved, 1 - share, 1.0)).round().astype(np.int64)
    out = (30_000 * dice.gamma(0.2, 5.0, number * years)).round().astype(np.int64)
    return CLASSED(
        pl.DataFrame(
            {
                "person_id": np.repeat([f"p{each:05d}" for each in range(number)], years),
                "year": year.astype(np.int32),
                "municipality": [f"{71000 + each}" for each in town],
                "pilot": pl.Series(pilot, dtype=pl.String),
                "age": np.repeat(dice.integers(0, 95, number), years),
                "sex": np.repeat(dice.choice(["1", "2"], number), years),
                "state": dice.choice(["D", "J"], number * years, p=[0.97, 0.03]),
                "is_deceased": dice.random(number * years) < 0.01,
                "is_increased_reimbursement": np.repeat(dice.random(number) < 0.2, years),
                "disabled": np.repeat(dice.random(number) < 0.05, years),
                "conditions": np.repeat(dice.integers(0, 7, number), years),
                "reimbursed_cents": in_reach + out,
                "out_cents": out,
            }
        ),
        STUDY.parameters["age_bounds"],
    )


def figure(desk_, table, **where):
    """The one row of a table with these values."""
    found = desk_.kept.estimates[table]
    for name, value in where.items():
        found = found.filter(pl.col(name) == value)
    return found.row(0, named=True)


def saved(share, **changes):
    made = desk()
    MONEY.savings(made, MONEY.panel(made, person_years(share, **changes)))
    return made


@pytest.fixture(scope="module")
def third():
    return saved(0.3)


def test_every_list_of_the_study_holds_what_it_names():
    groups = list(itertools.chain(*STUDY.parameters["spending_groups"].values()))
    assert sorted(groups) == sorted(codelist("cost_group").codes())
    assert set(STUDY.parameters["groups_out_of_reach"]) <= set(groups)
    assert {each["code"] for each in STUDY.parameters["target_groups"].values()} == codelist("pilot_target").codes()
    names = [each["name"] for each in STUDY.parameters["indicators"]]
    assert len(names) == len(set(names)) >= 50


def test_every_code_that_a_report_shows_has_its_words():
    shown = [*(each["name"] for each in STUDY.parameters["indicators"]), *STUDY.parameters["diagnosis_groups"]]
    shown += [*STUDY.parameters["target_groups"], *(f"group_{each}" for each in STUDY.parameters["spending_groups"])]
    shown += [*(f"{each:02d}" for each in range(1, 13)), "all", "comparison", *FOLLOW.CARE, *GUARANTEE.MEASURES]
    assert [each for each in shown if STUDY.value(each, "nl") == each] == []


@pytest.mark.parametrize("pilot", ["01", "02", "all"])
def test_a_saving_that_is_there_is_held_by_its_interval(third, pilot):
    found = figure(third, "savings", variant="in_reach", measure="saving_percent", pilot=pilot)
    assert found["low"] < 30 < found["high"]
    assert found["low"] > 10


def test_where_nothing_is_saved_the_interval_holds_nothing():
    found = figure(saved(0.0), "savings", variant="in_reach", measure="saving_percent", pilot="all")
    assert found["low"] < 0 < found["high"]


def test_all_spending_dilutes_a_saving_within_reach(third):
    within, whole = (
        figure(third, "savings", variant=each, measure="saving_percent", pilot="all") for each in ("in_reach", "all")
    )
    assert whole["value"] < within["value"]


def test_holding_the_most_expensive_at_a_bound_hides_savings_at_the_top(third):
    found = {
        each: figure(third, "fit_of_variants", variant=each, measure="recovered_percent")["value"]
        for each in ("all", "removed_995", "top_coded_990", "in_reach")
    }
    assert found["all"] == pytest.approx(100, abs=5)
    assert found["in_reach"] == pytest.approx(100, abs=5)
    assert found["top_coded_990"] < 50


def test_every_kind_of_interval_is_about_the_same_saving(third):
    rows = third.kept.estimates["intervals"].filter(
        (pl.col("pilot") == "all") & (pl.col("measure") == "saving_percent")
    )
    assert set(rows["interval"]) == {"by_person", "by_municipality", "persons_normal", "persons_percentile"}
    assert rows["value"].to_numpy() == pytest.approx(rows["value"][0])
    assert ((rows["low"] < rows["value"]) & (rows["value"] < rows["high"])).all()


def test_intervals_of_all_pilots_at_once_are_wider(third):
    rows = third.kept.estimates["intervals"].filter((pl.col("pilot") == "01") & (pl.col("measure") == "saving_euros"))
    wide = {kind: high - low for kind, low, high in rows.select("interval", "low", "high").iter_rows()}
    assert wide["at_once"] == pytest.approx(wide["by_person"] * 2.2414 / 1.96, rel=1e-3)


def test_fewer_draws_than_the_methods_ask_are_told(third):
    assert any("99 draws of persons instead of 999" in each.what for each in third.kept.deviations)


def test_expected_less_actual_is_the_gain():
    made = desk()
    GUARANTEE.expected_and_actual(made, MONEY.panel(made, person_years(0.3)))
    for pilot in ("01", "02"):
        rows = {
            each: figure(made, "budget_guarantee", pilot=pilot, measure=each)
            for each in ("guarantee", "actual", "gain", "expected", "correction")
        }
        assert rows["gain"]["value"] == pytest.approx(rows["guarantee"]["value"] - rows["actual"]["value"])
        assert rows["guarantee"]["value"] == pytest.approx(rows["expected"]["value"] * rows["correction"]["value"])
        assert rows["gain"]["low"] > 0


def test_what_was_actually_spent_is_what_was_reimbursed():
    made, rows = desk(), person_years(0.3)
    GUARANTEE.expected_and_actual(made, MONEY.panel(made, rows))
    there = rows.filter((pl.col("pilot") == "01") & (pl.col("year") == 2020))["reimbursed_cents"].sum() / 100
    assert figure(made, "expected_and_actual", pilot="01", year=2020, measure="actual")["value"] == pytest.approx(there)


def test_a_true_pilot_stands_out_from_pretended_ones():
    made = desk()
    COURSE.placebos(made, MONEY.panel(made, person_years(0.3, towns=64, persons=30)))
    found = figure(made, "placebos", pilot="all")
    assert found["value"] < found["low"]
    assert found["p"] == pytest.approx(0.01)
    assert made.kept.estimates["placebo_spread"]["value"].sum() == pytest.approx(100)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"column": "times"}, [0.0, 300.0, 500.0]),
        ({"column": "times", "least": 4}, [0.0, 0.0, 100.0]),
        ({"column": "times", "age_from": 65}, [500.0]),
        ({"column": "times", "among": "times", "among_least": 4}, [500.0]),
        ({"column": "part", "over": "times", "among": "times"}, [pytest.approx(100 / 3), 40.0]),
        ({"column": "times", "scale": 0.01}, [0.0, 3.0, 5.0]),
    ],
)
def test_an_indicator_is_counted_met_or_divided_of_whom_it_says(asked, expected):
    rows = pl.DataFrame({"age": [30, 50, 70], "times": [0, 3, 5], "part": [0, 1, 2], "pilot": [None, "01", None]})
    assert FOLLOW.indicated(rows, asked)["outcome"].to_list() == expected


def test_the_same_effect_on_an_indicator_is_found_in_each_pilot():
    rows = person_years(0.0).with_columns(outcome=pl.col("age").cast(pl.Float64) * 0)
    after = pl.col("pilot").is_not_null() & (pl.col("year") >= 2018)
    noise = pl.Series(np.random.default_rng(3).normal(0, 1, len(rows)))
    told = MONEY.after(desk(), rows.with_columns(outcome=2.0 * after + noise), "x", "indicator")
    assert told["pilot"].to_list() == ["01", "02", "all"]
    assert ((told["low"] < 2) & (told["high"] > 2) & (told["p"] < 0.001)).all()


def test_a_pilot_without_comparison_area_is_refused():
    rows = person_years().filter(pl.col("pilot").is_not_null())
    with pytest.raises(MutualisError, match="no comparison area"):
        MONEY.panel(desk(), rows)


def test_a_pilot_without_a_comparison_area_in_a_year_is_refused():
    rows = person_years().filter(pl.col("pilot").is_not_null() | (pl.col("year") != 2019))
    with pytest.raises(MutualisError, match="no comparison area in 2019"):
        MONEY.panel(desk(), rows)


def test_a_study_without_a_year_before_the_start_is_refused():
    with pytest.raises(MutualisError, match="no rows before its start"):
        MONEY.panel(desk(), person_years().filter(pl.col("year") >= 2018))


def test_a_year_without_data_is_refused():
    with pytest.raises(MutualisError, match="A period has no data: 2019"):
        MONEY.panel(desk(), person_years().filter(pl.col("year") != 2019))


def test_too_few_municipalities_are_refused():
    rows = person_years(towns=8, inside=4, pilots=("01",)).with_columns(outcome="spent")
    with pytest.raises(MutualisError, match="need 10 clusters or more"):
        MONEY.after(desk(), rows, "x")


def test_a_pilot_of_two_municipalities_is_named():
    rows = person_years(towns=30, inside=9, pilots=("01", "02", "03", "04")).with_columns(outcome="spent")
    with pytest.raises(MutualisError, match=r"02 \(2\), 03 \(2\), 04 \(2\)"):
        MONEY.after(desk(), rows, "x")


def test_one_simulation_that_is_refused_is_told_and_the_others_are_made():
    made = desk(diagnosis_groups=["dementia", "diabetes_mellitus"], target_groups={})
    rows = person_years().with_columns(
        has_diabetes_mellitus=pl.col("conditions") > 2,
        has_dementia=pl.col("pilot").is_null() & (pl.col("conditions") > 4),
    )
    groups = {f"group_{each}_cents": pl.col("reimbursed_cents") for each in STUDY.parameters["spending_groups"]}
    GUARANTEE.simulations(made, rows.with_columns(**groups))
    assert "diabetes_mellitus" in made.kept.estimates["simulations"]["group"].to_list()
    why = next(each.why for each in made.kept.deviations if "dementia" in each.what)
    assert why.startswith("The panel has no pilot")


def test_the_first_inclusion_of_a_person_counts_once():
    told = pl.DataFrame(
        {
            "person_id": ["a", "a", "b"],
            "pilot": ["01", "01", "02"],
            "start_day": pl.Series(["2019-05-01", "2018-03-01", "2016-01-01"]).str.to_date(),
            "target_group": ["01", "06", "02"],
        }
    )
    made = desk()
    given = SimpleNamespace(
        read=lambda each: each, table=lambda name: told, parameters=made.parameters, years=made.years
    )
    found = RUN["included"](given)
    assert found.select("person_id", "year", "target_group").rows() == [("a", 2018, "target_multiple")]
