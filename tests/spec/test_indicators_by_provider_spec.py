"""Indicators by practice and by hospital: who counts where, and with which stays."""

import pytest

from mutualis import indicators
from mutualis.indicators.definitions import INDICATORS
from mutualis.indicators.providers import by_provider, makes_sense
from mutualis.model import MutualisError
from random_year import YEAR

BY_NAME = {each.name: each for each in INDICATORS}
STATE = "derived_population_year"


def told(spec, name, by, drawn):
    """{provider: (numerator, denominator, persons)} over the strata."""
    indicator = BY_NAME[name]
    for table in {STATE, "derived_practice_patient", "derived_stay", *indicator.sources}:
        spec.draw(table, drawn.get(table, "person_id"))
    found = {}
    for row in spec.engine.rows(by_provider(indicator, by), indicators.year(YEAR)):
        before = found.get(row["provider"], (0, 0, 0))
        new = (row["numerator"], row["denominator"], row["persons"])
        found[row["provider"]] = tuple(a + b for a, b in zip(before, new, strict=True))
    return found


PRACTICES = """
    person_id | practice_id
    ann       | p-1
    bob       | p-1
    cis       | p-2
    out       | p-2
"""


def test_a_person_counts_at_the_practice_that_he_belongs_to_when_he_is_insured(spec):
    drawn = {
        STATE: "person_id | age\nann | 40\nbob | 70\ncis | 40\ndan | 40",
        "derived_person_year": "person_id | gp_contacts\nann | 2\ncis | 1\ndan | 5",
        "derived_practice_patient": PRACTICES,
    }
    assert told(spec, "gp_contact", "practice", drawn) == {"p-1": (1, 2, 2), "p-2": (1, 1, 1)}
    assert told(spec, "gp_contacts", "practice", drawn) == {"p-1": (2, 2, 2), "p-2": (1, 1, 1)}


def test_a_share_of_doses_has_doses_below_at_each_practice(spec):
    drawn = {
        STATE: "person_id | age\nann | 40\nbob | 70\ncis | 40",
        "derived_person_year_drug": """
            person_id | atc_code | ddd_thousandths
            ann       | J01CA04  | 300
            bob       | J01MA02  | 100
            cis       | J01MA02  | 50
        """,
        "derived_practice_patient": PRACTICES,
    }
    assert told(spec, "quinolones", "practice", drawn) == {"p-1": (100, 400, 2), "p-2": (50, 50, 1)}


def test_strata_are_told_apart_so_that_what_is_expected_can_be_made(spec):
    for table, drawing in {
        STATE: "person_id | age | sex\nann | 40 | 1\nbob | 70 | 2",
        "derived_person_year": "person_id | gp_contacts\nann | 1",
        "derived_practice_patient": PRACTICES,
    }.items():
        spec.draw(table, drawing)
    rows = spec.engine.rows(by_provider(BY_NAME["gp_contact"], "practice"), indicators.year(YEAR))
    assert {(row["sex"], row["numerator"], row["persons"]) for row in rows} == {("1", 1, 1), ("2", 0, 1)}


def test_a_person_counts_at_each_hospital_with_the_stays_of_that_hospital_only(spec):
    drawn = {
        STATE: "person_id | age\nann | 40\nbob | 40",
        "derived_stay": """
            person_id | hospital_number | stay_kind | admission_day | discharge_day | room_type | fee_supplement_cents
            ann       | 710001          | classic   | 2022-02-01    | 2022-02-03    | single    | 500
            ann       | 710002          | classic   | 2022-05-01    | 2022-05-03    | double    | 20
            bob       | 710002          | day       | 2022-05-01    | 2022-05-01    | single    | 7
        """,
    }
    assert told(spec, "single_room", "hospital", drawn) == {"710001": (1, 1, 1), "710002": (0, 1, 1)}
    assert told(spec, "fee_supplement", "hospital", drawn) == {"710001": (500, 1, 1), "710002": (20, 1, 1)}


def test_a_readmission_counts_at_the_hospital_that_the_patient_left(spec):
    drawn = {
        STATE: "person_id | age\nann | 40\nbob | 40",
        "derived_stay": """
            person_id | hospital_number | stay_kind | admission_day | discharge_day | is_unplanned
            ann       | 710001          | classic   | 2022-02-01    | 2022-02-03    | no
            ann       | 710002          | classic   | 2022-02-10    | 2022-02-12    | yes
            bob       | 710002          | classic   | 2022-05-01    | 2022-05-03    | no
        """,
    }
    assert told(spec, "unplanned_readmission", "hospital", drawn) == {"710001": (1, 1, 1), "710002": (0, 2, 2)}


def test_what_reads_more_than_state_and_stays_makes_no_sense_by_hospital():
    assert not makes_sense(BY_NAME["gp_contact"], "hospital")
    with pytest.raises(MutualisError, match="Indicator 'gp_contact' makes no sense by hospital"):
        by_provider(BY_NAME["gp_contact"], "hospital")
    with pytest.raises(MutualisError, match="There is no provider 'region'"):
        by_provider(BY_NAME["gp_contact"], "region")
    fitting = {each.name for each in INDICATORS if makes_sense(each, "hospital")}
    assert {"unplanned_readmission", "single_room", "hospital_bill", "nights_per_patient"} <= fitting
