"""Medicines across sectors and unplanned readmissions: who counts, and that planted effects are found."""

import datetime as dt
from types import SimpleNamespace

import numpy as np
import polars as pl
import pytest

from mutualis.methods.odds import OddsModel
from mutualis.model import MutualisError, Years
from mutualis.study import Desk, read_study, root
from mutualis.study.running import code

STUDY = read_study(root(), "medicines-and-readmissions")
PARTS = code(STUDY).__globals__
MEDICINES, STAYS = PARTS["medicines"], PARTS["stays"]
HOSPITALS = SimpleNamespace(**STAYS.compared.__globals__)
ROWS = SimpleNamespace(**PARTS["people"].__globals__)
DAY = dt.date(2019, 3, 1)


def desk() -> Desk:
    """A desk without data: what is made stays on it."""
    return Desk(STUDY, None, Years(2017, 2021), 5)  # type: ignore[arg-type]


def test_a_medicine_is_of_the_first_group_that_its_code_begins_as() -> None:
    codes = pl.DataFrame({"atc_code": ["J01CA04", "J01CR02", "J01MA02", "J01FA10", "J01XE01"]})
    found = codes.select(ROWS.grouped(STUDY.parameters["antibiotics"])).to_series().to_list()
    assert found == ["amoxicillin", "amoxiclav", "quinolones", "other_second", "other_first"]


def test_many_substances_are_told_apart_by_who_gave_them() -> None:
    rows = pl.DataFrame({"public": [5, 4, 4, 0], "both": [5, 5, 4, 9]})
    found = rows.select(MEDICINES.classes([5, 10])).to_series().to_list()
    assert found == ["many_public", "many_with_hospital", "few", "many_with_hospital"]


def test_doses_by_day_and_users_are_of_all_insured() -> None:
    rows = pl.DataFrame({"year": 2019, "region_code": "02000", "ddd_thousandths": [7300, 0, 0, 0]})
    found = pl.concat([*MEDICINES.volumes(rows.with_columns(is_user=pl.col("ddd_thousandths") > 0))])
    values = {(row["area"], row["measure"]): row["value"] for row in found.to_dicts()}
    assert values["country", "did"] == pytest.approx(1000 * 7.3 / (4 * 365))
    assert values["country", "users"] == values["02000", "users"] == 25
    assert set(found["persons"]) == {1}


def test_shares_of_kinds_are_of_doses_and_those_of_amoxicillin_of_both_amoxicillins() -> None:
    doses = {"amoxicillin": 60, "amoxiclav": 20, "quinolones": 5, "other_second": 5, "other_first": 110}
    rows = [(f"p{place}", 2019, kind, ddd) for place in range(6) for kind, ddd in doses.items()]
    used = pl.DataFrame(rows, schema=["person_id", "year", "medicine", "ddd_thousandths"], orient="row")
    found = {row["measure"]: row["value"] for row in pl.concat([*MEDICINES.kinds(used)]).to_dicts()}
    assert found["second_line"] == pytest.approx(15)
    assert found["amoxicillin_ratio"] == pytest.approx(75)
    assert found["quinolones"] == pytest.approx(2.5)


def test_the_error_of_a_ratio_of_sums_is_that_of_the_bootstrap() -> None:
    dice = np.random.default_rng(2)
    whole = dice.gamma(2, 10, 400)
    part = whole * dice.beta(2, 5, 400)
    found = MEDICINES.ratio_of_sums(part, whole)
    again = [dice.integers(0, 400, 400) for _ in range(600)]
    assert found.value == pytest.approx(part.sum() / whole.sum())
    assert found.error == pytest.approx(np.std([part[each].sum() / whole[each].sum() for each in again]), rel=0.12)


def drawn_months(seed: int = 1) -> pl.DataFrame:
    """Months of 50 groups with the planted trend, winter and first wave."""
    months = pl.select(month=pl.date_range(dt.date(2017, 1, 1), dt.date(2021, 12, 1), "1mo")).with_columns(
        year=pl.col("month").dt.year().cast(pl.Int32)
    )
    frame = months.join(pl.DataFrame({"group": range(50)}), how="cross").with_columns(exposure=pl.lit(400 * 30.0))
    given = STUDY.parameters["course"]
    height = np.cos((frame["month"].dt.ordinal_day().to_numpy() + 14 - 20) * 2 * np.pi / 365.25)
    rate = 0.0012 * (1 / 1.5 + (1 - 1 / 1.5) * (1 + height) / 2)
    rate = rate * np.power(1 / 1.03, np.minimum(frame["year"].to_numpy() - 2017, 2))
    spring = frame["month"].is_between(*given["phases"]["spring_2020"]).to_numpy()
    n = np.random.default_rng(seed).poisson(12_000 * rate * np.where(spring, 0.45, 1.0))
    return frame.with_columns(n=pl.Series(n))


def test_the_planted_course_of_antibiotics_is_found() -> None:
    found = {row["term"]: row for row in MEDICINES.course(desk(), drawn_months()).to_dicts()}
    for term, value in (("by_year", 1 / 1.03), ("winter", 1.5), ("spring_2020", 0.45), ("winter_2020", 1.0)):
        assert found[term]["low"] < value < found[term]["high"], term


def test_years_without_a_phase_of_the_pandemic_are_refused() -> None:
    with pytest.raises(MutualisError, match="march_2020"):
        MEDICINES.course(desk(), drawn_months().filter(pl.col("year") < 2020))


def chains(*days: dt.date) -> pl.DataFrame:
    return pl.DataFrame({"person_id": "a", "episode_admission_day": days})


def test_stays_of_the_365_days_before_count() -> None:
    days = [DAY - dt.timedelta(366), DAY - dt.timedelta(365), DAY - dt.timedelta(10), DAY]
    assert STAYS.with_stays_before(chains(*days))["stays_before"].to_list() == [0, 1, 2, 2]


def index(**more: object) -> pl.DataFrame:
    """Index stays that went home on DAY; more columns by name."""
    given: dict[str, object] = {"wait": None, "next_is_unplanned": None, "death_day": None, "dies_soon": False}
    made = pl.DataFrame({"person_id": ["a", "b", "c", "d"], "discharge_day": DAY})
    kinds = {"wait": pl.Int64, "next_is_unplanned": pl.Boolean, "death_day": pl.Date, "dies_soon": pl.Boolean}
    told = {name: more.get(name, [value] * 4) for name, value in given.items()}
    return made.with_columns(pl.Series(name, values, dtype=kinds[name]) for name, values in told.items())


def test_what_came_first_after_discharge_is_told_apart() -> None:
    rows = index(
        wait=[10, 10, 40, None],
        next_is_unplanned=[True, False, True, None],
        death_day=[None, None, DAY + dt.timedelta(20), None],
    )
    time, kind = STAYS.ended(rows, dt.date(2021, 12, 31))
    assert kind.tolist() == [STAYS.READMITTED, STAYS.PLANNED, STAYS.DIED, 0]
    assert time.tolist() == [10, 10, 20, (dt.date(2021, 12, 31) - DAY).days]


def test_who_is_dead_in_the_month_of_discharge_counts_in_one_rule_only() -> None:
    rows = index(
        wait=[5, None, None, 60], next_is_unplanned=[True, None, None, True], dies_soon=[False, True, False, False]
    )
    found = {(row["days"], row["rule"]): row["value"] for row in pl.concat([*STAYS.windows(desk(), rows)]).to_dicts()}
    assert found[30, "alive"] == pytest.approx(100 / 3)
    assert found[30, "all"] == 25
    assert found[90, "alive"] == pytest.approx(200 / 3)
    assert found[90, "competing"] == pytest.approx(200 / 3)


def alive(size: int, share: float, hospitals: int, seed: int = 8) -> tuple[pl.DataFrame, OddsModel]:
    """Index stays of hospitals that are all alike, and a model that tells their common share."""
    dice = np.random.default_rng(seed)
    codes = [
        row
        for row in sorted(HOSPITALS.codelist("hospital").rows, key=lambda row: row["code"])
        if row["kind"] == "general"
    ]
    met = dice.random(size) < share
    rows = pl.DataFrame(
        {
            "person_id": [f"p{each}" for each in range(size)],
            "hospital_number": [codes[each]["code"] for each in dice.integers(0, hospitals, size)],
            "is_readmitted": met,
        }
    )
    return rows, OddsModel(None, np.zeros(1), np.eye(1), np.full(size, met.mean()))  # type: ignore[arg-type]


def test_hospitals_that_are_alike_do_not_differ_by_more_than_chance() -> None:
    own = desk()
    HOSPITALS.compared(own, *alive(8_000, 0.08, 40))
    found = {row["measure"]: row for row in own.kept.estimates["between_hospitals"].to_dicts()}
    assert found["beyond_chance"]["low"] < 0 < found["beyond_chance"]["high"]
    assert found["outside_limits"]["low"] < 5 < found["outside_limits"]["high"]
    assert own.kept.estimates["hospitals"].height == 40
    assert not own.kept.deviations
    assert own.kept.identities["readmissions_expected_and_observed"] > 0


def test_hospitals_with_too_few_readmissions_are_told_by_province() -> None:
    own = desk()
    HOSPITALS.compared(own, *alive(6_000, 0.01, 40))
    assert own.kept.deviations[0].what == "hospitals are told by province"
    assert all(STUDY.value(each, "nl") != each for each in own.kept.estimates["hospitals"]["hospital"])


def test_every_province_of_a_hospital_has_a_word() -> None:
    towns = pl.DataFrame({"hospital_number": [row["code"] for row in HOSPITALS.codelist("hospital").rows]})
    found = towns.select(HOSPITALS.province(desk())).to_series().unique().to_list()
    assert HOSPITALS.OTHERS not in found
    assert all(STUDY.value(each, "nl") != each for each in found)
