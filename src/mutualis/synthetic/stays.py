"""Hospital stays: who is admitted when and where, for how long and in what room."""

from dataclasses import dataclass, fields

import numpy as np

from mutualis.synthetic.parameters import Curve, section
from mutualis.synthetic.providers import institutions
from mutualis.synthetic.setting import Setting, general_hospitals_near, on_working_days
from mutualis.synthetic.streams import pick

COMMON, DOUBLE, SINGLE = 0, 1, 2
FAR = 1 << 22


@dataclass(frozen=True)
class Stays:
    """One row a stay, in order of person and admission. Days count from 1970-01-01; `nights` is 0 for a day stay.

    `transfer_from` is the row of the stay that a patient was transferred from, else -1. `cause` is the kind of stroke
    (position of `strokes.KINDS`) of a stay that ends in a death from it, else 0.
    """

    person: np.ndarray
    institution: np.ndarray
    admission: np.ndarray
    discharge: np.ndarray
    is_psychiatric: np.ndarray
    room: np.ndarray
    transfer_from: np.ndarray
    cause: np.ndarray

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


@dataclass(frozen=True)
class Admissions:
    """Admissions by person and day, before they become stays."""

    person: np.ndarray
    day: np.ndarray
    nights: np.ndarray
    is_psychiatric: np.ndarray
    cause: np.ndarray

    def take(self, chosen: np.ndarray) -> "Admissions":
        """Some of them."""
        return Admissions(*(getattr(self, each.name)[chosen] for each in fields(self)))


def stays_of(where: Setting, gone: np.ndarray, busy_until: np.ndarray) -> Stays:
    """The stays that begin in the year: none overlap, none starts before `busy_until`, none outlives its person."""
    random = where.random("stays")
    found = _ordered(_usual(where, random), _fatal(where))
    transferred = (found.nights > 0) & (random.random(len(found.person)) < section("stays")["transfer_share"])
    second = np.where(transferred & (found.cause == 0), 1 + random.geometric(0.12, len(found.person)), 0)
    end = np.minimum(found.day + found.nights + second, gone[found.person])
    lives = (found.nights == 0) | (gone[found.person] > found.day)
    kept = _apart(found.person, found.day, end, busy_until) & lives
    return _with_transfers(where, found.take(kept), second[kept], gone, random)


def _usual(where: Setting, random: np.random.Generator) -> Admissions:
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
    return Admissions(person, day, nights, psychiatric, np.zeros(len(person), np.int8)).take(goes_on)


def _fatal(where: Setting) -> Admissions:
    """Admissions for a stroke of which somebody dies, that day or within some months: a share of the deaths."""
    random, given = where.random("stays/fatal"), section("stroke")["fatal"]
    death, first, last = where.state.death_day, where.state.first, where.state.last
    dies = (death >= first) & (death <= last) & (where.state.age >= given["age_from"])
    person = np.flatnonzero(dies & (random.random(where.people.size) < given["share_of_deaths"]))
    size = len(person)
    early = random.random(size) < given["early_share"]
    delay = np.where(early, random.exponential(given["early_days"], size), random.integers(20, 90, size)).astype(int)
    day = death[person] - 1 - delay
    nights = np.minimum(delay + 1, 1 + random.geometric(1 / given["nights"], size))
    cause = 1 + pick(np.array(given["kinds"]), size, random)
    made = Admissions(person, day, nights, np.zeros(size, bool), cause.astype(np.int8))
    return made.take(day >= first[person])


def _ordered(usual: Admissions, fatal: Admissions) -> Admissions:
    """All admissions by person, day and length."""
    both = Admissions(
        *(np.concatenate([getattr(usual, each.name), getattr(fatal, each.name)]) for each in fields(usual))
    )
    return both.take(np.lexsort((both.nights, both.day, both.person)))


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
    where: Setting, found: Admissions, second: np.ndarray, gone: np.ndarray, random: np.random.Generator
) -> Stays:
    person = found.person
    hospital = _hospitals(where, person, found.is_psychiatric, random)
    discharge = np.minimum(found.day + found.nights, gone[person])
    again = np.flatnonzero((second > 0) & (discharge < gone[person]))
    other = _other_hospitals(where, person[again], hospital[again], random)
    later_end = np.minimum(discharge[again] + second[again], gone[person[again]])
    all_person = np.concatenate([person, person[again]])
    all_admission = np.concatenate([found.day, discharge[again]])
    order = np.lexsort((all_admission, all_person))
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    all_discharge = np.concatenate([discharge, later_end])
    none = np.zeros(len(again), np.int8)
    columns = (
        all_person,
        np.concatenate([hospital, other]),
        all_admission,
        all_discharge,
        np.concatenate([found.is_psychiatric, none > 0]),
        rooms(all_discharge == all_admission, random),
        np.concatenate([np.full(len(person), -1), place[again]]),
        np.concatenate([found.cause, none]),
    )
    return Stays(*(each[order] for each in columns))


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


def rooms(is_day: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """The sort of room of each stay; stays of a day have their own shares."""
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
