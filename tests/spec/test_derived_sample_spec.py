"""Who is in the permanent sample in a year, with which weight, since when and until when, and why."""

import pytest

from mutualis.derived.sample import derived_sample_member as step

NUMBERS = """
    person_id | part  | year
    base      | base  | 2022
    base-old  | base  | 2022
    extra     | extra | 2022
    nobody    | base  | 2023
"""


def people(*rows):
    header = "person_id | year | age | birth_year | household_head_id | is_deceased"
    return "\n".join([header, *(f"{row} |" if row.count("|") == 4 else row for row in rows)])


def alone(person, year, age, deceased="no"):
    return f"{person} | {year} | {age} | {year - age} | {person} | {deceased}"


def test_a_drawn_person_stands_for_40_and_from_65_on_for_20_since_the_extra_sample_comes_beside_the_base(spec):
    rows = [alone("base", 2022, 30), alone("base-old", 2022, 65), alone("extra", 2022, 66), alone("other", 2022, 70)]
    spec(
        {"core_sample": NUMBERS, "derived_population_year": people(*rows)},
        step,
        """
            person_id | part  | weight | base_weight
            base      | base  | 40     | 40
            base-old  | base  | 20     | 40
            extra     | extra | 20     |
        """,
    )


def test_the_extra_sample_counts_from_the_year_in_which_somebody_turns_65(spec):
    rows = [alone("extra", 2021, 63), alone("extra", 2022, 64), alone("extra", 2023, 65)]
    spec(
        {"core_sample": NUMBERS, "derived_population_year": people(*rows)},
        step,
        """
            person_id | year | part  | entered
            extra     | 2023 | extra | turned_65
        """,
    )


@pytest.mark.parametrize(
    ("years", "entered", "left"),
    [
        ([(2021, 30, "no"), (2022, 31, "no")], {2021: "start"}, {}),
        ([(2022, 0, "no")], {2022: "newborn"}, {}),
        ([(2022, 31, "no")], {2022: "immigrant"}, {}),
        ([(2021, 30, "yes")], {2021: "start"}, {2021: "death"}),
        ([(2021, 30, "no")], {2021: "start"}, {2021: "emigration"}),
        ([(2020, 29, "no"), (2022, 31, "no")], {2020: "start", 2022: "immigrant"}, {2020: "emigration"}),
    ],
    ids=["stays", "is born", "comes", "dies", "goes", "goes and comes back"],
)
def test_the_first_and_the_last_year_say_why(spec, years, entered, left):
    first, last = min(years)[0], 2022
    rows = [alone("base", *facts) for facts in years]
    rows += [alone("bystander", year, 50) for year in {min(2021, first), last}]
    wanted = [f"base | {year} | {entered.get(year, '')} | {left.get(year, '')}" for year, *_ in years]
    numbers = "person_id | part | year\nbase | base | 2022"
    spec(
        {"core_sample": numbers, "derived_population_year": people(*rows)},
        step,
        "\n".join(["person_id | year | entered | left", *wanted]),
    )


def test_who_lives_with_a_drawn_person_is_there_without_a_weight_while_they_share_a_head_of_household(spec):
    rows = [
        "base  | 2021 | 30 | 1991 | mum   | no",
        "mum   | 2021 | 55 | 1966 | mum   | no",
        "other | 2021 | 55 | 1966 | other | no",
        "base  | 2022 | 31 | 1991 | base  | no",
        "mum   | 2022 | 56 | 1966 | mum   | no",
        "other | 2022 | 56 | 1966 | other | no",
    ]
    spec(
        {"core_sample": NUMBERS, "derived_population_year": people(*rows)},
        step,
        """
            person_id | year | part      | weight | entered   | left
            base      | 2021 | base      | 40     | start     |
            base      | 2022 | base      | 40     |           |
            mum       | 2021 | household |        | household | household
        """,
    )


def test_a_member_of_the_household_who_is_drawn_at_65_enters_with_a_weight(spec):
    rows = [f"{who} | {2019 + age - 62} | {age} | 1957 | head | no" for who in ("extra", "base") for age in (64, 65)]
    spec(
        {"core_sample": NUMBERS, "derived_population_year": people(*rows)},
        step,
        """
            person_id | year | part      | weight | entered   | left
            base      | 2021 | base      | 40     | start     |
            base      | 2022 | base      | 20     |           |
            extra     | 2021 | household |        | household | household
            extra     | 2022 | extra     | 20     | turned_65 |
        """,
    )


def test_a_number_that_came_twice_is_one_person(spec):
    numbers = "person_id | part | year\nbase | base | 2021\nbase | base | 2022"
    rows = [alone("base", 2022, 30)]
    spec({"core_sample": numbers, "derived_population_year": people(*rows)}, step, "person_id | year\nbase | 2022")


def test_years_for_which_nothing_was_drawn_yet_are_left_out(spec):
    numbers = "person_id | part | year\nbase | base | 2022"
    rows = [alone("base", 2022, 30), alone("base", 2023, 31)]
    spec({"core_sample": numbers, "derived_population_year": people(*rows)}, step, "person_id | year\nbase      | 2022")
