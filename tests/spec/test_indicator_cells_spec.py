"""The cells of an indicator: categories, and how areas, splits and parts add up."""

from collections import defaultdict

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mutualis import indicators, reference
from mutualis.indicators.definitions import INDICATORS

BY_NAME = {each.name: each for each in INDICATORS}
COPAYMENT, INSURED, GP_CONTACT = (BY_NAME[name] for name in ("mean_copayment", "insured", "gp_contact"))
YEAR, PLAN = indicators.year(2022), reference.publication_plan()
PLACES = (
    ("44021", "44000", "40000", "02000"),
    ("41002", "41000", "40000", "02000"),
    ("21004", "21000", "21000", "04000"),
)
AREAS = ("municipality_code", "arrondissement_code", "province_code", "region_code")


def of_country(rows, split):
    """Denominator by category of a split, in the whole country."""
    return {row["category"]: row["denominator"] for row in rows if (row["split"], row["level"]) == (split, "country")}


def test_the_age_classes_are_those_of_the_code_list_both_ends_included(spec):
    ages = (0, 4, 5, 14, 15, 84, 85, 112)
    drawn = "person_id | age\n" + "\n".join(f"p{age} | {age}" for age in ages)
    rows = spec.rows({"derived_population_year": drawn}, INSURED, YEAR)
    assert of_country(rows, "age_class") == {"00-04": 2, "05-14": 2, "15-24": 1, "75-84": 1, "85+": 2}


def test_a_crossed_category_names_its_single_ones_in_the_order_of_the_plan(spec):
    drawn = """
        person_id | sex | age | is_increased_reimbursement
        ann       | 2   | 70  | yes
        bob       | 1   | 33  | no
        cis       | 1   | 33  | no
    """
    rows = spec.rows({"derived_population_year": drawn}, INSURED, YEAR)
    assert {split: of_country(rows, split) for split in PLAN.counted("insured", "country")} == {
        "total": {"all": 3},
        "sex": {"2": 1, "1": 2},
        "age_class": {"65-74": 1, "25-34": 2},
        "increased_reimbursement": {"yes": 1, "no": 2},
        "sex*age_class": {"2*65-74": 1, "1*25-34": 2},
        "sex*increased_reimbursement": {"2*yes": 1, "1*no": 2},
        "age_class*increased_reimbursement": {"65-74*yes": 1, "25-34*no": 2},
        "sex*age_class*increased_reimbursement": {"2*65-74*yes": 1, "1*25-34*no": 2},
    }


def test_nobody_is_lost_whose_sex_age_or_status_is_not_known(spec):
    drawn = """
        person_id | sex | age | is_increased_reimbursement
        ann       |     |     |
        bob       | 1   | 33  | no
    """
    rows = spec.rows({"derived_population_year": drawn}, INSURED, YEAR)
    assert of_country(rows, "total") == {"all": 2}
    assert of_country(rows, "sex") == {"1": 1, "unknown": 1}
    assert of_country(rows, "sex*age_class*increased_reimbursement") == {"1*25-34*no": 1, "unknown*unknown*unknown": 1}


@pytest.mark.parametrize("indicator", [INSURED, GP_CONTACT, BY_NAME["increased_reimbursement"]], ids=lambda i: i.name)
def test_each_level_has_the_splits_that_the_plan_counts(spec, indicator):
    rows = spec.rows({"derived_population_year": "person_id\nann"}, indicator, YEAR)
    found = defaultdict(set)
    for row in rows:
        found[row["level"]].add(row["split"])
    assert found == {level: set(PLAN.counted(indicator.name, level)) for level in reference.LEVELS}


def test_of_a_count_each_part_is_one_person(spec):
    drawn = {"derived_population_year": "person_id\nann\nbob\ncis"}
    drawn["derived_person_year"] = "person_id | gp_contacts\nann | 7\nbob | 1"
    spec(
        drawn,
        GP_CONTACT,
        """
            level        | split | category | numerator | denominator | contributors | largest | second_largest
            municipality | sex   | 1        | 2         | 3           | 2            | 1       | 1
        """,
        only={"level": "municipality", "split": "sex"},
        parameters=YEAR,
    )


def test_squares_are_those_of_the_whole_country_of_an_amount(spec):
    drawn = {"derived_population_year": "person_id\nann\nbob"}
    drawn["derived_person_year"] = "person_id | copayment_cents\nann | -3\nbob | 5"
    rows = spec.rows(drawn, COPAYMENT, YEAR)
    assert {row["squares"] for row in rows if (row["level"], row["split"]) == ("country", "total")} == {34}
    assert {row["squares"] for row in rows if (row["level"], row["split"]) != ("country", "total")} == {None}


PERSON = st.tuples(
    st.sampled_from(PLACES),
    st.sampled_from(["1", "2"]),
    st.sampled_from([3, 40, 70]),
    st.booleans(),
    st.integers(-50, 900),
)


def cells_one_by_one(people):
    """Every cell of the plan worked out person by person: {key: [parts]}."""
    parts = defaultdict(list)
    ages = {3: "00-04", 40: "35-44", 70: "65-74"}
    for place, sex, age, has_increased, part in people:
        member = {"sex": sex, "age_class": ages[age], "increased_reimbursement": "yes" if has_increased else "no"}
        for level, code in zip(reversed(reference.LEVELS), (*place, "BE"), strict=True):
            for split in PLAN.counted("mean_copayment", level):
                category = "all" if split == "total" else "*".join(member[each] for each in split.split("*"))
                parts[level, code, split, category].append(part)
    return parts


@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(people=st.lists(PERSON, min_size=1, max_size=20))
def test_every_cell_is_the_sum_of_its_persons_with_their_two_largest_parts(spec, people):
    population = [
        {"person_id": f"p{n}", "sex": sex, "age": age, "is_increased_reimbursement": has_increased}
        | dict(zip(AREAS, place, strict=True))
        for n, (place, sex, age, has_increased, _) in enumerate(people)
    ]
    used = [{"person_id": f"p{n}", "copayment_cents": part} for n, (*_, part) in enumerate(people) if part]
    rows = spec.rows({"derived_population_year": population, "derived_person_year": used}, COPAYMENT, YEAR)
    found = {
        (row["level"], row["area_code"], row["split"], row["category"]): (
            *(row["numerator"], row["denominator"], row["contributors"]),
            *(row["largest"], row["second_largest"]),
        )
        for row in rows
    }
    assert len(found) == len(rows)
    assert found == {
        key: (sum(parts), len(parts), sum(part != 0 for part in parts), *two_largest(parts))
        for key, parts in cells_one_by_one(people).items()
    }


def two_largest(parts):
    return sorted((*(abs(part) for part in parts), 0), reverse=True)[:2]
