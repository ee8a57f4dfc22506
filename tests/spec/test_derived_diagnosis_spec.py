"""Pseudodiagnoses: what medicines point to, by the rows of a list (methods 2.2 and 2.3)."""

import pytest

from mutualis.derived.diagnoses import derived_person_year_diagnosis as step

LIST = """
    code   | list  | condition | role      | atc_code | other  | need_group | age_from | age_to | sex | least_ddd_thousandths | least_packages | valid_from | valid_to
    SUGAR  | nihdi | SUGAR     | condition |          |        |            |          |        |     | 90000                 |                |            |
    1      | nihdi | SUGAR     | atc       | A10B     |        |            |          |        |     |                       |                |            |
    INS    | nihdi | INS       | condition |          |        |            |          |        |     | 90000                 |                |            |
    2      | nihdi | INS       | atc       | A10A     |        |            |          |        |     |                       |                |            |
    3      | nihdi | SUGAR     | without   |          | INS    |            |          |        |     |                       |                |            |
    HEART  | nihdi | HEART     | condition |          |        |            |          |        |     | 90000                 |                |            |
    4      | nihdi | HEART     | atc       | C07      |        |            |          |        |     |                       |                |            |
    5      | nihdi | HEART     | atc       | C        |        |            |          |        |     |                       |                |            |
    BOTH   | nihdi | BOTH      | condition |          |        |            |          |        |     |                       |                |            |
    6      | nihdi | BOTH      | needs     |          | INS    | 1          |          |        |     |                       |                |            |
    7      | nihdi | BOTH      | needs     |          | SUGAR  | 1          |          |        |     |                       |                |            |
    8      | nihdi | BOTH      | needs     |          | HEART  | 2          |          |        |     |                       |                |            |
    LUNG   | nihdi | LUNG      | condition |          |        |            | 50       |        |     | 90000                 |                |            |
    9      | nihdi | LUNG      | atc       | R03      |        |            |          |        |     |                       |                |            |
    YOUNG  | nihdi | YOUNG     | condition |          |        |            |          | 49     |     | 90000                 |                |            |
    10     | nihdi | YOUNG     | atc       | R03      |        |            |          |        |     |                       |                |            |
    MIND   | nihdi | MIND      | condition |          |        |            |          |        |     | 90000                 |                |            |
    11     | nihdi | MIND      | atc       | N05A     |        |            |          |        |     |                       |                |            |
    12     | nihdi | MIND      | not_atc   | N05AN    |        |            |          |        |     |                       |                |            |
    WOMEN  | nihdi | WOMEN     | condition |          |        |            |          |        | 2   | 90000                 |                |            |
    13     | nihdi | WOMEN     | atc       | G03      |        |            |          |        |     |                       |                |            |
    tumour | open  | tumour    | condition |          |        |            |          |        |     |                       | 1              |            |
    14     | open  | tumour    | atc       | L01      |        |            |          |        |     |                       |                |            |
    old    | open  | old       | condition |          |        |            |          |        |     |                       | 1              |            | 2021-12-31
    15     | open  | old       | atc       | L01      |        |            |          |        |     |                       |                |            | 2021-12-31
"""  # noqa: E501


def drawn(drugs, population="person_id | age | sex\nann | 60 | 1"):
    return {
        "derived_person_year_drug": drugs,
        "derived_population_year": population,
        "reference_pseudodiagnosis": LIST,
    }


@pytest.mark.parametrize(("doses", "found"), [(89_999, False), (90_000, True)])
def test_daily_doses_of_all_substances_of_a_condition_reach_the_limit_together(spec, doses, found):
    drugs = f"atc_code | ddd_thousandths\nA10BA02 | 50000\nA10BB01 | {doses - 50_000}"
    expected = f"list | condition | ddd_thousandths\nnihdi | SUGAR | {doses}" if found else "person_id"
    spec(drawn(drugs), step, expected)


def test_a_condition_with_packages_needs_no_doses(spec):
    spec(
        drawn("atc_code | packages | ddd_thousandths\nL01AA01 | 1 | 0"),
        step,
        "person_id | year | list | condition | packages\nann | 2022 | open | tumour | 1",
    )


def test_what_was_taken_back_is_no_package(spec):
    spec(drawn("atc_code | packages | ddd_thousandths\nL01AA01 | -1 | -5000"), step, "person_id")


def test_a_condition_without_another_one_gives_way_to_it(spec):
    drugs = """
        person_id | atc_code | ddd_thousandths
        ann       | A10BA02  | 200000
        ann       | A10AB01  | 90000
        bob       | A10BA02  | 200000
        bob       | A10AB01  | 89999
    """
    spec(drawn(drugs, "person_id | age\nann | 60\nbob | 60"), step, "person_id | condition\nann | INS\nbob | SUGAR")


def test_a_condition_that_needs_others_needs_one_of_each_group(spec):
    drugs = """
        person_id | atc_code | ddd_thousandths | packages
        ann       | A10BA02  | 100000          | 2
        ann       | C07AB02  | 120000          | 3
        bob       | C07AB02  | 120000          | 3
    """
    spec(
        drawn(drugs),
        step,
        """
        person_id | condition | ddd_thousandths | packages
        ann       | SUGAR     | 100000          | 2
        ann       | HEART     | 120000          | 3
        ann       | BOTH      | 220000          | 5
        bob       | HEART     | 120000          | 3
        """,
    )


@pytest.mark.parametrize(("age", "condition"), [(49, "YOUNG"), (50, "LUNG")])
def test_the_same_medicines_mean_something_else_at_another_age(spec, age, condition):
    population = f"person_id | age\nann | {age}"
    spec(drawn("atc_code | ddd_thousandths\nR03AC02 | 90000", population), step, f"condition\n{condition}")


def test_who_is_of_unknown_age_or_not_in_the_population_meets_no_limit_of_age(spec):
    drugs = "person_id | atc_code | ddd_thousandths\nann | R03AC02 | 90000\nbob | R03AC02 | 90000"
    spec(drawn(drugs, "person_id | age\nann |"), step, "person_id")


def test_a_limit_of_sex_holds(spec):
    drugs = "person_id | atc_code | ddd_thousandths\nann | G03AA07 | 90000\nbob | G03AA07 | 90000"
    population = "person_id | sex\nann | 2\nbob | 1"
    spec(drawn(drugs, population), step, "person_id | condition\nann | WOMEN")


def test_substances_that_are_taken_out_do_not_count(spec):
    spec(drawn("atc_code | ddd_thousandths\nN05AH03 | 50000\nN05AN01 | 90000"), step, "person_id")


def test_a_medicine_counts_once_however_many_beginnings_it_fits(spec):
    drugs = "atc_code | ddd_thousandths\nC07AB02 | 90000"
    spec(drawn(drugs), step, "condition | ddd_thousandths\nHEART | 90000")


def test_rows_of_the_list_that_have_ended_do_not_count(spec):
    spec(drawn("atc_code | packages\nL01AA01 | 1"), step, "condition\ntumour")
    spec(drawn("year | atc_code | packages\n2021 | L01AA01 | 1"), step, "condition\nold\ntumour", years="2021")
