"""Persons, their years, and the lines that care produces: sums that add up, days that fit, nothing twice."""

import numpy as np
import pytest

from mutualis import reference
from mutualis.model import Years
from mutualis.synthetic.ambulatory import ambulatory_lines
from mutualis.synthetic.booking import CREDIT_NOTE, RE_BILLING, book, months_of
from mutualis.synthetic.dispensing import pharmacy_lines
from mutualis.synthetic.homes import homes
from mutualis.synthetic.hospital import hospital_lines, lines_before_stays
from mutualis.synthetic.hospital_extras import arrivals
from mutualis.synthetic.lines import SIGNED, Lines, care_lines, together
from mutualis.synthetic.membership import membership_of
from mutualis.synthetic.panel import years_of
from mutualis.synthetic.parameters import activity, section
from mutualis.synthetic.people import NEVER, people_of
from mutualis.synthetic.products import products
from mutualis.synthetic.setting import Setting, setting
from mutualis.synthetic.skeleton import skeletons
from mutualis.synthetic.stays import Stays, in_a_stay, stays_of
from mutualis.synthetic.streams import stream
from mutualis.synthetic.strokes import strokes_of
from mutualis.synthetic.tariffs import tariffs

YEAR = 2022
INSURED = 4_000


@pytest.fixture(scope="module")
def where() -> Setting:
    people = people_of(skeletons(INSURED, Years(YEAR, YEAR), 1)[0], 1)
    state = next(iter(years_of(people, 1, YEAR, YEAR)))
    return setting(people, state, 1, INSURED)


@pytest.fixture(scope="module")
def stays(where: Setting) -> Stays:
    gone = where.state.death_day.astype(np.int64)
    return stays_of(where, gone, np.zeros(where.people.size, np.int64))


@pytest.fixture(scope="module")
def hospital(where: Setting, stays: Stays) -> Lines:
    return together(hospital_lines(stays, where, strokes_of(stays, where)))


@pytest.fixture(scope="module")
def ambulatory(where: Setting) -> Lines:
    return together(ambulatory_lines(where))


def test_fee_is_reimbursed_plus_copayment_on_every_line_with_a_tariff(ambulatory, hospital):
    for lines in (ambulatory, hospital.take(hospital["product"] == 0)):
        fee = tariffs().fee[lines["tariff"]] * lines["quantity"]
        assert (lines["reimbursed_cents"] + lines["copayment_cents"] == fee).all()


def test_price_is_reimbursed_plus_copayment_on_every_dispensing_and_the_preferential_pay_less(where):
    lines = together(pharmacy_lines(where))
    price = products().price[lines["product"]] * lines["quantity"]
    assert (lines["reimbursed_cents"] + lines["copayment_cents"] == price).all()
    preferential = where.state.is_increased[lines["person"]]
    share = lines["copayment_cents"] / price
    assert share[preferential].mean() < share[~preferential].mean()


def test_ambulatory_lines_fall_in_the_insured_part_of_the_year(where, ambulatory):
    person, day = ambulatory["person"], ambulatory["service_day"]
    assert (day >= where.state.first[person]).all()
    assert (ambulatory["last_service_day"] <= where.state.last[person]).all()


def test_contacts_rise_with_age_and_with_chronic_illness(where, ambulatory):
    is_contact = tariffs().is_of("gp_contact")[ambulatory["tariff"]]
    contacts = np.bincount(ambulatory["person"][is_contact], minlength=where.people.size)
    insured = (where.state.insured_days > 360) & ~where.state.in_medical_house
    old, ill = where.state.age >= 75, where.chronic_count >= 4
    assert contacts[insured & old].mean() > 1.5 * contacts[insured & (where.state.age < 45)].mean()
    assert contacts[insured & ill].mean() > 1.3 * contacts[insured & ~ill].mean()


def test_medical_house_patients_have_lump_sums_and_no_contacts(where, ambulatory):
    patient = where.state.in_medical_house[ambulatory["person"]]
    assert not (patient & tariffs().is_of("gp_contact")[ambulatory["tariff"]]).any()
    assert (patient & tariffs().is_of("capitation")[ambulatory["tariff"]]).any()


def test_stays_of_one_person_never_overlap_and_a_transfer_begins_on_the_day_of_discharge_elsewhere(stays):
    same = stays.person[1:] == stays.person[:-1]
    gap = stays.admission[1:] - stays.discharge[:-1]
    is_transfer = stays.transfer_from[1:] == np.arange(stays.size - 1)
    assert (gap[same & ~is_transfer] >= 2).all()
    assert is_transfer.any()
    assert (gap[is_transfer] == 0).all()
    assert (stays.institution[1:] != stays.institution[:-1])[is_transfer].all()


def test_nobody_stays_in_hospital_after_death(where, stays):
    assert (stays.discharge <= where.state.death_day[stays.person]).all()


def test_day_prices_cover_every_night_of_a_classic_stay_once_in_stretches_of_a_month(stays, hospital):
    prices = hospital.take(tariffs().is_of("day_price")[hospital["tariff"]])
    nights = np.bincount(prices["stay"] - 1, prices["days"], minlength=stays.size)
    assert (nights == stays.nights).all()
    assert (months_of(prices["service_day"]) == months_of(prices["last_service_day"])).all()
    assert (prices["days"] == prices["last_service_day"] - prices["service_day"] + 1).all()


def test_lines_of_a_stay_lie_within_it_and_only_the_last_invoice_of_a_long_stay_knows_the_discharge(stays, hospital):
    stay = hospital["stay"] - 1
    assert (hospital["service_day"] >= stays.admission[stay]).all()
    assert (hospital["last_service_day"] <= stays.discharge[stay]).all()
    is_open = hospital["discharge_day"] == 0
    assert is_open.any()
    assert (stays.nights[stay][is_open] >= section("stays")["open_invoice_after_nights"]).all()


def test_fees_and_rooms_cost_a_supplement_in_single_rooms_only(stays, hospital):
    of_fees = ("fee", "lab", "imaging", "surgery", "physio", "room_single", "room_double", "room_common")
    lines = hospital.take(tariffs().is_of(*of_fees)[hospital["tariff"]])
    room = stays.room[lines["stay"] - 1]
    assert lines["supplement_cents"][room != 2].sum() == 0
    assert lines["supplement_cents"][room == 2].sum() > 0


def test_the_patient_pays_every_component_of_the_barometer(hospital):
    component = {row["code"]: row["component"] for row in reference.codelist("barometer_component").rows}
    of_tariff = np.array(["other", *(component[row["cost_group"]] for row in tariffs().rows)])
    asked = of_tariff[hospital["tariff"]][hospital["supplement_cents"] > 0]
    assert set(asked) == {"physician_fee", "other_fee", "room", "pharmacy", "implant", "other"}


def test_who_comes_by_the_emergency_room_has_a_fee_of_its_physician_on_that_day_or_the_day_before(where, stays):
    lines = together([*hospital_lines(stays, where, strokes_of(stays, where)), lines_before_stays(stays, where)])
    doctors = where.pool.members((section("emergency")["qualification"],))
    seen = lines.take(np.isin(lines["provider"], doctors))
    days = set(zip(seen["person"].tolist(), seen["service_day"].tolist(), strict=True))
    arrived = arrivals(stays, where)
    assert {0, 1, 2} == set(arrived.tolist())
    for kind in (1, 2):
        for stay in np.flatnonzero(arrived == kind):
            assert (int(stays.person[stay]), int(stays.admission[stay]) - kind + 1) in days
    assert not (arrived > 0)[stays.is_day | stays.is_psychiatric | (stays.transfer_from >= 0)].any()


def test_a_day_strictly_between_admission_and_discharge_is_in_a_stay():
    one = np.array([5])
    stay = Stays(one, one, np.array([100]), np.array([103]), one > 9, one, one - 6, one - 5)
    asked = np.array([99, 100, 101, 102, 103])
    assert in_a_stay(stay, np.full(5, 5), asked).tolist() == [False, False, True, True, False]
    assert not in_a_stay(stay, np.full(5, 4), asked).any()


def test_booking_keeps_within_two_years_and_a_correction_negates_its_original(ambulatory):
    booked = book(ambulatory, np.zeros(ambulatory.size, bool), stream(1, 0, "booking"))
    lines, lag = booked.lines, booked.month - months_of(booked.lines["service_day"])
    assert (lag.min(), lag.max() <= 24) == (0, True)
    assert (booked.month >= months_of(lines["last_service_day"])).all()
    correction = np.flatnonzero(lines["billing_type"] == CREDIT_NOTE)
    original = np.flatnonzero((booked.pair >= 0) & (lines["billing_type"] == 0))
    assert len(correction) == len(original) > 100
    original = original[np.argsort(booked.pair[original])]
    correction = correction[np.argsort(booked.pair[correction])]
    for name in SIGNED:
        assert (lines[name][correction] == -lines[name][original]).all()
    assert (booked.month[correction] > booked.month[original]).all()
    again = lines["billing_type"] == RE_BILLING
    assert 0.5 < again.sum() / len(correction) < 0.7


def test_lines_of_one_invoice_are_booked_together():
    day = np.full(200, np.datetime64("2022-05-10", "D").astype(int))
    lines = care_lines(person=np.zeros(200, int), service_day=day, last_service_day=day, invoice=np.repeat([0, 1], 100))
    booked = book(lines, np.zeros(200, bool), stream(3, 0, "booking"))
    first = booked.month[: lines.size]
    assert len(np.unique(first[:100])) == len(np.unique(first[100:])) == 1


def test_the_shock_of_2020_cuts_contacts_in_spring_and_adds_deaths():
    assert activity("contacts", 2020)[3] < 0.7 < activity("contacts", 2020)[8]
    assert activity("contacts", 2019) == (1.0,) * 12
    people = people_of(skeletons(5_000, Years(2019, 2020), 2)[0], 2)
    died = {state.year: state.death_day for state in years_of(people, 2, 2019, 2020)}
    year = died[2020].astype("datetime64[D]").astype("datetime64[Y]").astype(int) + 1970
    assert (year == 2020).sum() > (year == 2019).sum()


def test_illness_stays_and_rights_mostly_stay_from_year_to_year():
    people = people_of(skeletons(3_000, Years(2022, 2023), 1)[0], 1)
    before, after = years_of(people, 1, 2022, 2023)
    there = (before.insured_days > 0) & (after.insured_days > 0) & (before.age >= 40)
    kept = before.takes[there] & after.takes[there]
    assert kept.sum() / before.takes[there].sum() > 0.9
    assert 0.8 < (before.is_increased & after.is_increased)[there].sum() / before.is_increased[there].sum() < 1


def test_provinces_have_their_share_of_the_population_and_codes_follow_the_mergers():
    shares = np.bincount(homes().province, homes().weights)
    populations = section("population")["provinces"]
    expected = np.array([populations[each] for each in homes().provinces]) / sum(populations.values())
    assert np.allclose(shares, expected)
    counts = {year: len(set(homes().codes_in(year))) for year in (2018, 2019, 2025)}
    assert counts == {2018: 589, 2019: 581, 2025: 565}


def test_an_insurer_uses_the_new_number_from_the_half_year_of_the_change_and_reports_it_once():
    people = people_of(skeletons(5_000, Years(2022, 2023), 1)[0], 1)
    states = list(years_of(people, 1, 2022, 2023))
    gone = np.full(people.size, NEVER, np.int64)
    membership = membership_of(people, states, gone, 1)
    place, person, insurer = np.nonzero(membership.changed)
    assert len(person) > 5
    assert len(set(zip(person, insurer, strict=True))) == len(person)
    for half, who, fund in zip(place, person, insurer, strict=True):
        assert membership.uses_new[half:, who, fund].all()
        assert not membership.uses_new[:half, who, fund].any()
