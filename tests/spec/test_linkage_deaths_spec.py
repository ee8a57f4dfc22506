"""Whether somebody died within so many days, from a month of death and what is known until when."""

import datetime as dt

import polars as pl
import pytest

from mutualis.linkage.deaths import horizons, within

KNOWN_UNTIL = dt.date(2019, 12, 31)


@pytest.mark.parametrize(
    ("since", "died", "days", "answer"),
    [
        (dt.date(2019, 3, 1), None, 30, 0),  # no death is known, and until the end of the days all would be
        (dt.date(2019, 12, 1), None, 30, 0),  # the last of the days is the last day that is known
        (dt.date(2019, 12, 2), None, 30, None),  # one day more: nobody knows yet
        (dt.date(2019, 3, 1), None, 1825, None),
        (dt.date(2019, 3, 1), (2019, 3), 30, 1),  # the whole month is within
        (dt.date(2019, 3, 2), (2019, 4), 30, None),  # until the first of April: the month leaves it open
        (dt.date(2019, 3, 1), (2019, 4), 30, 0),  # until the 31st of March, and the month begins after it
        (dt.date(2019, 12, 20), (2019, 12), 90, 1),
        (dt.date(2014, 12, 31), (2019, 12), 1825, None),  # until the 31st of December less a day
        (dt.date(2015, 1, 1), (2019, 12), 1825, 1),
    ],
)
def test_a_death_within_days_is_told_when_it_is_certain_and_left_open_when_not(since, died, days, answer):
    told = pl.DataFrame({"c2": ["p"], "anchor_day": [since]})
    dead = pl.DataFrame(
        [("p", *died)] if died else [], schema={"c2": pl.String, "year": pl.Int32, "month": pl.Int32}, orient="row"
    )
    found = within(told, dead, "anchor_day", {"death": days}, KNOWN_UNTIL)
    assert found["death"].to_list() == [answer]


def test_the_days_that_are_asked_are_in_the_names_of_the_columns():
    assert horizons(["c2", "death_30", "death_1825", "death_year", "deaths_30"]) == {"death_30": 30, "death_1825": 1825}
