"""A cohort on preventive HIV treatment: who starts, monthly boxes, single use, stopping, and the few who are infected.

Since the first day of reimbursement nobody else is handed out these medicines by a pharmacy. Boxes come in months of
the box; who is not a single user has a second box, and stops with a known hazard after it. Who is infected changes to
treatment for good.
"""

import datetime as dt
from dataclasses import dataclass, field, fields

import numpy as np

from mutualis.synthetic.dispensing import priced
from mutualis.synthetic.parameters import chronic_groups
from mutualis.synthetic.people import NEVER
from mutualis.synthetic.planted.effect import Draft, Effect, Grown, Whereabouts
from mutualis.synthetic.planted.parameters import Given
from mutualis.synthetic.products import products
from mutualis.synthetic.setting import Setting
from mutualis.synthetic.skeleton import first_day

TREATED = "hiv_treatment"
LATE_DAYS = 5


def _none() -> np.ndarray:
    return np.zeros(0, np.int64)


@dataclass(frozen=True)
class Users:
    """One row a user: the first box, how many boxes of prevention, the day of infection (NEVER where there is none)."""

    person: np.ndarray = field(default_factory=_none)
    starts: np.ndarray = field(default_factory=_none)
    boxes: np.ndarray = field(default_factory=_none)
    infected: np.ndarray = field(default_factory=_none)
    age: np.ndarray = field(default_factory=_none)

    def __add__(self, other: "Users") -> "Users":
        both = (np.concatenate([getattr(self, each.name), getattr(other, each.name)]) for each in fields(self))
        return Users(*both)


class Prep(Effect):
    """Boxes of prevention, and of treatment for who is infected."""

    def __init__(self, given: Given, block: Whereabouts) -> None:
        super().__init__(given, block)
        self._all = Users()

    def dispensed(self, draft: Draft, where: Setting) -> None:
        """The boxes of the year instead of those drawn at random."""
        given, lines = self.given, draft.lines
        begun = users_of(where, self._all, given)
        self._all = self._all + begun
        self._tell(where, begun)
        theirs = np.zeros(where.people.size, bool)
        theirs[self._all.person] = True
        draft.drop(_is_of(given["atc"])[lines["product"]])
        draft.drop(_is_of(given["treatment_atc"])[lines["product"]] & theirs[lines["person"]])
        users = self._all
        counted = np.repeat(np.arange(len(users.person)), users.boxes)
        number = np.arange(len(counted)) - np.repeat(np.cumsum(users.boxes) - users.boxes, users.boxes)
        self._hand_out(draft, where, given["atc"], users.person[counted], self._box_days(counted, number))
        self._treat(draft, where)

    def _box_days(self, user: np.ndarray, number: np.ndarray) -> np.ndarray:
        """The day of each box of users; some come some days late, never early."""
        late = (self._all.person[user] + 3 * number) % LATE_DAYS * (number > 0)
        return np.asarray(self._all.starts[user] + number * self.given["box_days"] + late)

    def _treat(self, draft: Draft, where: Setting) -> None:
        """Monthly treatment from the infection on."""
        users, month = self._all, self.given["box_days"]
        ill = np.flatnonzero(users.infected < first_day(where.year + 1))
        count = (first_day(where.year + 1) - users.infected[ill] - 1) // month + 1
        user = np.repeat(ill, count)
        number = np.arange(len(user)) - np.repeat(np.cumsum(count) - count, count)
        self._hand_out(
            draft, where, self.given["treatment_atc"], users.person[user], users.infected[user] + number * month
        )

    def _hand_out(self, draft: Draft, where: Setting, atc: str, person: np.ndarray, day: np.ndarray) -> None:
        """Boxes of a month on those days of the year on which their person is insured."""
        there = (day >= where.state.first[person]) & (day <= where.state.last[person])
        there &= (day >= first_day(where.year)) & (day < first_day(where.year + 1))
        random = where.random(f"planted/prep/{atc}")
        size = int(there.sum())
        product = products().draw(_boxes(atc, where.year, self.given["box_days"]), size, random)
        draft.add(priced(where, person[there], day[there], product, np.ones(size, np.int64), random))

    def _tell(self, where: Setting, begun: Users) -> None:
        columns = {
            "year": np.full(len(begun.person), where.year),
            "person": self.block.numbers[begun.person],
            "first_box_day": begun.starts,
            "boxes": begun.boxes,
            "is_single_use": begun.boxes == 1,
            "is_infected": begun.infected < NEVER,
            "infection_day": np.where(begun.infected < NEVER, begun.infected, 0),
            "age": begun.age,
            "is_woman": where.people.skeleton.is_woman[begun.person],
        }
        self.grown.append(Grown("prep", columns))


def users_of(where: Setting, earlier: Users, given: Given) -> Users:
    """Who starts in the year: mostly men, as old as is published, never twice, none who is treated."""
    random, state = where.random("planted/prep"), where.state
    opened = (given["first_day"] - dt.date(1970, 1, 1)).days
    begins, ends = max(opened, first_day(where.year)), first_day(where.year + 1)
    column = [each.name for each in chronic_groups()].index(TREATED)
    fit = (state.age >= given["age_from"]) & (state.first <= begins) & (state.last >= ends - 1)
    fit &= ~state.takes[:, column] & ~np.isin(np.arange(where.people.size), earlier.person)
    weight = np.where(fit, _by_age(state.age, where, given), 0.0)
    days = max(ends - begins, 0)
    count = random.poisson(given["starts_a_year"] * fit.sum() / 2 * days / 365)
    person = np.unique(_chosen(weight, count, random))
    size = len(person)
    starts = begins + (random.random(size) * days).astype(np.int64)
    boxes = 1 + random.geometric(given["stop_a_month"], size)
    boxes = np.where(random.random(size) < given["single_use_share"], 1, boxes)
    months = np.ceil(random.exponential(12 / given["infected_a_year"], size)).astype(np.int64)
    infects = (months < boxes) & (boxes > 1) & (months >= 2)
    infected = np.where(infects, starts + months * given["box_days"] + LATE_DAYS, NEVER)
    return Users(person, starts, np.where(infects, months, boxes), infected, state.age[person])


def _by_age(age: np.ndarray, where: Setting, given: Given) -> np.ndarray:
    """How often persons start: by age so that the ages of users are those wanted, and few women."""
    there = np.bincount(age.clip(0), minlength=120)[age.clip(0)]
    off = np.log(np.maximum(age, 1) / given["median_age"]) / given["log_spread"]
    wanted = np.exp(-0.5 * off**2) / np.maximum(age, 1)
    share = np.where(where.people.skeleton.is_woman, given["women_share"], 1 - given["women_share"])
    return np.asarray(wanted / there * share)


def _chosen(weight: np.ndarray, count: int, random: np.random.Generator) -> np.ndarray:
    """Persons drawn by weight; fewer where too few have one."""
    able = int((weight > 0).sum())
    if not able or not count:
        return np.zeros(0, np.int64)
    chosen = random.choice(len(weight), min(count, able), replace=False, p=weight / weight.sum())
    return np.asarray(chosen, np.int64)


def _boxes(atc: str, year: int, box_days: int) -> np.ndarray:
    """The products of a month."""
    found = products().of(atc, year)
    return found[products().ddd[found] == box_days * 1000]


def _is_of(atc: str) -> np.ndarray:
    return np.array([False, *(row["atc_code"].startswith(atc) for row in products().rows)])
