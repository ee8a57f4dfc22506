"""The cohort on preventive treatment: who it is, how many use it once, how they stop, and who is infected."""

import datetime as dt

import numpy as np
import polars as pl
import pytest

import planted_country
from mutualis.model import Years
from mutualis.synthetic.planted import scenario
from mutualis.synthetic.products import products

GIVEN = scenario("studies")["prep"]


@pytest.fixture(scope="module")
def world() -> planted_country.World:
    return planted_country.world("prep", Years(2017, 2019), starts_a_year=0.1, infected_a_year=0.1)


@pytest.fixture(scope="module")
def users(world) -> pl.DataFrame:
    return pl.from_arrow(world.growth.table("prep"))


def boxes(world: planted_country.World, atc: str) -> pl.DataFrame:
    """Person, day and quantity of each dispensing of an ATC group."""
    parts = []
    codes = np.array(["", *(each["atc_code"] for each in products().rows)])
    for lived in world.years:
        lines = lived.after["fu"]
        chosen = np.char.startswith(codes[lines["product"]], atc)
        block = lived.where.people.skeleton.block
        people = [f"{block:03d}{place:08d}" for place in lines["person"][chosen].tolist()]
        day = lines["service_day"][chosen].astype(np.int32)
        parts.append(pl.DataFrame({"person": people, "day": day, "packs": lines["quantity"][chosen]}))
    return pl.concat(parts).with_columns(pl.col("day").cast(pl.Date))


def test_users_are_men_of_the_published_age_since_june_2017(users):
    assert users["first_box_day"].min() >= dt.date(2017, 6, 1)
    assert users.filter(~pl.col("is_woman")).height > 0.97 * users.height
    assert abs(users["age"].median() - GIVEN["median_age"]) < 2
    low, high = users["age"].quantile(0.25), users["age"].quantile(0.75)
    assert low == pytest.approx(30, abs=3)
    assert high == pytest.approx(45, abs=4)


def test_the_share_of_single_users_is_the_planted_one(users):
    share, size = GIVEN["single_use_share"], users.height
    assert abs(users["is_single_use"].mean() - share) < 4 * np.sqrt(share * (1 - share) / size)


def test_every_box_is_one_of_thirty_days_of_a_known_user_and_single_users_have_no_second(world, users):
    found = boxes(world, GIVEN["atc"])
    assert set(found["person"]) <= set(users["person"])
    assert (found["packs"] == 1).all()
    counted = found.group_by("person").len().join(users, on="person")
    assert (counted.filter("is_single_use")["len"] == 1).all()
    early = found.join(users, on="person").filter(pl.col("first_box_day") < dt.date(2019, 1, 1))
    assert early.filter(~pl.col("is_single_use")).group_by("person").len()["len"].min() >= 1
    gaps = found.sort("person", "day").select(pl.col("day").diff().over("person").dt.total_days()).drop_nulls()
    assert gaps["day"].min() >= GIVEN["box_days"] - 4
    assert gaps["day"].max() <= GIVEN["box_days"] + 4


def test_users_stop_with_the_planted_hazard(users):
    lasting = users.filter(~pl.col("is_single_use"))
    stopped, months = (~lasting["is_infected"]).sum(), (lasting["boxes"] - 1).sum()
    assert stopped / months == pytest.approx(GIVEN["stop_a_month"], rel=4 / np.sqrt(stopped))


def test_the_infected_change_to_treatment_and_no_other_user_is_treated(world, users):
    treated = boxes(world, GIVEN["treatment_atc"])
    infected = users.filter("is_infected", pl.col("infection_day") < dt.date(2019, 12, 1))
    assert infected.height > 3
    theirs = treated.join(users, on="person")
    assert theirs["is_infected"].all()
    assert (theirs["day"] >= theirs["infection_day"]).all()
    last = boxes(world, GIVEN["atc"]).group_by("person").agg(pl.col("day").max()).join(infected, on="person")
    assert (last["day"] < last["infection_day"]).all()
    assert set(infected["person"]) - set(treated["person"]) <= set(
        infected.filter(pl.col("infection_day") >= dt.date(2019, 1, 1))["person"]
    )


def test_before_june_2017_nobody_is_handed_out_prevention():
    made = planted_country.world("prep", Years(2016, 2016), insured=1_000)
    assert made.truth("prep") == []
    assert boxes(made, GIVEN["atc"]).height == 0
