"""Medicines handed out by public pharmacies: long-term groups in regular packs, short courses in their season."""

from collections.abc import Iterator

import numpy as np

from mutualis.synthetic.lines import Lines, dispensing_lines
from mutualis.synthetic.parameters import (
    AcuteGroup,
    ChronicGroup,
    Vaccine,
    acute_groups,
    chronic_groups,
    section,
    vaccines,
)
from mutualis.synthetic.products import products
from mutualis.synthetic.providers import qualifications
from mutualis.synthetic.setting import Setting
from mutualis.synthetic.skeleton import first_day
from mutualis.synthetic.streams import pick, stochastic_round, stream

OWN_PHARMACY_SHARE = 0.85
OWN_PRESCRIBER_SHARE = 0.8
PACKS_A_LINE = (1, 2, 3)
DDD_OF_A_LARGE_PACK = 45_000
TREND_ENDS = 2019


def pharmacy_lines(where: Setting) -> Iterator[Lines]:
    """The dispensings of a block and year, a batch a group of medicines."""
    for column, chronic in enumerate(chronic_groups()):
        yield _chronic_lines(chronic, column, where)
    for acute in acute_groups():
        yield _acute_lines(acute, where)
    for vaccine in vaccines():
        yield _vaccine_lines(vaccine, where)


def _chronic_lines(group: ChronicGroup, column: int, where: Setting) -> Lines:
    random = where.random(f"drugs/{group.name}")
    lasting = stream(where.seed, where.people.skeleton.block, f"drugs/{group.name}")
    positions = products().of(group.atc, where.year)
    size = where.people.size
    chosen = positions[pick(products().weights(positions), size, lasting)]
    adherence = 0.55 + 0.9 * lasting.random(size)
    need = group.ddd_a_year * 1000 * adherence * where.exposure()
    packs = np.where(where.state.takes[:, column], stochastic_round(need / products().ddd[chosen], random), 0)
    patient = np.flatnonzero(packs)
    a_line = np.where(products().ddd[chosen[patient]] >= DDD_OF_A_LARGE_PACK, PACKS_A_LINE[0], PACKS_A_LINE[1])
    lines = -(-packs[patient] // a_line)
    return priced(where, *_spread(where, patient, packs[patient], lines, chosen, random), random)


def _spread(
    where: Setting,
    patient: np.ndarray,
    packs: np.ndarray,
    lines: np.ndarray,
    chosen: np.ndarray,
    random: np.random.Generator,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Person, day, product and packs of every line: lines at regular intervals, packs shared among them."""
    person = np.repeat(patient, lines)
    total = np.repeat(lines, lines)
    number = np.arange(len(person)) - np.repeat(np.cumsum(lines) - lines, lines)
    share = (number + random.random(len(person))) / total
    day = where.state.first[person] + (share * where.state.insured_days[person]).astype(np.int64)
    all_packs = np.repeat(packs, lines)
    return person, day, chosen[person], all_packs // total + (number < all_packs % total)


def _acute_lines(group: AcuteGroup, where: Setting) -> Lines:
    random = where.random(f"drugs/{group.name}")
    rate = group.rate.at(where.state.age) * where.drive(group.frailty) * where.exposure() * _winter_peak(group)
    rate = rate * (1 + group.fall_a_year * max(TREND_ENDS - where.year, 0))
    person = np.repeat(np.arange(where.people.size), random.poisson(rate))
    day, goes_on = where.days(person, random, group.shock)
    goes_on &= random.random(len(person)) < _winter(group, day, where.year)
    person, day = person[goes_on], day[goes_on]
    product = products().draw(products().of(group.atc, where.year), len(person), random)
    packs = 1 + (random.random(len(person)) < section("drugs")["second_pack_share"])
    return priced(where, person, day, product, packs, random)


def _vaccine_lines(vaccine: Vaccine, where: Setting) -> Lines:
    """One dose in the season for some of those who are insured on the day."""
    random = where.random(f"drugs/{vaccine.name}")
    wants = np.flatnonzero(random.random(where.people.size) < vaccine.share.at(where.state.age))
    start = int(np.datetime64(f"{where.year}-{vaccine.season_start}", "D").astype(np.int64))
    day = start + random.integers(0, vaccine.season_days, len(wants))
    there = (day >= where.state.first[wants]) & (day <= where.state.last[wants])
    person, day = wants[there], day[there]
    product = products().draw(products().of(vaccine.atc, where.year), len(person), random)
    return priced(where, person, day, product, np.ones(len(person), np.int64), random)


def _winter_peak(group: AcuteGroup) -> float:
    return 2 * group.winter / (1 + group.winter)


def _winter(group: AcuteGroup, day: np.ndarray, year: int) -> np.ndarray:
    """Share kept on a day: all in the middle of winter, 1 / winter in the middle of summer."""
    height = np.cos((day - first_day(year) - 20) * 2 * np.pi / 365.25)
    low = 1.0 / group.winter
    return low + (1 - low) * (1 + height) / 2


def priced(
    where: Setting,
    person: np.ndarray,
    day: np.ndarray,
    product: np.ndarray,
    packs: np.ndarray,
    random: np.random.Generator,
) -> Lines:
    """What a pharmacy hands out to persons on days, with amounts, pharmacy and prescriber."""
    size = len(person)
    reimbursed, copayment = products().amounts(product, packs, where.state.is_increased[person])
    dear = product % 100 < section("drugs")["generic_supplement_share"] * 100
    first, count = where.places.pharmacies
    own = random.random(size) < OWN_PHARMACY_SHARE
    spot = np.where(own, where.spot[person], random.random(size))
    pharmacy = (spot * count).astype(np.int64)
    office, offices = where.places.offices
    is_resident = where.state.in_nursing_home[person]
    return dispensing_lines(
        person=person,
        service_day=day,
        product=product,
        quantity=packs,
        reimbursed_cents=reimbursed,
        copayment_cents=copayment,
        supplement_cents=np.where(dear, products().price[product] // 10 * packs, 0),
        provider=_pharmacists(where)[pharmacy % len(_pharmacists(where))],
        prescriber=np.where(
            random.random(size) < OWN_PRESCRIBER_SHARE,
            where.gp_of(person),
            where.gps[random.integers(0, len(where.gps), size)],
        ),
        place=first + pharmacy,
        third_payer=office + pharmacy % offices,
        unit_derogation=np.where(is_resident, 2, 0),
        is_reduced=np.where(dear, 1, 0),
    )


def _pharmacists(where: Setting) -> np.ndarray:
    return where.pool.members(qualifications("pharmacist")[:3])
