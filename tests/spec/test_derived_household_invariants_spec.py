"""What holds for any data of stays, practices and the maximum billing."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mutualis import derived
from mutualis.derived.maf import derived_maf_ceiling, derived_maf_household, derived_maf_person
from mutualis.derived.practices import derived_practice_patient, derived_practice_year
from mutualis.derived.stay_amounts import SUPPLEMENTS
from mutualis.derived.stays import derived_stay
from mutualis.model import Years
from random_histories import Histories

FEW = settings(
    max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
YEARS = derived.parameters(Years(2022, 2023))
SEEDS = st.integers(1_000, 1_000_000)
PERSONS = 60


@st.composite
def payments(draw):
    """Lines of a household of three without corrections."""
    day = dt.date(2022, 1, 1) + dt.timedelta(days=draw(st.integers(0, 3)))
    return {
        "person_id": draw(st.sampled_from(["ann", "bob", "kid"])),
        "service_day": day,
        "accounting_code": "visit",
        "copayment_cents": draw(st.integers(0, 900)),
        "booking_month": draw(st.sampled_from([202201, 202202])),
        "delivery_id": draw(st.sampled_from(["d1", "d2"])),
    }


FAMILY = """
    person_id | household_head_id | age | maf_household_right | maf_household_category | maf_individual_right
    ann       | ann               | 40  | 4                   | 4                      | 0
    bob       | ann               | 42  | 4                   | 4                      | 1
    kid       | ann               | 18  | 4                   | 4                      | 0
"""


@FEW
@given(seed=SEEDS)
def test_components_add_up_and_an_episode_contains_its_stays_without_a_hole(spec, seed):
    stays = spec.rows({"core_care_line_net": Histories(PERSONS, seed).care}, derived_stay, YEARS)
    for stay in stays:
        assert sum(stay[name] for name in SUPPLEMENTS.values()) == stay["supplement_cents"]
        assert stay["episode_admission_day"] <= stay["admission_day"]
        assert stay["discharge_day"] <= stay["episode_discharge_day"]
        assert stay["parts"] >= 1
        is_alone = not stay["is_transfer_in"] and not stay["is_transfer_out"]
        own = (stay["admission_day"], stay["discharge_day"])
        assert (own == (stay["episode_admission_day"], stay["episode_discharge_day"])) or not is_alone
        assert not (stay["stay_kind"] == "day" and (stay["nights"] or not is_alone))


@FEW
@given(lines=st.lists(payments(), max_size=25))
def test_who_pays_gets_back_no_more_than_counted_and_a_household_exactly_what_is_above_its_ceiling(spec, lines):
    care = {"core_care_line_net": lines}
    ceilings = spec.rows(care | {"derived_population_year": FAMILY}, derived_maf_ceiling, YEARS)
    found = spec.rows(care | {"derived_maf_ceiling": ceilings}, derived_maf_person, YEARS)
    persons = {row["person_id"]: row for row in found}
    assert all(0 <= row["repaid_cents"] <= row["counted_cents"] for row in persons.values())
    paid = {name: row["counted_cents"] for name, row in persons.items()}
    left = {name: row["counted_cents"] - row["repaid_cents"] for name, row in persons.items()}
    assert left["bob"] <= 400, "the ceiling of the social members"
    assert left["kid"] <= 650, "the ceiling of a child"
    rest = min(paid["kid"], 650) + min(paid["bob"], 400) + paid["ann"]
    assert sum(left.values()) == min(rest, 700), "the ceiling of the household"


@FEW
@given(seed=SEEDS)
def test_households_are_the_sums_of_their_members_and_nobody_is_in_two(spec, seed):
    drawn = Histories(PERSONS, seed)
    tables = {"derived_population_year": drawn.population, "derived_person_year": drawn.person_years}
    billed = {"core_care_line_net": drawn.care, "core_dispensing_net": drawn.dispensing}
    ceilings = {"derived_maf_ceiling": spec.rows(tables | billed, derived_maf_ceiling, YEARS)}
    persons = spec.rows(billed | ceilings, derived_maf_person, YEARS)
    households = spec.rows(ceilings | {"derived_maf_person": persons}, derived_maf_household, YEARS)
    assert len({(row["person_id"], row["year"]) for row in persons}) == len(persons)
    assert sum(row["members"] for row in households) == len(persons)
    for name in ("counted_cents", "repaid_cents"):
        assert sum(row[name] for row in households) == sum(row[name] for row in persons)
    for row in households:
        assert row["repaid_cents"] >= 0
        assert (row["reached_day"] is not None) == row["is_reached"]
        assert row["ceiling_cents"] is not None or row["maf_type"] == "none"


@FEW
@given(seed=SEEDS)
def test_a_person_has_one_practice_and_practices_count_their_patients_once(spec, seed):
    care = {"core_care_line_net": Histories(PERSONS, seed).care}
    patients = spec.rows(care, derived_practice_patient, YEARS)
    practices = spec.rows(care | {"derived_practice_patient": patients}, derived_practice_year, YEARS)
    assert len({(row["person_id"], row["year"]) for row in patients}) == len(patients)
    assert sum(row["patients"] for row in practices) == len(patients)
    for row in practices:
        assert row["contacts_of_patients"] <= row["contacts"]
        assert row["patients_by_file"] <= row["patients"]
        assert row["patients"] + row["contacts"] > 0


@pytest.mark.parametrize(
    "step", [derived_practice_patient, derived_maf_ceiling, derived_maf_person], ids=lambda step: step.name
)
@FEW
@given(seed=SEEDS, random=st.randoms())
def test_the_order_of_lines_has_no_influence(spec, step, seed, random):
    drawn = Histories(PERSONS, seed)
    tables = {"core_care_line_net": drawn.care}
    if step is not derived_practice_patient:
        tables["core_dispensing_net"] = drawn.dispensing
    people = {"derived_population_year": drawn.population}
    if step is derived_maf_ceiling:
        tables |= people
    if step is derived_maf_person:
        tables["derived_maf_ceiling"] = spec.rows(tables | people, derived_maf_ceiling, YEARS)
    shuffled = {name: random.sample(rows, len(rows)) for name, rows in tables.items()}
    first, second = (sorted(map(str, spec.rows(each, step, YEARS))) for each in (tables, shuffled))
    assert first == second
