"""Areas of studies: one municipality in all years, and the pilots that lie in them."""

import datetime as dt

import numpy as np
import polars as pl
import pytest

from mutualis import reference
from mutualis.study.areas import merged, pilot_areas
from mutualis.study.readmission import index_stays
from mutualis.synthetic.homes import homes
from mutualis.synthetic.registers.pilots import pilot_of


def test_a_municipality_that_merged_is_the_one_it_went_into():
    into = dict(merged(2021).iter_rows())
    assert into["44001"] == "44084"
    assert into["44084"] == "44084"
    assert set(into.values()) == set(reference.geography(2021).municipalities)


def test_a_municipality_that_only_comes_later_is_not_there():
    assert "46030" not in dict(merged(2021).iter_rows())
    assert dict(merged(2025).iter_rows())["46030"] == "46030"


def test_the_list_of_pilots_is_where_the_synthetic_country_has_them():
    listed = dict(pilot_areas().iter_rows())
    pilots = pilot_of(np.arange(len(homes().codes)))
    assert {code: f"{pilot:02d}" for code, pilot in zip(homes().codes, pilots, strict=True) if pilot} == {
        code: pilot for code, pilot in listed.items() if code in set(homes().codes)
    }


@pytest.mark.parametrize("year", [2018, 2019, 2024, 2025])
def test_every_pilot_has_ten_municipalities_or_what_mergers_left_of_them(year):
    there = pilot_areas().filter(pl.col("municipality").is_in(list(reference.geography(year).municipalities)))
    sizes = there.group_by("pilot").len()
    assert len(sizes) == 12
    assert sizes["len"].is_between(8, 10).all()


def test_a_municipality_is_in_one_pilot_at_most():
    assert not pilot_areas()["municipality"].is_duplicated().any()


def stays(*rows):
    """Stays as (person, first day, last day, first day of the chain, kind, psychiatric, oncological, unplanned)."""
    start = dt.date(2020, 1, 1)
    names = ("person_id", "admission_day", "episode_discharge_day", "episode_admission_day", "stay_kind")
    names = (*names, "is_psychiatric", "is_oncological", "is_unplanned")
    days = [(one, *(start + dt.timedelta(each) for each in when), *rest) for one, *when_rest in rows
            for when, rest in [(when_rest[:3], when_rest[3:])]]  # fmt: skip
    return pl.DataFrame(days, schema=names, orient="row")


LAST = dt.date(2020, 12, 31)


def back(*rows):
    return index_stays(stays(*rows), LAST)["is_readmitted"].to_list()


@pytest.mark.parametrize(
    ("after", "is_unplanned", "is_back"), [(1, True, True), (30, True, True), (31, True, False), (30, False, False)]
)
def test_an_unplanned_stay_within_thirty_days_is_a_readmission(after, is_unplanned, is_back):
    first = ("a", 0, 5, 0, "classic", False, False, False)
    second = ("a", 5 + after, 60, 5 + after, "classic", False, False, is_unplanned)
    assert back(first, second) == [is_back, False]


def test_a_chain_of_transfers_is_one_stay():
    first = ("a", 0, 9, 0, "classic", False, False, True)
    moved = ("a", 4, 9, 0, "classic", False, False, True)
    assert back(first, moved) == [False]


def test_stays_of_another_person_are_no_readmission():
    assert (
        back(("a", 0, 5, 0, "classic", False, False, True), ("b", 7, 9, 7, "classic", False, False, True))
        == [False] * 2
    )


@pytest.mark.parametrize(
    "row",
    [
        ("a", 0, 0, 0, "day", False, False, False),
        ("a", 0, 5, 0, "classic", True, False, False),
        ("a", 0, 5, 0, "classic", False, True, False),
        ("a", 330, 340, 330, "classic", False, False, False),
    ],
)
def test_day_stays_psychiatry_oncology_and_the_last_month_are_no_index_stays(row):
    assert back(row) == []
