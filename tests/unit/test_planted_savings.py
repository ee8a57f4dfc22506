"""Savings of pilots: what is removed is what was planted, and only that, where and when it was planted."""

import numpy as np
import pytest

import planted_country
from mutualis.model import Years
from mutualis.synthetic.planted import scenario
from mutualis.synthetic.planted.savings import pilot_at, renumbered, within_reach

PERCENT = [0, 10, 30] * 4
GIVEN = scenario("studies")["savings"]


@pytest.fixture(scope="module")
def world() -> planted_country.World:
    return planted_country.world("savings", Years(2018, 2018), percent=PERCENT)


def cents(world: planted_country.World, percent: int, kind: str, is_within_reach: bool) -> tuple[int, int]:
    pilots = [f"{place:02d}" for place, each in enumerate(PERCENT, 1) if each == percent]
    rows = [
        each
        for each in world.truth("savings")
        if each["pilot"] in pilots and each["kind"] == kind and each["is_within_reach"] == is_within_reach
    ]
    return sum(each["there_cents"] for each in rows), sum(each["removed_cents"] for each in rows)


@pytest.mark.parametrize("kind", ["care", "dispensing"])
@pytest.mark.parametrize("percent", [10, 30])
def test_spending_outside_stays_falls_by_the_percent_of_the_pilot(world, kind, percent):
    there, removed = cents(world, percent, kind, True)
    assert removed / (there + removed) == pytest.approx(percent / 100, abs=0.02)


def test_about_as_many_stays_go_and_both_of_a_transfer_together(world):
    lived = world.years[0]
    chance = np.array([0, *PERCENT])[pilot_at(lived.where)] / 100
    expected = chance[lived.all_stays.person]
    gone = lived.all_stays.size - lived.stays.size
    assert abs(gone - expected.sum()) < 4 * np.sqrt((expected * (1 - expected)).sum())
    second = np.flatnonzero(lived.stays.transfer_from >= 0)
    first = lived.stays.transfer_from[second]
    assert (lived.stays.person[first] == lived.stays.person[second]).all()
    assert (lived.stays.discharge[first] == lived.stays.admission[second]).all()
    assert len(second) > 0


def test_a_transfer_points_to_the_stay_it_came_from_among_those_that_are_left(world):
    stays = world.years[0].all_stays
    came = np.flatnonzero(stays.transfer_from >= 0)
    chosen = np.ones(stays.size, bool)
    chosen[[came[0], stays.transfer_from[came[0]]]] = False
    left = renumbered(stays, chosen)
    again = np.flatnonzero(left.transfer_from >= 0)
    assert len(again) == len(came) - 1
    assert (left.discharge[left.transfer_from[again]] == left.admission[again]).all()


def test_nothing_out_of_reach_nothing_without_savings_and_nothing_outside_the_pilots_is_thinned(world):
    lived = world.years[0]
    touched = np.array([0, *PERCENT])[pilot_at(lived.where)] > 0
    for database, before in lived.before.items():
        whole = [
            lines["reimbursed_cents"][~(touched[lines["person"]] & within_reach(lines, GIVEN))]
            for lines in (before, lived.after[database])
        ]
        assert (whole[0].sum(), len(whole[0])) == (whole[1].sum(), len(whole[1]))
    assert cents(world, 0, "care", True)[1] == cents(world, 30, "care", False)[1] == 0


def test_the_truth_tells_exactly_the_cents_that_are_there(world):
    lived = world.years[0]
    total = sum(int(lines["reimbursed_cents"].sum()) for lines in lived.after.values())
    assert sum(each["there_cents"] for each in world.truth("savings")) == total


def test_a_stay_that_is_gone_would_have_cost_what_stays_cost(world):
    there, removed = (
        sum(each) for each in zip(*(cents(world, 30, "stay", flag) for flag in (True, False)), strict=True)
    )
    assert 0.15 < removed / (there + removed) < 0.45


def test_the_areas_of_the_pilots_are_a_fifth_of_the_country_and_part_it(world):
    areas = world.truth("pilot_area")
    assert sum(each["population_share"] for each in areas) == pytest.approx(1)
    assert sum(each["population_share"] for each in areas if each["pilot"]) == pytest.approx(0.2, abs=0.04)
    assert {each["pilot"] for each in areas} == {"", *(f"{place:02d}" for place in range(1, 13))}


def test_before_the_projects_nothing_is_saved():
    lived = planted_country.world("savings", Years(2017, 2017), insured=600, percent=[90] * 12)
    assert sum(each["removed_cents"] for each in lived.truth("savings")) == 0


def test_the_scenario_plants_none_one_and_three_percent_in_four_pilots_each():
    assert sorted(GIVEN["percent"]) == [0] * 4 + [1] * 4 + [3] * 4
