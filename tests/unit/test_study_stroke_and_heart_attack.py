"""Strokes and heart attacks: who is a case, how long each is followed, what is attributable, and the proxy measured."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import numpy as np
import polars as pl
import pytest

from mutualis.model import MutualisError, Years
from mutualis.study import Desk, read_study, root
from mutualis.study.running import code

STUDY = read_study(root(), "stroke-and-heart-attack")
PARTS = code(STUDY).__globals__
COHORT = SimpleNamespace(**PARTS["cohort"].__globals__)
MONEY, FATE = PARTS["money"], PARTS["fate"]
HOSPITALS = SimpleNamespace(**PARTS["beside_hospitals"].__globals__)
DAY = dt.date(2019, 3, 1)


def desk() -> Desk:
    """A desk without data: what is made stays on it."""
    return Desk(STUDY, None, Years(2017, 2021), 5)  # type: ignore[arg-type]


def stays(*days: dt.date, nights: int = 5, person: str = "a") -> pl.DataFrame:
    """Episodes of one person."""
    rows = [(person, each, each + dt.timedelta(nights)) for each in days]
    return pl.DataFrame(rows, schema=["person_id", "admission_day", "last_day"], orient="row")


def billed(*acts: tuple[int, str]) -> pl.DataFrame:
    """Acts of person a: days after DAY and code."""
    rows = [("a", DAY + dt.timedelta(day), code) for day, code in acts]
    return pl.DataFrame(rows, schema=["person_id", "day", "code"], orient="row")


def test_an_episode_counts_where_a_code_of_every_group_was_billed_during_it() -> None:
    groups = [["1", "2"], ["3"]]
    found = stays(DAY)
    assert COHORT.with_codes(found, billed((0, "2"), (5, "3")), groups).height == 1
    assert COHORT.with_codes(found, billed((0, "2"), (6, "3")), groups).is_empty()
    assert COHORT.with_codes(found, billed((0, "1"), (1, "2")), groups).is_empty()


def test_the_index_has_a_year_before_it_without_another() -> None:
    first, soon, later = dt.date(2018, 6, 1), dt.date(2019, 5, 1), dt.date(2020, 6, 1)
    assert COHORT.index(desk(), stays(first, soon, later))["admission_day"].to_list() == [first]
    early = dt.date(2017, 9, 1)
    assert COHORT.index(desk(), stays(early, dt.date(2018, 6, 1), later))["admission_day"].to_list() == [later]
    assert COHORT.index(desk(), stays(early)).is_empty()


def follow(death: dt.date | None, insured: dt.date = dt.date(2021, 12, 31)) -> tuple[bool, int]:
    until = pl.DataFrame(
        {"person_id": ["a"], "death_day": [death], "insured_until": [insured]}, schema_overrides={"death_day": pl.Date}
    )
    row = COHORT.followed(desk(), stays(DAY), until).row(0, named=True)
    return row["died"], row["time"]


def test_somebody_is_followed_until_death_leaving_or_the_last_day() -> None:
    assert follow(None) == (False, (dt.date(2021, 12, 31) - DAY).days)
    assert follow(None, dt.date(2020, 6, 30)) == (False, (dt.date(2020, 6, 30) - DAY).days)
    assert follow(dt.date(2019, 9, 15)) == (True, (dt.date(2019, 9, 15) - DAY).days)


def test_a_death_told_for_the_middle_of_a_month_is_not_before_the_end_of_the_stay() -> None:
    assert follow(dt.date(2019, 2, 15)) == (True, 5)


def test_mortality_is_told_where_enough_died_and_somebody_is_followed_so_long() -> None:
    rows = pl.DataFrame(
        {
            "variant": "main",
            "condition": "stroke",
            "time": [10] * 4 + [200] * 6 + [800] * 90,
            "died": [True] * 10 + [False] * 90,
        }
    )
    found = FATE.mortality(desk(), rows)
    assert found["days"].to_list() == [365, 730]
    assert found["value"].to_list() == pytest.approx([0.1, 0.1])
    assert found["persons"].to_list() == [10, 10]


def sets(effect: float, size: int = 60) -> pl.DataFrame:
    """A case and three controls each, with costs before that differ by set, and after that rise by 100 for all."""
    dice = np.random.default_rng(3)
    rows = []
    for place in range(size):
        level = dice.gamma(2, 500)
        for number in range(4):
            before = level + dice.normal(0, 20)
            rows.append((f"s{place}", number == 0, before, level + 100 + effect * (number == 0) + dice.normal(0, 20)))
    return pl.DataFrame(rows, schema=["set", "is_case", "cost_before", "cost_after"], orient="row")


def test_what_is_attributable_is_the_change_of_cases_beyond_that_of_controls() -> None:
    found = MONEY.attributable(sets(250.0), "cost")
    assert found.low < 250 < found.high
    assert found.high - found.low < 20
    nothing = MONEY.attributable(sets(0.0), "cost")
    assert nothing.low < 0 < nothing.high


def test_days_are_before_the_admission_or_after_the_episode_until_the_365th_day() -> None:
    one = stays(DAY).with_columns(set=pl.lit("a"), is_case=pl.lit(value=True))
    wait = [-366, -365, -1, 0, 5, 6, 365, 366]
    spent = pl.DataFrame(
        {"person_id": "a", "day": [DAY + dt.timedelta(each) for each in wait], "cost": [2**each for each in range(8)]}
    ).with_columns(cardiology_cost=pl.lit(0), cardiology_acts=pl.lit(1))
    row = MONEY.windows(one, spent).row(0, named=True)
    assert (row["cost_before"], row["cost_after"]) == (2 + 4, 32 + 64)
    assert (row["cardiology_acts_before"], row["cardiology_acts_after"]) == (2, 2)


def test_controls_were_alive_and_insured_on_the_day_of_their_case() -> None:
    told = pl.DataFrame({"set": "a", "person_id": ["a", "b", "c", "d"], "is_case": [True, False, False, False]})
    told = told.with_columns(admission_day=pl.lit(DAY), last_day=pl.lit(DAY))
    until = pl.DataFrame(
        {
            "person_id": ["a", "b", "c", "d"],
            "death_day": [None, DAY - dt.timedelta(1), DAY + dt.timedelta(300), None],
            "insured_until": [dt.date(2021, 12, 31)] * 3 + [DAY - dt.timedelta(1)],
        }
    )
    found = MONEY.at_risk(told, until)
    assert found.select("person_id", "whole_year").rows() == [("a", True), ("c", False)]
    assert PARTS["survivors"](found)["person_id"].to_list() == ["a"]


def test_a_case_without_a_control_is_in_no_set() -> None:
    alone = pl.DataFrame(
        {"set": ["a"], "person_id": ["a"], "is_case": [True], "admission_day": [DAY], "last_day": [DAY]}
    )
    until = pl.DataFrame(
        {"person_id": ["a"], "death_day": [None], "insured_until": [DAY]}, schema_overrides={"death_day": pl.Date}
    )
    assert MONEY.at_risk(alone, until).is_empty()


def test_quarters_are_numbered_without_0_and_who_had_nothing_counts() -> None:
    one = pl.DataFrame({"set": "a", "person_id": ["a", "b"], "is_case": [True, False]}).with_columns(
        admission_day=pl.lit(DAY)
    )
    days = [DAY - dt.timedelta(1), DAY, DAY + dt.timedelta(91)]
    found = MONEY.quarters(one, pl.DataFrame({"person_id": "a", "day": days, "cost": [100, 200, 300]}))
    cases = dict(found.filter(pl.col("group") == "cases").select("quarter", "value").rows())
    assert cases == {-4: 0, -3: 0, -2: 0, -1: 1, 1: 2, 2: 3, 3: 0, 4: 0}
    assert found.filter(pl.col("group") == "controls")["value"].to_list() == [0.0] * 8


def hospital(size: int = 400, sensitivity: float = 0.9, planned: float = 0.03) -> Any:
    """Episodes of which a tenth are heart attacks with the codes of the proxy as planted, and others by chance."""
    dice = np.random.default_rng(5)
    found = pl.concat([stays(DAY, person=f"p{each}") for each in range(size)])
    attack = np.arange(size) < size // 10
    coded = np.where(attack, dice.random(size) < sensitivity, dice.random(size) < planned)
    diagnoses = pl.DataFrame(
        {
            "person_id": found["person_id"],
            "admission_day": DAY + dt.timedelta(1),
            "diagnosis": np.where(attack, "I21.4", "R074"),
        }
    )
    return found, found.filter(pl.Series(coded)), diagnoses, attack, coded


def test_the_proxy_is_measured_against_principal_diagnoses() -> None:
    found, coded, diagnoses, attack, codes = hospital()
    true = HOSPITALS.true_stays(diagnoses, ["I21", "I22"])
    assert true.height == attack.sum()
    made = {row["measure"]: row for row in HOSPITALS.measured(found, coded, true).to_dicts()}
    assert made["sensitivity"]["value"] == (attack & codes).sum() / attack.sum()
    assert made["predictive_value"]["value"] == (attack & codes).sum() / codes.sum()
    assert made["sensitivity"]["low"] < 0.9 < made["sensitivity"]["high"]


def test_without_hospital_data_the_run_says_that_the_codes_stand_unmeasured() -> None:
    own = desk()
    PARTS["beside_hospitals"](own)
    assert [each.what for each in own.kept.deviations] == ["proxy is left out"]


def test_times_beyond_the_years_are_told() -> None:
    own = desk()
    PARTS["not_reached"](own)
    assert own.kept.deviations[0].what == "mortality is not told after 4 and 5 years"


def test_too_few_deaths_for_the_factors_are_refused() -> None:
    rows = pl.DataFrame(
        {
            "person_id": [f"p{each}" for each in range(40)], "variant": "main",
            "condition": ["stroke", "infarction"] * 20, "time": range(1, 41), "died": [True] * 3 + [False] * 37,
            "ten_years": np.linspace(-2, 2, 40), "woman": [True, True, False, False] * 10,
            "increased": [True] * 7 + [False] * 33,
        }
    )  # fmt: skip
    with pytest.raises(MutualisError, match="too few events"):
        FATE.hazards(rows, "main")
