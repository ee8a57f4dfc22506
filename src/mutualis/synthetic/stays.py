"""Hospital stays: who is admitted when and where, for how long and in what room."""

from dataclasses import dataclass, fields

import numpy as np

from mutualis.synthetic.parameters import Curve, section
from mutualis.synthetic.providers import institutions
from mutualis.synthetic.setting import Setting, general_hospitals_near, on_working_days

COMMON, DOUBLE, SINGLE = 0, 1, 2
FAR = 1 << 22


@dataclass(frozen=True)
class Stays:
    """One row a stay, in order of person and admission. Days count from 1970-01-01; `nights` is 0 for a day stay.

    `transfer_from` is the row of the stay that a patient was transferred from, else -1.
    """

    person: np.ndarray
    institution: np.ndarray
    admission: np.ndarray
    discharge: np.ndarray
    is_psychiatric: np.ndarray
    room: np.ndarray
    transfer_from: np.ndarray

    @property
    def size(self) -> int:
        return len(self.person)

    def take(self, chosen: np.ndarray) -> "Stays":
        """Some of the stays; rows of `transfer_from` keep their meaning in all of them."""
        return Stays(*(getattr(self, each.name)[chosen] for each in fields(self)))

    @property
    def nights(self) -> np.ndarray:
        return self.discharge - self.admission

    @property
    def is_day(self) -> np.ndarray:
        return self.nights == 0


def stays_of(where: Setting, gone: np.ndarray, busy_until: np.ndarray) -> Stays:
    """The stays that begin in the year: none overlap, none starts before `busy_until`, none outlives its person."""
    random = where.random("stays")
    person, admission, nights, is_psychiatric = _admissions(where, random)
    transferred = (nights > 0) & (random.random(len(person)) < section("stays")["transfer_share"])
    second = np.where(transferred, 1 + random.geometric(0.12, len(person)), 0)
    end = np.minimum(admission + nights + second, gone[person])
    kept = _apart(person, admission, end, busy_until) & ((nights == 0) | (gone[person] > admission))
    return _with_transfers(
        where, person[kept], admission[kept], nights[kept], second[kept], is_psychiatric[kept], gone, random
    )


def _admissions(where: Setting, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    given = section("stays")
    drive = where.drive(given["frailty"]) * where.exposure()
    ages = tuple(given["ages"])
    classic = random.poisson(Curve(ages, tuple(given["classic"])).at(where.state.age) * drive)
    in_day = random.poisson(Curve(ages, tuple(given["day"])).at(where.state.age) * drive)
    everyone = np.arange(where.people.size)
    person = np.concatenate([np.repeat(everyone, classic), np.repeat(everyone, in_day)])
    is_classic = np.arange(len(person)) < classic.sum()
    day, goes_on = where.days(person, random, "stays")
    day = np.where(is_classic, day, on_working_days(day, where.state.first[person], random))
    psychiatric = (
        is_classic & (random.random(len(person)) < given["psychiatric_share"]) & (where.state.age[person] > 12)
    )
    nights = np.where(is_classic, _nights(where, person, psychiatric, random), 0)
    order = np.lexsort((nights, day, person))
    order = order[goes_on[order]]
    return person[order], day[order], nights[order], psychiatric[order]


def _nights(where: Setting, person: np.ndarray, psychiatric: np.ndarray, random: np.random.Generator) -> np.ndarray:
    given = section("stays")
    median = Curve(tuple(given["ages"]), tuple(given["nights_median"])).at(where.state.age[person])
    median = median * np.where(psychiatric, given["psychiatric_nights"], 1.0)
    nights = median * np.exp(given["nights_spread"] * random.standard_normal(len(person)))
    return np.round(nights).clip(1, given["nights_most"]).astype(np.int64)


def _apart(person: np.ndarray, admission: np.ndarray, end: np.ndarray, busy_until: np.ndarray) -> np.ndarray:
    """Stays that begin at least two days after every earlier stay of the person ended."""
    key = person.astype(np.int64) * FAR
    reached = np.maximum.accumulate(key + end)
    before = np.concatenate([[-FAR], reached[:-1]])
    return (key + admission > before + 1) & (admission > busy_until[person] + 1)


def _with_transfers(
    where: Setting,
    person: np.ndarray,
    admission: np.ndarray,
    nights: np.ndarray,
    second: np.ndarray,
    is_psychiatric: np.ndarray,
    gone: np.ndarray,
    random: np.random.Generator,
) -> Stays:
    hospital = _hospitals(where, person, is_psychiatric, random)
    discharge = np.minimum(admission + nights, gone[person])
    again = np.flatnonzero((second > 0) & (discharge < gone[person]))
    other = _other_hospitals(where, person[again], hospital[again], random)
    later_end = np.minimum(discharge[again] + second[again], gone[person[again]])
    all_person = np.concatenate([person, person[again]])
    all_admission = np.concatenate([admission, discharge[again]])
    order = np.lexsort((all_admission, all_person))
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    origin = np.concatenate([np.full(len(person), -1), place[again]])
    all_psychiatric = np.concatenate([is_psychiatric, np.zeros(len(again), bool)])
    all_discharge = np.concatenate([discharge, later_end])
    room = _rooms(all_discharge == all_admission, random)
    return Stays(
        all_person[order],
        np.concatenate([hospital, other])[order],
        all_admission[order],
        all_discharge[order],
        all_psychiatric[order],
        room[order],
        origin[order],
    )


def _hospitals(
    where: Setting, person: np.ndarray, is_psychiatric: np.ndarray, random: np.random.Generator
) -> np.ndarray:
    psychiatric = institutions().psychiatric
    near = psychiatric[(where.spot[person] * len(psychiatric)).astype(np.int64)]
    return np.where(is_psychiatric, near, general_hospitals_near(where.spot[person], random))


def _other_hospitals(
    where: Setting, person: np.ndarray, hospital: np.ndarray, random: np.random.Generator
) -> np.ndarray:
    general = institutions().general
    found = general_hospitals_near(where.spot[person], random)
    following = general[(np.searchsorted(general, found) + 1) % len(general)]
    return np.where(found == hospital, following, found)


def _rooms(is_day: np.ndarray, random: np.random.Generator) -> np.ndarray:
    given, column = section("stays"), is_day.astype(np.int8)
    single = np.array(given["single_room_share"])[column]
    double = np.array(given["double_room_share"])[column]
    drawn = random.random(len(is_day))
    return np.where(drawn < single, SINGLE, np.where(drawn < single + double, DOUBLE, COMMON))


def in_a_stay(stays: Stays, person: np.ndarray, day: np.ndarray) -> np.ndarray:
    """Whether days fall after the admission and before the discharge of a stay of the same person."""
    if not stays.size:
        return np.zeros(len(person), bool)
    starts = stays.person.astype(np.int64) * FAR + stays.admission
    found = np.searchsorted(starts, person.astype(np.int64) * FAR + day, side="left") - 1
    held = found.clip(0)
    return (found >= 0) & (stays.person[held] == person) & (day < stays.discharge[held])
