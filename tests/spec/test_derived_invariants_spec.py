"""What holds for any data: order has no influence, no cent is lost."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mutualis import derived
from mutualis.derived.costs import derived_person_year_cost
from mutualis.derived.person_years import derived_person_year
from mutualis.derived.population import derived_population_year
from mutualis.derived.stays import derived_stay
from mutualis.model import Years

FEW = settings(
    max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
YEAR = derived.parameters(Years(2022, 2022))
AMOUNTS = ("reimbursed_cents", "copayment_cents", "supplement_cents")
CODES = ("gp", "doctor", "psy", "day", "lump", "single", "surgery", "unknown")


@st.composite
def care_line(draw):
    start = dt.date(2022, 1, 1) + dt.timedelta(days=draw(st.integers(0, 40)))
    stay = draw(st.one_of(st.none(), st.integers(0, 5)))
    return {
        "person_id": draw(st.sampled_from(["ann", "bob"])),
        "nomenclature_code": draw(st.sampled_from(CODES)),
        "service_day": start,
        "provider_id": draw(st.sampled_from(["dr-a", "dr-b", None])),
        "provider_qualification": draw(st.sampled_from(["770", "580", None])),
        "institution_number": draw(st.sampled_from(["H1", "H2", None])),
        "admission_day": None if stay is None else start,
        "discharge_day": None if stay is None else start + dt.timedelta(days=stay),
        "quantity": draw(st.integers(-1, 3)),
    } | {name: draw(st.integers(-5000, 50_000)) for name in AMOUNTS}


@st.composite
def member_state(draw):
    return {
        "person_id": draw(st.sampled_from(["ann", "bob", "cis"])),
        "reference_day": draw(st.sampled_from([dt.date(2022, 6, 30), dt.date(2022, 12, 31)])),
        "municipality_code": draw(st.sampled_from(["44021", "62063", "21004"])),
        "birth_year": draw(st.integers(1950, 1952)),
        "cg1": draw(st.sampled_from(["110", "121"])),
        "household_head_id": draw(st.sampled_from(["ann", None])),
    }


LINES = st.lists(care_line(), max_size=25)


@pytest.mark.parametrize("step", [derived_stay, derived_person_year, derived_person_year_cost], ids=lambda s: s.name)
@FEW
@given(rows=LINES, random=st.randoms())
def test_the_order_of_lines_has_no_influence(spec, step, rows, random):
    shuffled = random.sample(rows, len(rows))
    answers = [spec.rows({"core_care_line_net": each}, step, YEAR) for each in (rows, shuffled)]
    key = step.output.key
    first, second = (sorted(answer, key=lambda row: [str(row[name]) for name in key]) for answer in answers)
    assert first == second


@FEW
@given(rows=st.lists(member_state(), max_size=12), random=st.randoms())
def test_the_order_of_states_has_no_influence_and_nobody_is_doubled(spec, rows, random):
    shuffled = random.sample(rows, len(rows))
    first, second = (spec.rows({"core_member_state": each}, derived_population_year, YEAR) for each in (rows, shuffled))
    assert sorted(first, key=str) == sorted(second, key=str)
    assert sorted(row["person_id"] for row in first) == sorted({row["person_id"] for row in rows})


@pytest.mark.parametrize("step", [derived_person_year, derived_person_year_cost], ids=lambda s: s.name)
@FEW
@given(rows=LINES)
def test_every_cent_that_goes_in_comes_out(spec, step, rows):
    found = spec.rows({"core_care_line_net": rows}, step, YEAR)
    for name in AMOUNTS:
        assert sum(row[name] for row in found) == sum(row[name] for row in rows)


@FEW
@given(rows=LINES)
def test_a_line_belongs_to_one_stay_at_most_and_stays_of_a_hospital_do_not_touch(spec, rows):
    stays = spec.rows({"core_care_line_net": rows}, derived_stay, YEAR)
    in_hospital = [row for row in rows if row["institution_number"]]
    inside = [
        row
        for row in in_hospital
        if any(
            (stay["person_id"], stay["hospital_number"]) == (row["person_id"], row["institution_number"])
            and stay["admission_day"] <= row["service_day"] <= stay["discharge_day"]
            for stay in stays
        )
    ]
    assert sum(stay["line_count"] for stay in stays) == len(inside)
    for name in AMOUNTS:
        assert sum(stay[name] for stay in stays) == sum(row[name] for row in inside)
