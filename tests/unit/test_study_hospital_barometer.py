"""The barometer's own arranging: kinds of care, persons and years, components, concentration, the Atlas, identities."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import numpy as np
import polars as pl
import pytest

from mutualis.model import MutualisError
from mutualis.study import Desk, read_study, root
from mutualis.study.running import code

STUDY = read_study(root(), "hospital-barometer")
CODE = code(STUDY).__globals__
ROWS, FIGURES, FEES, IDENTITIES = (CODE[name] for name in ("rows", "figures", "fees", "identities"))
COMPONENTS = ROWS.COMPONENTS


def stays(**given: Any) -> pl.DataFrame:
    """Two hundred drawn stays whose components add up; `given` replace columns."""
    random, size = np.random.default_rng(6), 200
    drawn: dict[str, Any] = {
        "person_id": [f"{each}" for each in random.integers(0, 90, size)],
        "hospital_number": random.choice(["h1", "h2", "h3"], size), "year": random.choice([2019, 2020], size),
        "admission_day": [dt.date(2019, 1, 1) + dt.timedelta(days=each) for each in range(size)],
        "stay_kind": random.choice(["classic", "day"], size), "room_type": random.choice(["single", "common"], size),
        "is_psychiatric": False, "is_oncological": random.random(size) < 0.1, "care": "eye",
        "copayment_cents": random.integers(0, 9_000, size), "official_fee_cents": random.integers(1, 90_000, size),
    }  # fmt: skip
    drawn |= {name: random.integers(0, 50_000, size) for name in COMPONENTS}
    drawn["supplement_cents"] = sum(drawn[name] for name in COMPONENTS)
    drawn["patient_cents"] = drawn["copayment_cents"] + drawn["supplement_cents"]
    drawn["has_fee_supplement"] = drawn["fee_supplement_cents"] > 0
    return pl.DataFrame(drawn | given)


def desk() -> Desk:
    """A desk without data, for what is held to an equation."""
    data: Any = SimpleNamespace()
    return Desk(STUDY, data, STUDY.years, 5)


def test_the_sums_of_whole_stays_pass_every_identity() -> None:
    own = desk()
    IDENTITIES.of_stays(own, stays())
    assert own.kept.identities["hospitals = all stays"] == stays()["patient_cents"].sum()
    assert own.kept.identities["stays of which the components do not add up"] == 0


@pytest.mark.parametrize("name", ["patient_cents", "room_supplement_cents", "supplement_cents"])
def test_one_cent_too_many_in_one_stay_stops_the_study(name: str) -> None:
    wrong = stays().with_columns(pl.col(name) + (pl.int_range(pl.len()) == 7).cast(pl.Int64))
    with pytest.raises(MutualisError, match="does not hold"):
        IDENTITIES.of_stays(desk(), wrong)


def test_two_errors_that_cancel_out_in_the_sum_stop_the_study_too() -> None:
    shift = pl.when(pl.int_range(pl.len()) == 3).then(1).when(pl.int_range(pl.len()) == 9).then(-1).otherwise(0)
    with pytest.raises(MutualisError, match="components do not add up"):
        IDENTITIES.of_stays(desk(), stays().with_columns(pl.col("room_supplement_cents") + shift))


def test_a_stay_of_an_unknown_hospital_stops_the_study() -> None:
    unknown = pl.when(pl.int_range(pl.len()) == 0).then(None).otherwise(pl.col("hospital_number"))
    with pytest.raises(MutualisError, match="hospitals = all stays"):
        IDENTITIES.of_stays(desk(), stays().with_columns(unknown.alias("hospital_number")))


def test_the_most_telling_act_gives_the_kind_of_care_and_without_one_the_sort_of_stay() -> None:
    kinds = [*ROWS.kinds_of_care(desk())]
    told = stays().head(4).drop("care").with_columns(
        is_oncological=pl.Series([False, True, False, False]), stay_kind=pl.Series(["day", "day", "day", "classic"])
    )  # fmt: skip
    key = ["person_id", "hospital_number", "admission_day", "stay_kind"]
    acts = told.select(key).with_columns(place=pl.Series([kinds.index("eye"), None, None, None], dtype=pl.Int32))
    found = ROWS.with_care(told, acts, kinds)
    assert found["care"].to_list() == ["eye", "oncology", "day_care", "without_operation"]


def test_every_kind_of_care_and_specialty_has_a_word() -> None:
    names = [*ROWS.kinds_of_care(desk()), "oncology", "day_care", "without_operation", *STUDY.parameters["specialties"]]
    assert all(STUDY.word(name, "de") for name in names)


@pytest.mark.parametrize(
    ("cents", "bill"), [(0, "0-1000"), (100_000, "0-1000"), (100_001, "1000-3000"), (3_000_001, "30000+")]
)
def test_a_bill_is_above_a_bound_when_it_is_more(cents: int, bill: str) -> None:
    assert pl.DataFrame({"cents": [cents]}).select(ROWS.bill(pl.col("cents")))["cents"].to_list() == [bill]


def test_cumulation_is_by_person_and_year_and_loses_no_cent() -> None:
    own = ROWS.cumulated(stays())
    assert not own.select("person_id", "year").is_duplicated().any()
    assert own["patient_cents"].sum() == stays()["patient_cents"].sum()
    assert own["fee_supplement_cents"].sum() == stays()["fee_supplement_cents"].sum()


def test_components_hold_every_cent_that_was_billed() -> None:
    assert ROWS.components(stays())["cents"].sum() == stays()["patient_cents"].sum()


def test_the_change_from_the_year_before_is_told_of_every_year_but_the_first() -> None:
    found = FIGURES.over_the_years(stays())
    assert set(found["year"]) == {2020}
    sums = dict(stays().group_by("year").agg(pl.col("patient_cents").sum()).rows())
    [value] = found.filter(pl.col("measure") == "patient")["value"].to_list()
    assert value == pytest.approx(100 * (sums[2020] / sums[2019] - 1))


def test_of_a_year_in_which_nothing_was_billed_no_change_is_told() -> None:
    nothing = pl.when(pl.col("year") == 2019).then(0).otherwise(pl.col("room_supplement_cents"))
    found = FIGURES.over_the_years(stays().with_columns(nothing.alias("room_supplement_cents")))
    assert "room_supplement" not in found["measure"].to_list()


def test_hospitals_and_physicians_that_hold_all_are_found() -> None:
    one = pl.when(pl.col("hospital_number") == "h1").then(10).otherwise(0)
    doctors = pl.DataFrame({"year": [2019, 2019, 2020, 2020], "provider_id": ["a", "b", "a", "b"],
                            "supplement_cents": [10, 0, 5, 5]})  # fmt: skip
    found = FIGURES.concentration(stays().with_columns(one.alias("fee_supplement_cents")), doctors)
    told = {(row["measure"], row["year"]): row["value"] for row in found.to_dicts()}
    assert told["hospitals_for_half", 2019] == 1
    assert told["physicians_for_half", 2019] == 1
    assert told["physicians_never_percent", 2019] == 50
    assert told["physicians_never_percent", 2020] == 0


def people() -> pl.DataFrame:
    """Of the ninety persons, those of even number had a classic stay by patient data; the last ten are not insured."""
    rows = [(f"{each}", year, (each + 1) % 2) for each in range(80) for year in (2019, 2020)]
    return pl.DataFrame(rows, schema=["person_id", "year", "classic_stays"], orient="row")


def test_the_atlas_counts_who_had_a_classic_stay_with_all_stays_of_the_year() -> None:
    found = FIGURES.in_the_atlas(stays(), people())
    own = stays().filter(pl.col("person_id").cast(pl.Int64).is_between(0, 79), pl.col("year") == 2019)
    even = own.filter(pl.col("person_id").cast(pl.Int64) % 2 == 0)
    [row] = found.filter((pl.col("measure") == "hospital_bill") & (pl.col("year") == 2019)).to_dicts()
    assert row["persons"] == 40
    assert row["value"] == pytest.approx(even["patient_cents"].sum() / 40 / 100)


def test_beside_the_atlas_each_stay_is_in_one_part() -> None:
    found = FIGURES.beside_the_atlas(stays(), people())
    assert found.height == stays().height
    assert set(found["part"]) == {"hospitalised", "day_stays_only", "not_insured"}
    assert found["patient_cents"].sum() == stays()["patient_cents"].sum()


def test_every_stay_has_the_status_of_its_person_in_the_year() -> None:
    told = people().with_columns(is_increased_reimbursement=pl.col("classic_stays") == 1)
    found = ROWS.by_status(stays(), told)
    number = pl.col("person_id").cast(pl.Int64)
    assert found.height == stays().height
    assert set(found.filter(number >= 80)["entitlement"]) == {"not_insured"}
    assert set(found.filter((number < 80) & (number % 2 == 0))["entitlement"]) == {"increased"}


def fees() -> pl.DataFrame:
    """Fees of four persons of one specialty: half of them pay a supplement of 106 percent on half of their fees."""
    return pl.DataFrame({
        "person_id": ["a", "b", "c", "d"], "year": 2019, "specialty": "surgical", "official_cents": [200] * 4,
        "supplement_cents": [106, 106, 0, 0], "with_cents": [200, 200, 0, 0], "asked_cents": [100, 100, 0, 0],
    })  # fmt: skip


def test_percentages_of_supplements_differ_by_what_stands_below() -> None:
    found = pl.concat(FEES.figures(fees(), "specialty"))
    assert dict(found.select("measure", "value").rows()) == {
        "fee_percent_with": 53.0, "fee_percent_all": 26.5, "fee_percent_asked": 106.0,
    }  # fmt: skip
    assert set(found["persons"]) == {2}, "who pays a supplement"


def test_a_specialty_without_supplements_has_no_percentage() -> None:
    none = fees().with_columns(supplement_cents=pl.lit(0), with_cents=pl.lit(0), asked_cents=pl.lit(0))
    assert pl.concat(FEES.figures(none, "specialty")).is_empty()


def test_main_figures_leave_out_what_their_variant_says() -> None:
    odd = stays().with_columns(is_psychiatric=pl.int_range(pl.len()) % 2 == 1)
    found = pl.concat(FIGURES.main_figures(odd)).filter(pl.col("measure") == "mean_cents", pl.col("year") == 2019)
    means = dict(found.select("variant", "value").rows())
    own = odd.filter(pl.col("year") == 2019)
    assert means["main"] == pytest.approx(own.filter(~pl.col("is_psychiatric"))["patient_cents"].mean())
    assert means["with_psychiatric"] == pytest.approx(own["patient_cents"].mean())
