"""Hospital at home: stays are shorter by the days at home, fewer come back, and one hospital tells too much."""

import numpy as np
import polars as pl
import pytest

import planted_country
from mutualis.model import Years
from mutualis.synthetic.planted import scenario
from mutualis.synthetic.planted.home_hospitalisation import pilots
from mutualis.synthetic.providers import institutions
from mutualis.synthetic.tariffs import tariffs

NAME = "home_hospitalisation"
GIVEN = scenario("studies")[NAME]


@pytest.fixture(scope="module")
def world() -> planted_country.World:
    return planted_country.world(NAME, Years(2018, 2021), hospitals=40)


@pytest.fixture(scope="module")
def patients(world) -> pl.DataFrame:
    return pl.from_arrow(world.growth.table(NAME))


@pytest.fixture(scope="module")
def hospitals(world) -> pl.DataFrame:
    return pl.from_arrow(world.growth.table(f"{NAME}_hospital"))


def billed(world: planted_country.World) -> pl.DataFrame:
    """The lines of care at home."""
    parts = []
    for lived in world.years:
        lines = lived.after["gz"].take(tariffs().is_of("home_hospital")[lived.after["gz"]["tariff"]])
        block = lived.where.people.skeleton.block
        parts.append(
            pl.DataFrame(
                {
                    "person": [f"{block:03d}{each:08d}" for each in lines["person"].tolist()],
                    "discharge_day": lines["service_day"].astype(np.int32) - 1,
                    "home_days": lines["quantity"].astype(np.int64),
                }
            )
        )
    found = pl.concat(part.cast({"person": pl.String}) for part in parts)
    return found.with_columns(pl.col("discharge_day").cast(pl.Date))


def test_every_patient_has_one_line_of_care_at_home_and_nobody_else(world, patients):
    wanted = patients.select("person", "discharge_day", pl.col("home_days").cast(pl.Int64))
    assert billed(world).sort(wanted.columns).equals(wanted.sort(wanted.columns))
    assert patients.height > 50


def test_nobody_is_sent_home_before_the_pilots_begin_or_too_young(patients):
    assert patients["year"].min() == GIVEN["from_year"]
    assert patients["age"].min() >= GIVEN["age_from"]
    numbers = np.array(["", *institutions().codes])[pilots({**GIVEN, "hospitals": 40})]
    assert set(patients["hospital_number"]) <= set(numbers)


def test_a_stay_is_shorter_by_the_days_at_home(world, patients):
    for lived in world.years:
        before = lived.all_stays.nights.sum()
        gone = lived.all_stays.size - lived.stays.size
        own = patients.filter(pl.col("year") == lived.where.year)
        if not gone:
            assert before - lived.stays.nights.sum() == own["home_days"].sum()


def test_younger_patients_are_sent_home_more_often(world, patients):
    share = {}
    for name, is_old in (("young", False), ("old", True)):
        fit = 0
        for lived in (each for each in world.years if each.where.year >= GIVEN["from_year"]):
            stays, age = lived.all_stays, lived.where.state.age[lived.all_stays.person]
            chosen = np.isin(stays.institution, pilots({**GIVEN, "hospitals": 40})) & ~stays.is_psychiatric
            chosen &= (stays.nights >= GIVEN["nights_from"]) & (stays.transfer_from < 0) & (age >= GIVEN["age_from"])
            chosen &= ~np.isin(np.arange(stays.size), stays.transfer_from) & (stays.cause == 0)
            fit += int((chosen & ((age >= GIVEN["old_from"]) == is_old)).sum())
        sent = patients.filter((pl.col("age") >= GIVEN["old_from"]) == is_old).height
        share[name] = sent / fit
    assert share["young"] == pytest.approx(GIVEN["share"][0], abs=0.12)
    assert share["old"] == pytest.approx(GIVEN["share"][1], abs=0.12)


def test_one_hospital_tells_too_many_and_all_others_what_there_is(hospitals, patients):
    sums = hospitals.group_by("hospital_number").agg(pl.exclude("year").sum())
    assert sums["patients"].sum() == patients.height
    assert sums["home_days"].sum() == patients["home_days"].sum()
    too_much = np.array(["", *institutions().codes])[pilots(GIVEN)[GIVEN["overstating"]]]
    off = sums.filter(pl.col("told_patients") != pl.col("patients"))
    assert set(off["hospital_number"]) <= {too_much}


def test_the_hospital_that_tells_too_many_tells_the_planted_share_more():
    found = planted_country.world(NAME, Years(2019, 2021), hospitals=1, overstating=0, nights_from=2, share=[1.0, 1.0])
    [sums] = (
        pl.from_arrow(found.growth.table(f"{NAME}_hospital"))
        .select(pl.exclude("year", "hospital_number").sum())
        .to_dicts()
    )
    size, share = sums["patients"], GIVEN["overstated_share"]
    assert abs(sums["told_patients"] / size - 1 - share) < 4 * np.sqrt(share * (1 - share) / size)
    assert sums["told_patients"] > size


def test_fewer_are_admitted_again_after_care_at_home(world):
    avoided = sum(row["readmissions_avoided"] for row in world.truth(f"{NAME}_avoided"))
    none_avoided = planted_country.world(NAME, Years(2018, 2021), hospitals=40, readmission_fall=0.0)
    assert avoided > 0
    assert sum(row["readmissions_avoided"] for row in none_avoided.truth(f"{NAME}_avoided")) == 0
