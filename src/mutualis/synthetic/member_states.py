"""The states of Populatie: one record a listed person and half-year, in the layout of `pp`, and the changes of `mg`."""

from collections.abc import Mapping
from functools import cache

import numpy as np

from mutualis.synthetic.booking import day_number
from mutualis.synthetic.homes import homes
from mutualis.synthetic.insz import calendar
from mutualis.synthetic.membership import Membership, half_days
from mutualis.synthetic.panel import PersonYear
from mutualis.synthetic.parameters import section
from mutualis.synthetic.people import NEVER, People
from mutualis.synthetic.records import Looked, Value, texts
from mutualis.synthetic.streams import stream

# scheme (general, self-employed) x status (active, invalid, pensioner, disabled) x increased; databases.md 4.1
CG1 = ("110", "111", "120", "121", "130", "131", "140", "141", "410", "411", "420", "421", "430", "431", "440", "441")
CG2 = ("000", "460", "461")
SECTORS = 40
PENSION_AGE = 65
DEPENDANT_AGE = 20
WORKER, EMPLOYEE, PUBLIC, SELF_EMPLOYED, PENSIONER, WIDOWED, DISABLED, STUDENT = 1, 2, 3, 4, 5, 6, 7, 9


def holder_codes(state: PersonYear) -> tuple[np.ndarray, np.ndarray]:
    """Positions in CG1 and CG2 for every person in a year."""
    status = np.where(state.is_invalid, 1, np.where(state.age >= PENSION_AGE, 2, np.where(state.is_disabled, 3, 0)))
    cg1 = state.is_self_employed * 8 + status * 2 + state.is_increased
    return cg1, np.where(state.is_self_employed, 1 + state.is_increased, 0)


def state_columns(
    people: People,
    state: PersonYear,
    membership: Membership,
    place: int,
    chosen: np.ndarray,
    numbers: Looked,
    seed: int,
) -> Mapping[str, Value]:
    """The fields of `pp` for the chosen persons; `numbers` looks up their national number."""
    start, end = half_days(membership.first_half + place)
    home = np.take_along_axis(state.home, membership.quarter[place][:, None].astype(np.int64), axis=1)[chosen, 0]
    cg1, cg2 = holder_codes(state)
    year, month, _ = calendar(people.skeleton.birth_day[chosen])
    died = state.death_day[chosen] <= end
    death_year, death_month, _ = calendar(np.where(died, state.death_day[chosen], 0))
    return {
        "shipment_number": membership.first_half + place,
        "person": numbers,
        "birth_year": year,
        "birth_month": month,
        "sex": 1 + people.skeleton.is_woman[chosen].astype(np.int64),
        "municipality_code": Looked(_municipality_texts(state.year), home),
        "sector_code": _sectors(people, state, home, chosen),
        "cg1": Looked(texts(list(CG1), 3), cg1[chosen]),
        "cg2": Looked(texts(list(CG2), 3), cg2[chosen]),
        "death_year": np.where(died, death_year, 0),
        "death_month": np.where(died, death_month, 0),
        "state": b"J" if (membership.first_half + place) % 2 == 0 else b"D",
        "reference_day": int(day_number(np.array([end]))[0]),
        **_household(people, membership, place, chosen, numbers.texts),
        **_social(people, state, chosen, start, seed),
    }


@cache
def _municipality_texts(year: int) -> np.ndarray:
    """The code of every home in a year."""
    return texts(list(homes().codes_in(year)), 5)


@cache
def _sector_texts(year: int) -> np.ndarray:
    """The sectors of every home in a year, the last of each not located."""
    ends = [f"A{number // 10}{number % 10}-" for number in range(SECTORS)] + ["ZZZZ"]
    return texts([code + end for code in homes().codes_in(year) for end in ends], 9, " ")


def _sectors(people: People, state: PersonYear, home: np.ndarray, chosen: np.ndarray) -> Looked:
    """Nine characters: the municipality and four of the sector, ZZZZ where it is not located."""
    unlocated = (people.head[chosen] * 31 + 7) % 1000 < section("population")["unlocated_sector_share"] * 1000
    return Looked(
        _sector_texts(state.year),
        home.astype(np.int64) * (SECTORS + 1) + np.where(unlocated, SECTORS, people.head[chosen] % SECTORS),
    )


def _household(
    people: People, membership: Membership, place: int, chosen: np.ndarray, number_texts: np.ndarray
) -> dict[str, Value]:
    """The head of the household where the same insurer lists it, else the person."""
    insurer = membership.insurer[place]
    head = people.head[chosen]
    head = np.where(insurer[head] == insurer[chosen], head, chosen)
    uses_new = membership.uses_new[place][head, insurer[chosen]]
    size = np.bincount(people.head, minlength=people.size)[people.head[chosen]]
    partner = people.has_partner[chosen] | people.has_partner[people.head[chosen]]
    kind = np.where(size == 1, 1, np.where(partner, np.where(size > 2, 3, 2), np.where(size > 1, 4, 5)))
    return {"household_head": Looked(number_texts, head + people.size * uses_new), "household_type": kind}


def _social(people: People, state: PersonYear, chosen: np.ndarray, start: int, seed: int) -> dict[str, Value]:
    random = stream(seed, people.skeleton.block, f"social/{state.year}/{start}")
    drawn = random.random(people.size)[chosen]
    age, increased = state.age[chosen], state.is_increased[chosen]
    invalid, incapacitated = state.is_invalid[chosen], state.is_incapacitated[chosen]
    unemployed, disabled = state.is_unemployed[chosen], state.is_disabled[chosen]
    working = np.where(drawn < 0.35, WORKER, np.where(drawn < 0.8, EMPLOYEE, PUBLIC))
    working = np.where(state.is_self_employed[chosen], SELF_EMPLOYED, working)
    social = np.where(
        age >= PENSION_AGE, PENSIONER, np.where(disabled, DISABLED, np.where(age < DEPENDANT_AGE, STUDENT, working))
    )
    social = np.where(_widowed(people, state, start)[chosen], WIDOWED, social)
    days = np.minimum(random.gamma(1.5, section("status")["incapacity_days"] / 1.5, people.size)[chosen], 180)
    needy = (state.takes.sum(axis=1)[chosen] >= 6) & (age >= 75)
    return {
        "holder_or_dependant": np.where(age < DEPENDANT_AGE, 2, 1),
        "social_state": social,
        "unemployment_code": np.where(unemployed, np.where(drawn < 0.3, 1, 2), 0),
        "is_contribution_paying": ((age >= DEPENDANT_AGE) & ~increased).astype(np.int64),
        "income_nature": np.where(increased, np.where(age >= PENSION_AGE, 2, np.where(drawn < 0.3, 1, 5)), 0),
        "disability_origin": np.where(disabled, 2, 0),
        "increased_reimbursement_condition": np.where(increased, np.where(drawn < 0.6, 1, 2), 0),
        "has_nursing_b": (needy & (drawn < 0.5)).astype(np.int64),
        "has_nursing_c": (needy & (drawn > 0.8)).astype(np.int64),
        "has_physiotherapy_e": ((drawn * 1000).astype(np.int64) % 97 == 0).astype(np.int64),
        "has_integration_allowance": disabled.astype(np.int64),
        "has_elderly_allowance": (needy & increased).astype(np.int64),
        "has_elderly_income_guarantee": (increased & (age >= PENSION_AGE) & (drawn < 0.25)).astype(np.int64),
        "has_subsistence_income": (increased & (age < PENSION_AGE) & (drawn < 0.15)).astype(np.int64),
        "has_disability_allowance": disabled.astype(np.int64),
        "maf_household_right": np.where(increased, 1, 2),
        "maf_household_category": np.where(increased, 1, np.where(disabled, 2, _income_category(people, chosen))),
        "maf_individual_right": np.where(increased, 1, np.where(disabled, 2, 0)),
        "maf_start_day": state.year * 10_000 + 101,
        "unemployment_days": np.where(unemployed, (drawn * 150).astype(np.int64), 0),
        "incapacity_days": np.where(incapacitated, days.astype(np.int64), 0),
        "invalidity_days": np.where(invalid, 181, 0),
    }


def _widowed(people: People, state: PersonYear, day: int) -> np.ndarray:
    """Whose partner died before a day (since 2014, when the country begins)."""
    wife = np.flatnonzero(people.has_partner & (people.head != np.arange(people.size)))
    husband, lost = people.head[wife], np.zeros(people.size, bool)
    lost[wife], lost[husband] = state.death_day[husband] < day, state.death_day[wife] < day
    return lost


def _income_category(people: People, chosen: np.ndarray) -> np.ndarray:
    """3 low income, 4 modest income, 0 not told: the same for a household, for all years."""
    given = section("status")
    drawn = (people.head[chosen].astype(np.int64) * 7919 + 31) % 1000 / 1000
    low, modest = given["low_income_share"], given["modest_income_share"]
    return np.where(drawn < low, 3, np.where(drawn < low + modest, 4, 0))


def change_columns(
    membership: Membership, chosen: np.ndarray, number_texts: np.ndarray, size: int
) -> Mapping[str, Value]:
    """The fields of `mg` for the chosen persons, whose number changed."""
    return {
        "old_number": Looked(number_texts, chosen),
        "new_number": Looked(number_texts, chosen + size),
        "change_day": day_number(np.minimum(membership.number_change_day[chosen], NEVER)),
    }
