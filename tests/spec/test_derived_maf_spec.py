"""The maximum billing (MAF), by the rules of methods 5.2. Ceilings of the small world are a few euro cents."""

import datetime as dt

import pytest

from mutualis import reference
from mutualis.derived.maf import derived_maf_ceiling, derived_maf_household, derived_maf_person

FAMILY = """
    person_id | household_head_id | age | maf_household_right | maf_household_category
    ann       | ann               | 40  | 2                   | 4
    bob       | ann               | 42  | 2                   | 4
    kid       | ann               | 18  | 2                   | 4
"""
CEILINGS = """
    person_id | household_head_id | is_child | ceiling_cents | own_ceiling_cents
    ann       | ann               | no       | 700           |
    bob       | ann               | no       | 700           |
    kid       | ann               | yes      | 700           | 650
"""


def paid(text, extra=""):
    """Care lines that count: person, day, co-payment, and more columns."""
    return f"accounting_code | person_id | service_day | copayment_cents{extra}\n" + text


def test_ceilings_follow_from_right_and_category_and_what_counts_is_added_up(spec):
    spec(
        {
            "derived_population_year": FAMILY,
            "core_care_line_net": paid("visit | bob | 2022-06-01 | 100\nvisit | bob | 2022-07-01 | -40"),
        },
        derived_maf_ceiling,
        """
            person_id | right  | is_child | ceiling_cents | own_ceiling_cents | counted_cents | positive_cents
            ann       | income | no       | 700           |                   | 0             | 0
            bob       | income | no       | 700           |                   | 60            | 100
            kid       | income | yes      | 700           | 650               | 0             | 0
        """,
    )


def test_co_payments_above_the_ceiling_of_the_household_are_repaid_in_order_of_delivery(spec):
    spec(
        {
            "derived_maf_ceiling": CEILINGS,
            "core_care_line_net": paid("""
                visit | bob | 2022-06-01 | 100
                visit | ann | 2022-01-01 | 500
                visit | bob | 2022-03-01 | 150
                visit | kid | 2022-04-01 | 80
            """),
        },
        derived_maf_person,
        """
            person_id | household_head_id | is_child | own_ceiling_cents | repaid_cents | reached_day
            ann       | ann               | no       |                   | 0            |
            bob       | ann               | no       |                   | 100          | 2022-06-01
            kid       | ann               | yes      | 650               | 30           | 2022-04-01
        """,
    )


def test_of_the_line_that_crosses_the_ceiling_the_part_above_it_is_repaid(spec):
    spec(
        {"derived_maf_ceiling": CEILINGS, "core_care_line_net": paid("visit | ann | 2022-01-01 | 701")},
        derived_maf_person,
        "person_id | repaid_cents | reached_day\nann | 1 | 2022-01-01",
        only={"person_id": "ann"},
    )


def test_exactly_the_ceiling_is_not_above_it(spec):
    spec(
        {"derived_maf_ceiling": CEILINGS, "core_care_line_net": paid("visit | ann | 2022-01-01 | 700")},
        derived_maf_person,
        "person_id | repaid_cents | reached_day\nann | 0 |",
        only={"person_id": "ann"},
    )


def test_lines_of_one_day_are_taken_by_booking_month_then_delivery_then_line(spec):
    spec(
        {
            "derived_maf_ceiling": CEILINGS,
            "core_care_line_net": paid(
                """
                visit | ann | 2022-01-01 | 700 | 202202 | d1 | 9
                visit | bob | 2022-01-01 | 10  | 202203 | d0 | 1
                visit | kid | 2022-01-01 | 20  | 202202 | d1 | 8
                """,
                " | booking_month | delivery_id | line",
            ),
        },
        derived_maf_person,
        "person_id | repaid_cents\nann | 20\nbob | 10\nkid | 0",
    )


def test_medicines_of_public_pharmacies_count_by_their_category_and_care_by_its_accounting_code(spec):
    spec(
        {
            "derived_population_year": FAMILY,
            "core_care_line_net": paid("""
                visit | ann | 2022-01-01 | 1
                room  | ann | 2022-01-01 | 20
                rehab | ann | 2022-01-01 | 300
                other | ann | 2022-01-01 | 4000
            """),
            "core_dispensing_net": """
                drug_category_code | person_id | service_day | copayment_cents
                pills-a            | ann       | 2022-01-01  | 50000
                pills-d            | ann       | 2022-01-01  | 600000
                visit              | bob       | 2021-12-31  | 7000000
            """,
        },
        derived_maf_ceiling,
        "person_id | counted_cents\nann | 50001",
        only={"person_id": "ann"},
    )


@pytest.mark.parametrize(
    ("case", "counted"),
    [
        ("psych | ann | 2022-05-03 | 7 | P1", 7),
        ("psych | ann | 2022-05-04 | 7 | P1", 0),
        ("psych | ann | 2022-06-01 | 7 | P1", 0),
        ("visit | ann | 2022-05-04 | 7 | P1", 7),
        ("psych | ann | 2022-05-04 | 7 | H1", 7),
        ("psych | ann | 2022-06-02 | 7 | P1", 7),
        ("psych | bob | 2022-05-04 | 7 | P1", 7),
    ],
    ids=["third day", "fourth day", "last day", "other care", "general hospital", "after the stay", "another person"],
)
def test_of_a_psychiatric_stay_the_day_price_counts_for_the_first_days_only(spec, case, counted):
    spec(
        {
            "derived_population_year": FAMILY,
            "derived_stay": """
                person_id | hospital_number | admission_day | discharge_day | is_psychiatric
                ann       | P1              | 2022-05-01    | 2022-06-01    | yes
                ann       | H1              | 2022-05-01    | 2022-06-01    | no
            """,
            "core_care_line_net": paid(case, " | institution_number"),
        },
        derived_maf_ceiling,
        f"person_id | counted_cents\n{case.split(' | ')[1]} | {counted}",
        only={"person_id": case.split(" | ")[1]},
    )


def test_from_the_day_on_which_the_list_names_no_limit_all_psychiatric_days_count(spec):
    spec(
        {
            "derived_population_year": "person_id | year | reference_day\nann | 2023 | 2023-12-31",
            "derived_stay": """
                hospital_number | admission_day | discharge_day | is_psychiatric
                P1              | 2022-01-01    | 2023-12-31    | yes
            """,
            "core_care_line_net": paid(
                "psych | ann | 2023-03-31 | 50 | P1\npsych | ann | 2023-04-01 | 7 | P1", " | institution_number"
            ),
        },
        derived_maf_ceiling,
        "person_id | counted_cents\nann | 7",
        years="2023",
    )


def test_the_counter_leaves_out_days_of_a_psychiatric_stay_that_do_not_count(spec):
    spec(
        {
            "derived_maf_ceiling": CEILINGS,
            "derived_stay": """
                hospital_number | admission_day | discharge_day | is_psychiatric
                P1              | 2022-05-01    | 2022-06-01    | yes
            """,
            "core_care_line_net": paid(
                "psych | ann | 2022-05-01 | 710 | P1\npsych | ann | 2022-05-09 | 50 | P1", " | institution_number"
            ),
        },
        derived_maf_person,
        "person_id | repaid_cents\nann | 10",
        only={"person_id": "ann"},
    )


def test_a_child_has_a_ceiling_of_its_own_and_the_household_counts_what_is_left(spec):
    spec(
        {
            "derived_maf_ceiling": """
                person_id | household_head_id | is_child | ceiling_cents | own_ceiling_cents
                ann       | ann               | no       | 1800          |
                kid       | ann               | yes      | 1800          | 650
                old       | ann               | no       | 1800          |
            """,
            "core_care_line_net": paid("""
                visit | kid | 2022-01-01 | 600
                visit | kid | 2022-01-02 | 100
                visit | old | 2022-01-03 | 900
                visit | ann | 2022-01-04 | 260
            """),
        },
        derived_maf_person,
        """
            person_id | repaid_cents
            kid       | 50
            old       | 0
            ann       | 10
        """,
    )


def test_who_is_younger_than_the_list_says_is_a_child_and_an_unknown_category_has_the_highest_ceiling(spec):
    spec(
        {
            "derived_population_year": """
                person_id | household_head_id | age | maf_household_right | maf_household_category
                kid       | ann               | 18  | 2                   | 0
                old       | ann               | 19  | 2                   |
                who       | ann               |     | 2                   | 0
            """
        },
        derived_maf_ceiling,
        """
            person_id | is_child | ceiling_cents | own_ceiling_cents
            kid       | yes      | 1800          | 650
            old       | no       | 1800          |
            who       | no       | 1800          |
        """,
    )


def test_a_social_household_has_the_social_ceiling_of_its_year(spec):
    spec(
        {
            "derived_population_year": """
                person_id | year | reference_day | household_head_id | maf_household_right
                ann       | 2022 | 2022-12-31    | ann               | 1
                ann       | 2023 | 2023-12-31    | ann               | 1
            """,
        },
        derived_maf_ceiling,
        "year | maf_type | ceiling_cents | is_social\n2022 | social | 400 | yes\n2023 | social | 500 | yes",
        years="2022-2023",
    )


@pytest.mark.parametrize(
    ("right", "one", "other", "ceiling"),
    [
        ("2", "6", "6", 250),
        ("1", "6", "6", 250),
        ("1", "6", "3", 400),
        ("1", "3", "3", 400),
        ("1", "6", "", 400),
    ],
    ids=["by income", "social", "social, another is told otherwise", "social, dearer bracket", "social, one unknown"],
)
def test_the_bracket_of_250_holds_where_it_is_told_and_is_better_than_the_social_ceiling(
    spec, right, one, other, ceiling
):
    spec(
        {
            "derived_population_year": f"""
                person_id | household_head_id | maf_household_right | maf_household_category
                ann       | ann               | {right}             | {one}
                bob       | ann               | {right}             | {other}
            """
        },
        derived_maf_ceiling,
        f"person_id | ceiling_cents\nann | {ceiling}\nbob | {ceiling}",
    )


MIXED = """
    person_id | household_head_id | maf_household_right | maf_individual_right | has_social_welfare
    ann       | ann               | 4                   | 0                    | no
    bob       | ann               | 4                   | 1                    | no
    cis       | ann               | 4                   | 3                    | no
    dan       | ann               | 4                   | 0                    | yes
"""


def test_in_a_mixed_household_those_with_a_social_right_have_a_ceiling_together(spec):
    spec(
        {"derived_population_year": MIXED},
        derived_maf_ceiling,
        """
            person_id | right | is_social | maf_type | ceiling_cents | social_ceiling_cents
            ann       | mixed | no        | income   | 1800          | 400
            bob       | mixed | yes       | income   | 1800          | 400
            cis       | mixed | no        | income   | 1800          | 400
            dan       | mixed | yes       | income   | 1800          | 400
        """,
    )


def test_the_counter_of_the_social_members_comes_before_that_of_the_household(spec):
    spec(
        {
            "derived_maf_ceiling": """
                person_id | household_head_id | right | is_social | ceiling_cents | social_ceiling_cents
                ann       | ann               | mixed | no        | 1800          | 400
                bob       | ann               | mixed | yes       | 1800          | 400
                cis       | ann               | mixed | no        | 1800          | 400
                dan       | ann               | mixed | yes       | 1800          | 400
            """,
            "core_care_line_net": paid("""
                visit | bob | 2022-01-01 | 390
                visit | dan | 2022-01-02 | 30
                visit | cis | 2022-01-03 | 1380
                visit | ann | 2022-01-04 | 35
            """),
        },
        derived_maf_person,
        """
            person_id | is_social | repaid_cents
            bob       | yes       | 0
            dan       | yes       | 20
            cis       | no        | 0
            ann       | no        | 15
        """,
    )


HOUSEHOLDS = {
    "derived_maf_ceiling": """
        person_id | household_head_id | ceiling_cents | social_ceiling_cents | has_chronic_reduction | counted_cents
        bob       | ann               | 1800          | 400                  | no                    | 390
        dan       | ann               | 1800          | 400                  | no                    | 30
        ann       | ann               | 1800          | 400                  | no                    | 1415
        eve       | eve               | 700           |                      | yes                   | 5
    """,
    "derived_maf_person": """
        person_id | household_head_id | counted_cents | repaid_cents | reached_day
        bob       | ann               | 390           | 0            |
        dan       | ann               | 30            | 20           | 2022-01-02
        ann       | ann               | 1415          | 15           | 2022-01-04
        eve       | eve               | 5             | 0            |
    """,
}


def test_a_household_is_the_sum_of_its_members(spec):
    spec(
        HOUSEHOLDS,
        derived_maf_household,
        """
            household_head_id | members | counted_cents | repaid_cents | reached_day | is_reached
            ann               | 3       | 1835          | 35           | 2022-01-02  | yes
            eve               | 1       | 5             | 0            |             | no
        """,
    )


def test_a_household_has_the_ceilings_of_its_members(spec):
    spec(
        HOUSEHOLDS,
        derived_maf_household,
        """
            household_head_id | maf_type | ceiling_cents | social_ceiling_cents | has_chronic_reduction
            ann               | income   | 1800          | 400                  | no
            eve               | income   | 700           |                      | yes
        """,
    )


def test_without_a_right_nothing_is_repaid_but_to_a_child(spec):
    spec(
        {
            "derived_maf_ceiling": """
                person_id | household_head_id | right | maf_type | is_child | own_ceiling_cents
                ann       | ann               | none  | none     | no       |
                kid       | ann               | none  | none     | yes      | 650
                bob       | bob               | none  | none     | no       |
            """,
            "core_care_line_net": paid("""
                visit | ann | 2022-01-01 | 9000
                visit | kid | 2022-01-01 | 1000
                visit | bob | 2022-01-01 | 9000
            """),
        },
        derived_maf_person,
        "person_id | household_head_id | repaid_cents\nann | ann | 0\nkid | ann | 350\nbob | bob | 0",
    )


def test_who_is_told_no_right_has_none_and_who_has_no_head_is_a_household_of_one(spec):
    spec(
        {
            "derived_population_year": """
                person_id | household_head_id | age | maf_household_right
                ann       | ann               | 40  | 0
                kid       | ann               | 10  | 0
                bob       |                   | 30  |
            """,
        },
        derived_maf_ceiling,
        """
            person_id | household_head_id | right | maf_type | ceiling_cents | own_ceiling_cents
            ann       | ann               | none  | none     |               |
            kid       | ann               | none  | none     |               | 650
            bob       | bob               | none  | none     |               |
        """,
    )


@pytest.mark.parametrize(
    ("before", "status", "ceiling"),
    [
        ("visit | bob | 2020-05-01 | 450\nvisit | bob | 2021-05-01 | 450", "no", 600),
        ("visit | bob | 2020-05-01 | 450\nvisit | bob | 2021-05-01 | 449", "no", 700),
        ("visit | bob | 2020-05-01 | 450\nvisit | ann | 2021-05-01 | 450", "no", 700),
        ("visit | bob | 2019-05-01 | 450\nvisit | bob | 2021-05-01 | 450", "no", 700),
        ("visit | bob | 2021-05-01 | 450", "yes", 600),
    ],
)
def test_co_payments_of_the_two_years_before_or_the_status_lower_the_ceilings(spec, before, status, ceiling):
    spec(
        {
            "derived_population_year": FAMILY,
            "derived_person_year": f"person_id | has_chronic_status\nbob | {status}",
            "core_care_line_net": paid(before),
        },
        derived_maf_ceiling,
        f"""
            person_id | has_chronic_right                  | ceiling_cents | own_ceiling_cents
            ann       | no                                 | {ceiling}     |
            bob       | {"yes" if ceiling < 700 else "no"} | {ceiling}     |
            kid       | no                                 | {ceiling}     | {ceiling - 50}
        """,
    )


def test_a_correction_above_the_ceiling_takes_back_what_was_repaid(spec):
    spec(
        {
            "derived_maf_ceiling": CEILINGS,
            "core_care_line_net": paid("""
                visit | ann | 2022-01-01 | 800
                visit | ann | 2022-01-02 | -60
            """),
        },
        derived_maf_person,
        "person_id | repaid_cents | reached_day\nann | 40 | 2022-01-01",
        only={"person_id": "ann"},
    )


def test_a_household_is_that_of_the_eve_of_1_january_whatever_happens_in_the_year(spec):
    spec(
        {
            "derived_population_year": """
                person_id | year | reference_day | household_head_id
                ann       | 2022 | 2022-12-31    | ann
                bob       | 2022 | 2022-12-31    | ann
                cis       | 2022 | 2022-12-31    |
                dan       | 2022 | 2022-06-30    | ann
                ann       | 2023 | 2023-12-31    | ann
                bob       | 2023 | 2023-06-30    | bob
                cis       | 2023 | 2023-12-31    | ann
                dan       | 2023 | 2023-12-31    | dan
                new       | 2023 | 2023-12-31    | ann
            """,
        },
        derived_maf_ceiling,
        """
            person_id | year | household_head_id
            ann       | 2023 | ann
            bob       | 2023 | ann
            cis       | 2023 | cis
            dan       | 2023 | dan
            new       | 2023 | ann
        """,
        years="2023",
    )


def test_households_of_different_years_and_heads_do_not_meet(spec):
    spec(
        {
            "derived_maf_ceiling": """
                person_id | year | household_head_id | ceiling_cents
                ann       | 2022 | ann               | 450
                bob       | 2022 | bob               | 450
                ann       | 2023 | bob               | 450
                bob       | 2023 | bob               | 450
            """,
            "core_care_line_net": paid("""
                visit | ann | 2022-11-01 | 440
                visit | bob | 2022-11-01 | 440
                visit | ann | 2023-11-01 | 440
                visit | bob | 2023-11-02 | 440
            """),
        },
        derived_maf_person,
        """
            person_id | year | repaid_cents
            ann       | 2022 | 0
            bob       | 2022 | 0
            ann       | 2023 | 0
            bob       | 2023 | 430
        """,
        years="2022-2023",
    )


@pytest.mark.parametrize(
    ("year", "ceilings"),
    [
        # methods 5.2, amounts as printed by the sources, in euro: social, child, chronic, 1,000, 1,400 and 1,800
        (2014, ("450", "650", "100", "1000", "1400", "1800")),
        (2018, ("468.18", "676.26", "104.04", "1040.40", "1456.56", "1872.72")),
        (2019, ("477.54", "689.78", "106.12", "1061.20", "1485.68", "1910.16")),
        (2022, ("506.79", "732.03", "112.62", "1126.20", "1576.68", "2027.16")),
        (2024, ("516.92", "746.66", "114.87", "1148.70", "1608.18", "2067.66")),
    ],
)
def test_the_ceilings_are_those_that_were_printed(year, ceilings):
    names = ("social", "child", "chronic", "income_1000", "income_1400", "income_1800")
    found = [reference.codelist("maf_ceiling").row(name, dt.date(year, 7, 1))["ceiling_cents"] for name in names]
    assert found == [str(round(float(euros) * 100)) for euros in ceilings]


def test_every_accounting_code_and_category_of_a_pharmacy_counts_or_not():
    listed = reference.codelist("maf_counted").codes()
    assert listed == reference.codelist("accounting").codes() | reference.codelist("drug_category").codes()


def test_every_rule_gives_a_ceiling_or_a_right_and_every_code_of_the_fields_has_one():
    rules = reference.codelist("maf_rule").rows
    ceilings = reference.codelist("maf_ceiling").codes()
    for field, codes in (("right", "maf_household"), ("category", "maf_category"), ("individual", "maf_individual")):
        own = {rule["value"]: rule["gives"] for rule in rules if rule["field"] == field}
        assert set(own) == set(reference.codelist(codes).codes())
        assert set(own.values()) <= (ceilings if field == "category" else {"social", "income", "mixed", "none"})
