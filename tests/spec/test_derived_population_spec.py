"""Who was insured in a year, how old, and where."""

import pytest

from mutualis.derived.population import derived_population_year as step


def test_the_december_state_wins_and_june_serves_who_is_gone_by_then(spec):
    spec(
        {
            "core_member_state": """
            person_id | reference_day | state | sex
            ----------+---------------+-------+----
            ann       | 2022-06-30    | J     | 1
            ann       | 2022-12-31    | D     | 2
            bob       | 2022-06-30    | J     | 1
            """
        },
        step,
        """
            person_id | year | state | reference_day | sex
            ----------+------+-------+---------------+----
            ann       | 2022 | D     | 2022-12-31    | 2
            bob       | 2022 | J     | 2022-06-30    | 1
        """,
    )


def test_a_person_in_two_funds_is_one_person_with_the_most_recent_state(spec):
    spec(
        {
            "core_member_state": """
            person_id | delivery_id | reference_day | municipality_code
            ann       | fund-a      | 2022-06-30    | 44021
            ann       | fund-b      | 2022-12-31    | 62063
            ann       | fund-a      | 2022-12-31    | 62063
            """
        },
        step,
        """
            person_id | year | municipality_code
            ann       | 2022 | 62063
        """,
    )


def test_two_different_states_of_one_day_give_the_same_one_whoever_delivered_first(spec):
    rows = ["ann | a | 2022-12-31 | 110", "ann | b | 2022-12-31 | 121"]
    header = "person_id | delivery_id | reference_day | cg1"
    for order in (rows, rows[::-1]):
        spec({"core_member_state": "\n".join([header, *order])}, step, "person_id | cg1\nann | 110")


def test_age_is_the_difference_of_years_and_missing_when_the_birth_year_cannot_be_right(spec):
    spec(
        {
            "core_member_state": """
            person_id | reference_day | birth_year
            newborn   | 2022-12-31    | 2022
            old       | 2022-12-31    | 1912
            unborn    | 2022-12-31    | 2023
            zero      | 2022-12-31    | 0
            ancient   | 2022-12-31    | 1871
            """
        },
        step,
        """
            person_id | age
            newborn   | 0
            old       | 110
            unborn    |
            zero      |
            ancient   |
        """,
    )


def test_the_areas_are_those_of_the_year_and_a_place_abroad_has_none(spec):
    spec(
        {
            "core_member_state": """
            person_id | reference_day | municipality_code
            ann       | 2018-12-31    | 12030
            ann       | 2019-12-31    | 12041
            bob       | 2019-12-31    | 12030
            cis       | 2019-12-31    | 21004
            dan       | 2019-12-31    | 00150
            """
        },
        step,
        """
            person_id | year | arrondissement_code | province_code | region_code
            ann       | 2018 | 12000               | 10000         | 02000
            ann       | 2019 | 12000               | 10000         | 02000
            bob       | 2019 |                     |               |
            cis       | 2019 | 21000               | 21000         | 04000
            dan       | 2019 |                     |               |
        """,
        years="2018-2019",
    )


@pytest.mark.parametrize(("cg1", "expected"), [("110", "no"), ("121", "yes"), ("481", "yes"), ("480", "no")])
def test_an_odd_holder_code_is_increased_reimbursement(spec, cg1, expected):
    drawn = f"person_id | reference_day | cg1\nann | 2022-12-31 | {cg1}"
    spec({"core_member_state": drawn}, step, f"person_id | is_increased_reimbursement\nann | {expected}")


def test_deceased_is_who_died_in_the_year_or_before(spec):
    spec(
        {
            "core_member_state": """
            person_id | reference_day | death_year
            ann       | 2022-12-31    | 2022
            bob       | 2022-12-31    | 2023
            cis       | 2022-12-31    | 0
            dan       | 2022-12-31    |
            """
        },
        step,
        """
            person_id | is_deceased
            ann       | yes
            bob       | no
            cis       | no
            dan       | no
        """,
    )


def test_only_the_years_asked_for_are_derived(spec):
    drawn = "person_id | reference_day\nann | 2021-12-31\nann | 2022-12-31\nann | 2023-12-31"
    spec({"core_member_state": drawn}, step, "person_id | year\nann | 2022")
