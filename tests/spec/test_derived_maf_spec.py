"""The maximum billing (MAF), by the rules of methods 5.2. Ceilings of the small world are a few euro cents."""

import datetime as dt

import pytest

from mutualis import reference
from mutualis.derived.maf import derived_maf_household, derived_maf_person

FAMILY = """
    person_id | household_head_id | age | maf_household_right | maf_household_category
    ann       | ann               | 40  | 2                   | 4
    bob       | ann               | 42  | 2                   | 4
    kid       | ann               | 18  | 2                   | 4
"""


def paid(text, extra=""):
    """Care lines that count: person, day, co-payment, and more columns."""
    return f"accounting_code | person_id | service_day | copayment_cents{extra}\n" + text


def test_co_payments_above_the_ceiling_of_the_household_are_repaid_in_order_of_delivery(spec):
    spec(
        {
            "derived_population_year": FAMILY,
            "core_care_line_net": paid("""
                visit | bob | 2022-06-01 | 100
                visit | ann | 2022-01-01 | 500
                visit | bob | 2022-03-01 | 150
                visit | kid | 2022-04-01 | 80
            """),
        },
        derived_maf_person,
        """
            person_id | household_head_id | is_child | own_ceiling_cents | counted_cents | repaid_cents | reached_day
            ann       | ann               | no       |                   | 500           | 0            |
            bob       | ann               | no       |                   | 250           | 100          | 2022-06-01
            kid       | ann               | yes      | 650               | 80            | 30           | 2022-04-01
        """,
    )


def test_of_the_line_that_crosses_the_ceiling_the_part_above_it_is_repaid(spec):
    spec(
        {"derived_population_year": FAMILY, "core_care_line_net": paid("visit | ann | 2022-01-01 | 701")},
        derived_maf_person,
        "person_id | repaid_cents | reached_day\nann | 1 | 2022-01-01",
        only={"person_id": "ann"},
    )


def test_exactly_the_ceiling_is_not_above_it(spec):
    spec(
        {"derived_population_year": FAMILY, "core_care_line_net": paid("visit | ann | 2022-01-01 | 700")},
        derived_maf_person,
        "person_id | counted_cents | repaid_cents | reached_day\nann | 700 | 0 |",
        only={"person_id": "ann"},
    )


def test_lines_of_one_day_are_taken_by_booking_month_then_delivery_then_line(spec):
    spec(
        {
            "derived_population_year": FAMILY,
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
        derived_maf_person,
        "person_id | counted_cents\nann | 50001",
        only={"person_id": "ann"},
    )


def test_a_child_has_a_ceiling_of_its_own_and_the_household_counts_what_is_left(spec):
    spec(
        {
            "derived_population_year": """
                person_id | household_head_id | age | maf_household_right | maf_household_category
                ann       | ann               | 40  | 2                   | 0
                kid       | ann               | 18  | 2                   | 0
                old       | ann               | 19  | 2                   | 0
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
            person_id | is_child | own_ceiling_cents | counted_cents | repaid_cents
            kid       | yes      | 650               | 700           | 50
            old       | no       |                   | 900           | 0
            ann       | no       |                   | 260           | 10
        """,
    )


def test_a_social_household_has_the_social_ceiling_of_its_year(spec):
    drawn = {
        "derived_population_year": """
            person_id | year | reference_day | household_head_id | maf_household_right
            ann       | 2022 | 2022-12-31    | ann               | 1
            ann       | 2023 | 2023-12-31    | ann               | 1
        """,
    }
    spec(
        {**drawn, "derived_maf_person": "person_id | year | household_head_id\nann | 2022 | ann\nann | 2023 | ann"},
        derived_maf_household,
        "year | maf_type | ceiling_cents | is_reached\n2022 | social | 400 | no\n2023 | social | 500 | no",
        years="2022-2023",
    )


MIXED = """
    person_id | household_head_id | maf_household_right | maf_individual_right | has_social_welfare
    ann       | ann               | 4                   | 0                    | no
    bob       | ann               | 4                   | 1                    | no
    cis       | ann               | 4                   | 3                    | no
    dan       | ann               | 4                   | 0                    | yes
"""


def test_in_a_mixed_household_those_with_a_social_right_have_a_ceiling_together_before_the_household(spec):
    spec(
        {
            "derived_population_year": MIXED,
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
    spec(
        {
            "derived_population_year": MIXED,
            "derived_maf_person": """
                person_id | household_head_id | counted_cents | repaid_cents | reached_day
                bob       | ann               | 390           | 0            |
                dan       | ann               | 30            | 20           | 2022-01-02
                cis       | ann               | 1380          | 0            |
                ann       | ann               | 35            | 15           | 2022-01-04
            """,
        },
        derived_maf_household,
        """
            maf_type | ceiling_cents | social_ceiling_cents | members | counted_cents | repaid_cents | reached_day
            income   | 1800          | 400                  | 4       | 1835          | 35           | 2022-01-02
        """,
    )


def test_without_a_right_nothing_is_repaid_but_to_a_child(spec):
    spec(
        {
            "derived_population_year": """
                person_id | household_head_id | age | maf_household_right
                ann       | ann               | 40  | 0
                kid       | ann               | 10  | 0
                bob       |                   | 30  |
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
            "core_care_line_net": paid(before + "\nvisit | kid | 2022-01-01 | 750"),
        },
        derived_maf_person,
        f"""
            person_id | has_chronic_right                       | own_ceiling_cents | repaid_cents
            ann       | no                                      |                   | 0
            bob       | {"yes" if ceiling < 700 else "no"}      |                   | 0
            kid       | no                                      | {ceiling - 50}    | {750 - ceiling + 50}
        """,
    )


def test_a_correction_above_the_ceiling_takes_back_what_was_repaid(spec):
    spec(
        {
            "derived_population_year": FAMILY,
            "core_care_line_net": paid("""
                visit | ann | 2022-01-01 | 800
                visit | ann | 2022-01-02 | -60
            """),
        },
        derived_maf_person,
        "person_id | counted_cents | repaid_cents | reached_day\nann | 740 | 40 | 2022-01-01",
        only={"person_id": "ann"},
    )


def test_households_of_different_years_and_heads_do_not_meet(spec):
    spec(
        {
            "derived_population_year": """
                person_id | year | reference_day | household_head_id | maf_household_right | maf_household_category
                ann       | 2022 | 2022-12-31    | ann               | 2                   | 3
                bob       | 2022 | 2022-12-31    | bob               | 2                   | 3
                ann       | 2023 | 2023-12-31    | bob               | 2                   | 3
                bob       | 2023 | 2023-12-31    | bob               | 2                   | 3
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
