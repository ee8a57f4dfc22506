"""Series by practice and quarter: who counts in which quarter of which practice."""

from mutualis import indicators
from mutualis.indicators.quarters import by_quarter, patients_of_practices
from mutualis.reference import Series
from random_year import YEAR

PRACTICES = """
    person_id | practice_id
    ann       | p-1
    bob       | p-1
    cis       | p-2
"""


def told(spec, series, **drawn):
    for table, drawing in {"derived_practice_patient": PRACTICES, **drawn}.items():
        spec.draw(table, drawing)
    rows = spec.engine.rows(by_quarter(series), indicators.year(YEAR))
    return {(row["provider"], row["quarter"]): row["numerator"] for row in rows}


def test_a_patient_counts_once_in_each_quarter_with_a_case_of_the_group(spec):
    series = Series("contact", "practice", "p", "01ACSM", "why")
    drawn = f"""
        person_id | quarter | accounting_group | quantity
        ann       | {YEAR}Q1 | 01ACSM           | 3
        ann       | {YEAR}Q2 | 01ACSM           | 1
        bob       | {YEAR}Q1 | 01ACSM           | 1
        bob       | {YEAR}Q1 | 09A              | 1
        bob       | {YEAR}Q2 | 01ACSM           | 0
        cis       | {YEAR}Q4 | 01ACSM           | 1
        out       | {YEAR}Q4 | 01ACSM           | 1
        cis       | {YEAR - 1}Q4 | 01ACSM       | 1
    """
    assert told(spec, series, derived_quarter_group=drawn) == {
        ("p-1", f"{YEAR}Q1"): 2,
        ("p-1", f"{YEAR}Q2"): 1,
        ("p-2", f"{YEAR}Q4"): 1,
    }


def test_an_unplanned_stay_counts_in_the_quarter_of_its_admission(spec):
    series = Series("stays", "practice", "u", "unplanned", "why")
    drawn = f"""
        person_id | hospital_number | admission_day | is_unplanned
        ann       | h               | {YEAR}-03-31  | yes
        ann       | h               | {YEAR}-04-01  | yes
        bob       | h               | {YEAR}-04-02  | yes
        cis       | h               | {YEAR}-05-01  | no
    """
    assert told(spec, series, derived_stay=drawn) == {("p-1", f"{YEAR}Q1"): 1, ("p-1", f"{YEAR}Q2"): 2}


def test_the_patients_of_a_practice_are_those_of_the_year(spec):
    spec.draw("derived_practice_patient", PRACTICES)
    rows = spec.engine.rows(patients_of_practices(), indicators.year(YEAR))
    assert {row["provider"]: row["persons"] for row in rows} == {"p-1": 2, "p-2": 1}
