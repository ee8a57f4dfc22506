"""Incapacity for mental reasons: spells as long as their hazard says, told by rows without gaps, more since 2020."""

import datetime as dt

import numpy as np
import polars as pl
import pytest

import planted_country
from mutualis.model import Years
from mutualis.synthetic.planted import scenario
from mutualis.synthetic.tariffs import tariffs
from planted_country import of_database, texts

GIVEN = scenario("studies")["incapacity"]
EPOCH = dt.date(1970, 1, 1)
YEARS = Years(2019, 2021)


@pytest.fixture(scope="module")
def world() -> planted_country.World:
    return planted_country.world("incapacity", YEARS, starts_a_year=0.15)


@pytest.fixture(scope="module")
def spells(world) -> pl.DataFrame:
    return pl.from_arrow(world.growth.table("incapacity"))


@pytest.fixture(scope="module")
def rows(world) -> pl.DataFrame:
    """All rows of incapacity in all years: person, days, cause and kind."""
    parts = []
    for lived in world.years:
        for each in of_database(lived.rows, "ao"):
            block = lived.where.people.skeleton.block
            parts.append(
                pl.DataFrame(
                    {
                        "person": [f"{block:03d}{place:08d}" for place in each.person.tolist()],
                        "first": texts(each.columns["start_day"]),
                        "last": texts(each.columns["end_day"]),
                        "cause": texts(each.columns["incapacity_cause"]),
                        "kind": np.asarray(each.columns["incapacity_kind"], np.int64),
                    }
                )
            )
    day = pl.col("first", "last").str.to_date("%Y%m%d")
    return pl.concat(parts).with_columns(day)


def test_the_rows_of_a_spell_run_from_its_first_to_its_last_day_without_a_gap(spells, rows):
    end = dt.date(YEARS.last, 12, 31)
    first_of = spells.group_by("person").agg(pl.len()).filter(pl.col("len") == 1)["person"]
    for spell in spells.filter(pl.col("person").is_in(first_of.implode())).head(200).to_dicts():
        own = rows.filter(pl.col("person") == spell["person"], pl.col("first") >= spell["start_day"]).sort("first")
        own = own.filter(pl.col("cause") == "05", pl.col("last") <= spell["end_day"])
        assert own["first"][0] == spell["start_day"]
        assert own["last"][-1] == min(spell["end_day"], end)
        assert (own["first"][1:] - own["last"][:-1]).dt.total_days().unique().to_list() in ([1], [])
        turned = own.filter(pl.col("kind") == 2)["first"]
        assert all(day - spell["start_day"] >= dt.timedelta(365) for day in turned)


def test_nobody_returns_within_six_months_and_spells_are_as_long_as_the_hazard_says(spells):
    days = (spells["end_day"] - spells["start_day"]).dt.total_days().to_numpy()
    returned = spells["is_returned"].to_numpy()
    assert days[returned].min() >= 182
    cut = np.minimum(days, np.array([(dt.date(2021, 12, 31) - day).days for day in spells["start_day"].to_list()]))
    at_risk = np.maximum(cut / 30.4375 - GIVEN["months_before_return"], 0)
    events = (returned & (days == cut)).sum()
    linear = (
        GIVEN["age_decade"] * (spells["age"].to_numpy() - 45) / 10
        + GIVEN["woman"] * spells["is_woman"].to_numpy()
        + GIVEN["increased_reimbursement"] * spells["is_increased"].to_numpy()
        + GIVEN["psychiatric_care"] * spells["in_psychiatric_care"].to_numpy()
    )
    expected = (GIVEN["return_a_month"] * np.exp(linear) * at_risk).sum()
    assert abs(events - expected) < 4 * np.sqrt(expected)


@pytest.mark.parametrize("name", ["is_woman", "is_increased", "in_psychiatric_care"])
def test_each_group_has_the_events_that_its_own_hazard_promises(spells, name):
    coefficient = {"is_woman": "woman", "is_increased": "increased_reimbursement"}.get(name, "psychiatric_care")
    days = (spells["end_day"] - spells["start_day"]).dt.total_days().to_numpy()
    at_risk = np.maximum(days / 30.4375 - GIVEN["months_before_return"], 0)
    returned, chosen = spells["is_returned"].to_numpy(), spells[name].to_numpy()
    others = np.exp(
        sum(
            GIVEN[each] * spells[column].to_numpy()
            for column, each in (
                ("is_woman", "woman"),
                ("is_increased", "increased_reimbursement"),
                ("in_psychiatric_care", "psychiatric_care"),
            )
            if column != name
        )
        + GIVEN["age_decade"] * (spells["age"].to_numpy() - 45) / 10
    )
    rates = [(returned & each).sum() / (at_risk * others)[each].sum() for each in (chosen, ~chosen)]
    error = np.sqrt(sum(1 / (returned & each).sum() for each in (chosen, ~chosen)))
    assert abs(np.log(rates[0] / rates[1]) - GIVEN[coefficient]) < 4 * error


def test_more_spells_begin_since_2020_by_the_planted_factor():
    for year, factor in ((2019, 1.0), (2020, GIVEN["covid_factor"])):
        made = planted_country.world("incapacity", Years(year, year), starts_a_year=0.2)
        where = made.years[0].where
        able = (where.state.age >= 20) & (where.state.age <= 64) & ~where.state.is_invalid
        expected = (able & ~where.state.is_incapacitated) * 0.2 * factor * where.exposure()
        found = sum(each["person"].startswith("000") for each in made.truth("incapacity"))
        assert abs(found - expected.sum()) < 4 * np.sqrt(expected.sum())


def test_who_is_in_psychiatric_care_has_its_contacts_in_the_first_six_months_and_the_others_have_none(world, spells):
    contacts = []
    for lived in world.years:
        lines = lived.after["gz"]
        chosen = tariffs().is_of("psychiatrist_contact")[lines["tariff"]]
        block = lived.where.people.skeleton.block
        people = [f"{block:03d}{place:08d}" for place in lines["person"][chosen].tolist()]
        contacts.append(pl.DataFrame({"person": people, "day": lines["service_day"][chosen].astype(np.int64)}))
    early = spells.filter(pl.col("start_day") < dt.date(2021, 6, 30), pl.col("person").is_first_distinct())
    joined = early.join(pl.concat(contacts), on="person").with_columns(
        since=pl.col("day") - pl.col("start_day").cast(int)
    )
    inside = joined.filter(pl.col("since").is_between(0, 182))
    care = early.filter("in_psychiatric_care")
    assert inside["in_psychiatric_care"].all()
    assert inside["person"].n_unique() > 0.95 * care.height
    assert 0.8 * GIVEN["contacts"] < inside.height / care.height <= GIVEN["contacts"]


def test_other_invalidity_has_no_mental_cause(rows, spells):
    planted = rows["person"].is_in(spells["person"].implode())
    assert rows.filter(~planted, pl.col("kind") == 2).height > 0
    assert rows.filter(~planted, pl.col("kind") == 2, pl.col("cause") == "05").height == 0
