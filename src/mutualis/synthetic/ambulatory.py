"""Ambulatory care: contacts, teeth, physiotherapy, nursing, laboratory, imaging and lump sums of persons at home."""

from collections.abc import Iterator

import numpy as np

from mutualis.synthetic.lines import Lines, care_lines
from mutualis.synthetic.parameters import CareTopic, care_topics
from mutualis.synthetic.people import NEVER
from mutualis.synthetic.providers import PRACTICE_SIZE, institutions
from mutualis.synthetic.setting import Setting, hospital_place, on_working_days
from mutualis.synthetic.skeleton import first_day
from mutualis.synthetic.tariffs import AMBULATORY

OWN_GP_SHARE = 0.85
OWN_PRESCRIBER_SHARE = 0.75
WEEKEND = 2
RESIDENTIAL = 4
GLOBAL_FILE_SHARE = 0.89


def ambulatory_lines(where: Setting) -> Iterator[Lines]:
    """The ambulatory lines of a block and year, a batch a topic."""
    for topic in care_topics():
        yield _topic_lines(topic, where)
    yield _global_file_lines(where)
    yield _medical_house_lines(where)
    yield _nursing_home_lines(where)


def _topic_lines(topic: CareTopic, where: Setting) -> Lines:
    random = where.random(f"care/{topic.name}")
    rate = topic.rate.at(where.state.age) * where.drive(topic.frailty, topic.chronic) * where.exposure()
    if topic.kind == "gp_contact":
        rate = np.where(where.state.in_medical_house, 0.0, rate)
    episodes = np.repeat(np.arange(where.people.size), random.poisson(rate))
    day, goes_on = where.days(episodes, random, topic.shock)
    person, day, is_series_start = _lines_of_episodes(topic, episodes[goes_on], day[goes_on], random)
    day = on_working_days(day, where.state.first[person], random)
    inside = day <= where.state.last[person]
    return _priced(topic, where, person[inside], day[inside], is_series_start[inside], random)


def _lines_of_episodes(
    topic: CareTopic, person: np.ndarray, day: np.ndarray, random: np.random.Generator
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Person, day and the spot noise shared by an episode, a row a line."""
    count = 1 + random.poisson(topic.lines - 1, len(person)) if topic.lines > 1 else np.ones(len(person), np.int64)
    start = np.repeat(np.cumsum(count) - count, count)
    number = np.arange(int(count.sum())) - start
    noise = np.repeat(random.random(len(person)), count)
    shift = number * topic.interval_days if topic.is_series else 0
    return np.repeat(person, count), np.repeat(day, count) + shift, noise


def _priced(
    topic: CareTopic,
    where: Setting,
    person: np.ndarray,
    day: np.ndarray,
    noise: np.ndarray,
    random: np.random.Generator,
) -> Lines:
    size = len(person)
    tariff = where.tariffs.choice(where.year, topic.kind, AMBULATORY).draw(size, random)
    provider = _performer(topic, where, person, tariff, noise)
    fee = where.tariffs.fee[tariff]
    supplement = np.where(random.random(size) < topic.supplement_share, fee * topic.supplement_percent // 100, 0)
    is_gp = topic.kind == "gp_contact"
    return care_lines(
        person=person,
        service_day=day,
        last_service_day=day,
        supplement_cents=supplement,
        provider=provider,
        prescriber=_prescribers(where, person, random) if topic.is_prescribed else 0,
        practice=practice_of(where, provider) if is_gp else 0,
        place=_place(topic, where, person, random),
        third_payer=_third_payer(topic, where, person, random),
        moment=np.where((day + 3) % 7 > 4, WEEKEND, 0) if is_gp else 0,
        **where.amounts(person, tariff),
    )


def _performer(
    topic: CareTopic, where: Setting, person: np.ndarray, tariff: np.ndarray, noise: np.ndarray
) -> np.ndarray:
    if topic.kind != "gp_contact":
        spot = (where.spot[person] + (noise - 0.5) * 0.02) % 1.0
        return where.performers.near(tariff, spot)
    other = noise > OWN_GP_SHARE
    spot = np.where(other, (where.spot[person] + noise) % 1.0, where.spot[person])
    return where.performers.near(tariff, spot)


def _prescribers(where: Setting, person: np.ndarray, random: np.random.Generator) -> np.ndarray:
    own = random.random(len(person)) < OWN_PRESCRIBER_SHARE
    other = where.gps[random.integers(0, len(where.gps), len(person))]
    return np.where(own, where.gp_of(person), other)


def practice_of(where: Setting, provider: np.ndarray) -> np.ndarray:
    """The practice of GPs, a position among the places."""
    first, count = where.places.practices
    return first + provider // PRACTICE_SIZE % count


def _place(topic: CareTopic, where: Setting, person: np.ndarray, random: np.random.Generator) -> np.ndarray:
    if topic.kind == "lab":
        first, count = where.places.laboratories
        return first + (where.spot[person] * count).astype(np.int64)
    if topic.kind not in ("specialist_contact", "imaging", "fee", "surgery"):
        return np.zeros(len(person), np.int64)
    general = institutions().general
    nearest = general[(where.spot[person] * len(general)).astype(np.int64)]
    return np.where(random.random(len(person)) < 0.6, hospital_place(where.places, nearest), 0)


def _third_payer(topic: CareTopic, where: Setting, person: np.ndarray, random: np.random.Generator) -> np.ndarray:
    share = np.where(where.state.is_increased[person], max(topic.third_payer_share, 0.7), topic.third_payer_share)
    first, count = where.places.laboratories if topic.kind == "lab" else where.places.practices
    return np.where(random.random(len(person)) < share, first + (where.spot[person] * count).astype(np.int64), 0)


def _global_file_lines(where: Setting) -> Lines:
    """One global medical file a year for most persons with a usual GP."""
    random = where.random("care/global_file")
    wants = random.random(where.people.size) < GLOBAL_FILE_SHARE * where.exposure()
    person = np.flatnonzero(wants & ~where.state.in_medical_house & (where.state.age > 0))
    day, _ = where.days(person, random, "none")
    return _lump_sums(
        where, person, day, day, where.tariffs.choice(where.year, "gmd", AMBULATORY).draw(len(person), random)
    )


def _medical_house_lines(where: Setting) -> Lines:
    """A monthly lump sum for persons of a medical house, who have no contacts in the data."""
    choice = where.tariffs.choice(where.year, "capitation", AMBULATORY)
    person, first, last = _months(where, np.flatnonzero(where.state.in_medical_house))
    tariff = choice.positions[np.minimum(where.state.age[person] // 12, len(choice.positions) - 1)]
    return _lump_sums(where, person, first, last, tariff)


def _nursing_home_lines(where: Setting) -> Lines:
    """A line a month of days in a nursing home, from the day of arrival."""
    choice = where.tariffs.choice(where.year, "nursing_home_day", AMBULATORY)
    person, first, last = _months(where, np.flatnonzero(where.state.in_nursing_home))
    homes = institutions().nursing_homes
    institution = homes[(where.spot[person] * len(homes)).astype(np.int64)]
    days = last - first + 1
    tariff = choice.positions[(where.people.head[person] % len(choice.positions))]
    return care_lines(
        person=person,
        service_day=first,
        last_service_day=last,
        days=days,
        institution=institution,
        place=hospital_place(where.places, institution),
        third_payer=hospital_place(where.places, institution),
        admission_day=np.maximum(where.people.skeleton.entered[person], first_day(where.year)),
        invoice_type=RESIDENTIAL,
        **where.amounts(person, tariff, days),
    )


def _months(where: Setting, chosen: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Person, first and last insured day of every calendar month of the year with at least one insured day."""
    bounds = np.array(
        [int(np.datetime64(f"{where.year}-{month:02d}-01", "D").astype(np.int64)) for month in range(1, 13)]
    )
    ends = np.append(bounds[1:], first_day(where.year + 1)) - 1
    person = np.repeat(chosen, 12)
    first = np.maximum(np.tile(bounds, len(chosen)), where.state.first[person])
    last = np.minimum(np.tile(ends, len(chosen)), np.minimum(where.state.last[person], NEVER))
    kept = first <= last
    return person[kept], first[kept], last[kept]


def _lump_sums(where: Setting, person: np.ndarray, first: np.ndarray, last: np.ndarray, tariff: np.ndarray) -> Lines:
    return care_lines(
        person=person,
        service_day=first,
        last_service_day=last,
        days=np.where(last > first, last - first + 1, 0),
        provider=where.gp_of(person),
        practice=practice_of(where, where.gp_of(person)),
        **where.amounts(person, tariff),
    )
