"""The indicators: each rule of their definitions."""

from decimal import Decimal

import pytest

from mutualis import indicators
from mutualis.indicators.definitions import INDICATORS

BY_NAME = {each.name: each for each in INDICATORS}
INSURED, GP_CONTACT, COPAYMENT = BY_NAME["insured"], BY_NAME["gp_contact"], BY_NAME["mean_copayment"]
ANTIBIOTICS = BY_NAME["antibiotics_ddd"]
GHENT = "44021 | 44000 | 40000 | 02000"
CHARLEROI = "52011 | 52000 | 50000 | 03000"
BRUSSELS = "21004 | 21000 | 21000 | 04000"
AREAS = "municipality_code | arrondissement_code | province_code | region_code"


def population(*rows):
    return {"derived_population_year": "\n".join([f"person_id | year | {AREAS}", *rows])}


def counted(spec, drawn, indicator, expected, year=2022):
    spec(drawn, indicator, expected, parameters=indicators.year(year))


def totals(spec, drawn, indicator):
    return [row for row in spec.rows(drawn, indicator, indicators.year(2022)) if row["split"] == "total"]


def met(spec, drawn, indicator, people):
    """Numerator and denominator of the country, for so many people of Ghent who are drawn by name."""
    drawn = population(*(f"{name} | 2022 | {GHENT}" for name in people)) | drawn
    (country,) = (row for row in totals(spec, drawn, indicator) if row["level"] == "country")
    return country["numerator"], country["denominator"]


def test_insured_counts_every_person_of_the_year_at_every_level(spec):
    people = population(
        f"ann | 2022 | {GHENT}", f"bob | 2022 | {GHENT}", f"cis | 2022 | {CHARLEROI}", f"dan | 2021 | {GHENT}"
    )
    counted(
        spec,
        people,
        INSURED,
        """
            indicator | year | level          | area_code | numerator | denominator
            insured   | 2022 | country        | BE        | 3         | 3
            insured   | 2022 | region         | 02000     | 2         | 2
            insured   | 2022 | region         | 03000     | 1         | 1
            insured   | 2022 | province       | 40000     | 2         | 2
            insured   | 2022 | province       | 50000     | 1         | 1
            insured   | 2022 | arrondissement | 44000     | 2         | 2
            insured   | 2022 | arrondissement | 52000     | 1         | 1
            insured   | 2022 | municipality   | 44021     | 2         | 2
            insured   | 2022 | municipality   | 52011     | 1         | 1
        """,
    )


def test_brussels_is_its_own_arrondissement_and_stands_at_the_level_of_provinces(spec):
    counted(
        spec,
        population(f"ann | 2022 | {BRUSSELS}"),
        INSURED,
        """
            level          | area_code | numerator
            country        | BE        | 1
            region         | 04000     | 1
            province       | 21000     | 1
            arrondissement | 21000     | 1
            municipality   | 21004     | 1
        """,
    )


def test_who_lives_abroad_is_insured_but_in_no_cell(spec):
    counted(spec, population("ann | 2022 | 00150 | | | "), INSURED, "indicator")


def test_one_gp_contact_is_enough_and_none_counts_in_the_denominator(spec):
    drawn = population(f"ann | 2022 | {GHENT}", f"bob | 2022 | {GHENT}", f"cis | 2022 | {GHENT}")
    drawn["derived_person_year"] = "person_id | gp_contacts\nann | 1\nbob | 0"
    counted(
        spec,
        drawn,
        GP_CONTACT,
        """
            level          | numerator | denominator | contributors
            country        | 1         | 3           | 1
            region         | 1         | 3           | 1
            province       | 1         | 3           | 1
            arrondissement | 1         | 3           | 1
            municipality   | 1         | 3           | 1
        """,
    )


def test_contacts_of_other_years_and_of_people_outside_the_population_do_not_count(spec):
    drawn = population(f"ann | 2022 | {GHENT}")
    drawn["derived_person_year"] = "person_id | year | gp_contacts\nann | 2021 | 4\nzoe | 2022 | 4"
    rows = spec.rows(drawn, GP_CONTACT, indicators.year(2022))
    assert {(row["numerator"], row["denominator"]) for row in rows} == {(0, 1)}


def test_antibiotics_are_all_of_j01_and_nothing_else_in_thousandths_of_a_ddd(spec):
    drawn = population(f"ann | 2022 | {GHENT}", f"bob | 2022 | {GHENT}")
    drawn["derived_person_year_drug"] = """
        person_id | atc_code | ddd_thousandths
        ann       | J01CA04  | 16000
        ann       | J01AA02  | 500
        bob       | J01MA02  | 10000
        bob       | J02AC01  | 90000
        bob       | C10AA01  | 90000
    """
    rows = totals(spec, drawn, ANTIBIOTICS)
    wanted = {"numerator": 26500, "denominator": 2, "contributors": 2, "largest": 16500, "second_largest": 10000}
    assert [{name: row[name] for name in wanted} for row in rows] == [wanted] * 5


def test_copayment_is_the_sum_over_all_insured(spec):
    drawn = population(f"ann | 2022 | {GHENT}", f"bob | 2022 | {CHARLEROI}")
    drawn["derived_person_year"] = "person_id | copayment_cents\nann | 12345"
    counted(
        spec,
        drawn,
        COPAYMENT,
        """
            level          | area_code | numerator | denominator | contributors | largest | second_largest
            country        | BE        | 12345     | 2           | 1            | 12345   | 0
            region         | 02000     | 12345     | 1           | 1            | 12345   | 0
            region         | 03000     | 0         | 1           | 0            | 0       | 0
            province       | 40000     | 12345     | 1           | 1            | 12345   | 0
            province       | 50000     | 0         | 1           | 0            | 0       | 0
            arrondissement | 44000     | 12345     | 1           | 1            | 12345   | 0
            arrondissement | 52000     | 0         | 1           | 0            | 0       | 0
            municipality   | 44021     | 12345     | 1           | 1            | 12345   | 0
            municipality   | 52011     | 0         | 1           | 0            | 0       | 0
        """,
    )


def test_supplements_are_summed_apart_from_copayments(spec):
    drawn = {"derived_person_year": "person_id | copayment_cents | supplement_cents\nann | 70 | 500\nbob | 0 | 25"}
    assert met(spec, drawn, BY_NAME["mean_supplement"], ("ann", "bob", "cis")) == (525, 3)


def test_increased_reimbursement_is_that_of_the_state_that_was_used(spec):
    drawn = {
        "derived_population_year": f"""
            person_id | year | {AREAS} | is_increased_reimbursement
            ann       | 2022 | {GHENT} | yes
            bob       | 2022 | {GHENT} | no
            cis       | 2022 | {GHENT} |
            ann       | 2021 | {GHENT} | yes
        """
    }
    counted(spec, drawn, BY_NAME["increased_reimbursement"], "level | numerator | denominator\n" + each_level("1 | 3"))


def each_level(cells):
    return "\n".join(f"{level} | {cells}" for level in indicators.LEVELS)


def test_one_fee_for_a_global_medical_record_is_enough_and_one_taken_back_is_none(spec):
    drawn = {"derived_person_year": "person_id | global_medical_files\nann | 1\nbob | 0\ncis | 2\ndan | -1"}
    assert met(spec, drawn, BY_NAME["gmd"], ("ann", "bob", "cis", "dan", "eve")) == (2, 5)


def test_diabetes_is_90_ddd_of_a10_in_the_year_all_substances_together(spec):
    drawn = {
        "derived_person_year_drug": """
            person_id | year | atc_code | ddd_thousandths
            ann       | 2022 | A10BA02  | 60000
            ann       | 2022 | A10AE04  | 30000
            bob       | 2022 | A10BA02  | 89999
            cis       | 2022 | A11CC05  | 400000
            dan       | 2021 | A10BA02  | 400000
            eve       | 2022 | A10BB09  | 90000
        """
    }
    assert met(spec, drawn, BY_NAME["diabetes"], ("ann", "bob", "cis", "dan", "eve")) == (2, 5)


def test_antidepressants_are_90_ddd_of_n06a_and_nothing_else_of_n06(spec):
    drawn = {
        "derived_person_year_drug": """
            person_id | atc_code | ddd_thousandths
            ann       | N06AB04  | 90000
            bob       | N06AB04  | 45000
            bob       | N06AX16  | 45000
            cis       | N06BA04  | 365000
            dan       | N06AB04  | 89000
        """
    }
    assert met(spec, drawn, BY_NAME["antidepressants"], ("ann", "bob", "cis", "dan")) == (2, 4)


def test_polypharmacy_is_what_patient_data_say(spec):
    drawn = {"derived_person_year": "person_id | is_polypharmacy\nann | yes\nbob | no\ncis | yes"}
    assert met(spec, drawn, BY_NAME["polypharmacy"], ("ann", "bob", "cis", "dan")) == (2, 4)


@pytest.mark.parametrize(("name", "sum_of"), [("classic_stays", 3), ("day_stays", 4)])
def test_every_stay_of_a_person_counts_by_its_kind(spec, name, sum_of):
    drawn = {"derived_person_year": "person_id | classic_stays | day_stays\nann | 2 | 0\nbob | 1 | 4"}
    assert met(spec, drawn, BY_NAME[name], ("ann", "bob", "cis")) == (sum_of, 3)


def test_the_two_largest_parts_of_an_area_are_those_of_its_persons_whatever_municipality(spec):
    east = "44021 | 44000 | 40000 | 02000", "41002 | 41000 | 40000 | 02000"
    drawn = population(*(f"p{n} | 2022 | {east[n % 2]}" for n in range(6)))
    parts = {0: 900, 1: 300, 2: 800, 3: 200, 4: 100, 5: 0}
    drawn["derived_person_year"] = "person_id | copayment_cents\n" + "\n".join(f"p{n} | {c}" for n, c in parts.items())
    rows = totals(spec, drawn, COPAYMENT)
    found = {(row["level"], row["area_code"]): (row["largest"], row["second_largest"]) for row in rows}
    assert found["province", "40000"] == (900, 800)
    assert found["country", "BE"] == (900, 800)
    assert found["municipality", "41002"] == (300, 200)


@pytest.mark.parametrize(
    ("indicator", "numerator", "denominator", "year", "value"),
    [
        (INSURED, 1234, 1234, 2022, "1234"),
        (GP_CONTACT, 1, 3, 2022, "33.3"),
        (GP_CONTACT, 1, 16, 2022, "6.3"),
        (ANTIBIOTICS, 365_000 * 20, 1000, 2022, "20.0"),
        (ANTIBIOTICS, 366_000 * 20, 1000, 2020, "20.0"),
        (BY_NAME["classic_stays"], 148, 1000, 2022, "148.0"),
        (BY_NAME["mean_supplement"], 5010, 4, 2022, "12.53"),
        (COPAYMENT, 12345, 2, 2022, "61.73"),
        (COPAYMENT, 0, 2, 2022, "0.00"),
        (COPAYMENT, -12345, 2, 2022, "-61.73"),
    ],
)
def test_a_figure_is_factor_times_numerator_over_divisor_rounded_half_up(
    indicator, numerator, denominator, year, value
):
    assert indicator.value(numerator, denominator, year) == Decimal(value)
    assert str(indicator.value(numerator, denominator, year)) == value


def test_nothing_to_divide_by_gives_no_figure():
    assert GP_CONTACT.value(0, 0, 2022) is None
    assert ANTIBIOTICS.value(0, 0, 2022) is None
