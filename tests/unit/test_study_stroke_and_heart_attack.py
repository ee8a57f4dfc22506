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


ATTACK, CODE = ["I21", "I22"], [["464122", "464144"]]
LINKED = {
    "stays": ["c_project", "stay_code", "previous_stay_code", "stay_type", "discharge_year"],
    "diagnoses": ["stay_code", "specialism_order", "diagnosis_type", "diagnosis"],
    "claims": ["stay_code", "nomenclature_code", "quantity", "link_rule"],
}


def linked(**rows: list[tuple[Any, ...]]) -> dict[str, pl.DataFrame]:
    """The tables of a linkage as a desk gives them; a stay `s1` is of person `p1`, over a night, in 2019."""
    return {
        name: pl.DataFrame(rows.get(name, []), schema=dict.fromkeys(columns, pl.String) | NUMBERS[name], orient="row")
        for name, columns in LINKED.items()
    }


NUMBERS: dict[str, dict[str, Any]] = {
    "stays": {"discharge_year": pl.Int32}, "diagnoses": {}, "claims": {"quantity": pl.Int64},
}  # fmt: skip


def stay(code: str, before: str | None = None, kind: str = "H", person: str = "") -> tuple[Any, ...]:
    return (person or code.replace("s", "p"), code, before, kind, 2019)


def told(code: str, diagnosis: str = "I214", kind: str = "P", order: str = "1") -> tuple[Any, ...]:
    return (code, order, kind, diagnosis)


def act(code: str, quantity: int = 1, rule: str = "same_admission") -> tuple[Any, ...]:
    return (code, "464122", quantity, rule)


def judged(tables: dict[str, pl.DataFrame]) -> dict[str, tuple[bool, bool]]:
    """Of each episode whether the acts found it, and whether it is a heart attack."""
    stays = HOSPITALS.episodes(tables["stays"], ["C", "D"])
    parts = HOSPITALS.principal(tables["diagnoses"]), HOSPITALS.within(tables["claims"])
    seen = HOSPITALS.judged(stays, *parts, CODE, ATTACK)
    return {row["episode"]: (row["found"], row["true"]) for row in seen.to_dicts()}


def test_stays_that_transfers_join_are_one_episode() -> None:
    three = [stay("s1"), stay("s2", "s1", person="p1"), stay("s3", "s2", person="p1"), stay("s4")]
    made = linked(stays=three, diagnoses=[told("s3")], claims=[act("s1"), act("s4")])
    assert judged(made) == {"s1": (True, True), "s4": (True, False)}


def test_a_stay_that_came_from_day_care_begins_its_episode_itself() -> None:
    made = linked(stays=[stay("s1", kind="C"), stay("s2", "s1")], diagnoses=[told("s2")], claims=[act("s1")])
    assert judged(made) == {"s2": (False, True)}


@pytest.mark.parametrize(
    "claim", [act("s1", -1), act("s1", rule="after_discharge"), ("s1", "477724", 1, "within_stay")]
)
def test_an_act_that_was_taken_back_or_is_after_the_stay_or_another_finds_nothing(claim: tuple[Any, ...]) -> None:
    assert judged(linked(stays=[stay("s1")], diagnoses=[told("s1")], claims=[claim])) == {"s1": (False, True)}


@pytest.mark.parametrize("diagnosis", [told("s1", kind="S"), told("s1", order="2"), told("s1", "I639")])
def test_only_the_principal_diagnosis_of_the_first_specialism_is_the_truth(diagnosis: tuple[Any, ...]) -> None:
    assert judged(linked(stays=[stay("s1")], diagnoses=[diagnosis], claims=[act("s1")])) == {"s1": (True, False)}


def test_an_episode_whose_diagnosis_was_blanked_is_left_out() -> None:
    made = linked(stays=[stay("s1"), stay("s2")], diagnoses=[told("s1", "*"), told("s2", "I21.4")], claims=[act("s1")])
    assert judged(made) == {"s2": (False, True)}


def hospital(size: int = 400) -> dict[str, pl.DataFrame]:
    """Stays of which a tenth are heart attacks with the acts as planted, and others that have them by chance."""
    dice = np.random.default_rng(5)
    attack = np.arange(size) < size // 10
    coded = np.where(attack, dice.random(size) < 0.9, dice.random(size) < 0.03)
    return linked(
        stays=[stay(f"s{each}") for each in range(size)],
        diagnoses=[told(f"s{each}") for each in np.flatnonzero(attack)],
        claims=[act(f"s{each}") for each in np.flatnonzero(coded)],
    )


def with_linkage(tables: dict[str, pl.DataFrame] | None) -> Desk:
    """A desk whose linkage has these tables; without them it was not made."""
    there = None if tables is None else SimpleNamespace(read=tables.__getitem__)
    return Desk(STUDY, SimpleNamespace(linked=there, rows_read=0), Years(2017, 2021), 5)  # type: ignore[arg-type]


def test_the_proxy_is_measured_against_principal_diagnoses() -> None:
    tables = hospital()
    own = with_linkage(tables)
    PARTS["beside_hospitals"](own)
    made = own.kept.estimates["proxy"].filter(pl.col("variant") == "main")
    rows = {row["measure"]: row for row in made.filter(pl.col("condition") == "infarction").to_dicts()}
    true, found = set(tables["diagnoses"]["stay_code"]), set(tables["claims"]["stay_code"])
    assert rows["sensitivity"]["value"] == len(true & found) / len(true)
    assert rows["predictive_value"]["value"] == len(true & found) / len(found)
    assert rows["sensitivity"]["low"] < 0.9 < rows["sensitivity"]["high"]
    assert rows["sensitivity"]["persons"] == len(true - found)
    assert {each.what for each in own.kept.deviations} >= {"proxy of stroke (main) is left out"}


def test_what_leaves_needs_persons_and_not_episodes_of_one() -> None:
    many = [stay(f"s{each}", person="p1") for each in range(9)] + [stay("s9"), stay("s10")]
    made = linked(stays=many, diagnoses=[told(row[1]) for row in many], claims=[act(f"s{each}") for each in range(9)])
    own = with_linkage(made)
    PARTS["beside_hospitals"](own)
    row = own.kept.estimates["proxy"].filter(pl.col("measure") == "sensitivity").row(0, named=True)
    assert row["value"] == 9 / 11
    assert row["persons"] == 1


def test_stays_of_other_years_than_those_asked_for_are_not_measured() -> None:
    own = Desk(STUDY, with_linkage(hospital()).data, Years(2020, 2021), 5)
    PARTS["beside_hospitals"](own)
    assert "proxy" not in own.kept.estimates


def test_without_a_linkage_the_run_says_that_the_codes_stand_unmeasured() -> None:
    own = with_linkage(None)
    PARTS["beside_hospitals"](own)
    assert [each.what for each in own.kept.deviations] == ["proxy is left out"]
    with pytest.raises(MutualisError, match="has no linked data here"):
        own.linked("stays")


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
