"""Work incapacity of more than six months for mental reasons, with a known hazard of return (methods 6.5).

Nobody returns in the first six months; from then on the hazard is constant and proportional: what lengthens a spell is
known when it begins. The first year is primary incapacity, what follows invalidity. Other invalidity for mental reasons
gets another cause, because it has no end and no beginning in this country.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, fields, replace

import numpy as np

from mutualis.synthetic.lines import Lines
from mutualis.synthetic.planted.acts import contacts_of
from mutualis.synthetic.planted.effect import Draft, Effect, Grown, Whereabouts
from mutualis.synthetic.planted.parameters import Given
from mutualis.synthetic.records import Looked
from mutualis.synthetic.registers.incapacity import CAUSES, INVALIDITY, PRIMARY, by_quarter
from mutualis.synthetic.registers.rows import Rows
from mutualis.synthetic.setting import Setting
from mutualis.synthetic.skeleton import first_day
from mutualis.synthetic.stays import FAR
from mutualis.synthetic.tariffs import AMBULATORY

MENTAL = CAUSES.index("05")
MONTH_DAYS, YEAR_DAYS = 30.4375, 365
FAMILY = 0


def _no_days() -> np.ndarray:
    return np.zeros(0, np.int64)


def _no_flags() -> np.ndarray:
    return np.zeros(0, bool)


@dataclass(frozen=True)
class Spells:
    """One row a spell; `ends` is the last day of incapacity, were the person insured for ever."""

    person: np.ndarray = field(default_factory=_no_days)
    starts: np.ndarray = field(default_factory=_no_days)
    ends: np.ndarray = field(default_factory=_no_days)
    age: np.ndarray = field(default_factory=_no_days)
    is_woman: np.ndarray = field(default_factory=_no_flags)
    is_increased: np.ndarray = field(default_factory=_no_flags)
    in_psychiatric_care: np.ndarray = field(default_factory=_no_flags)

    def __add__(self, other: "Spells") -> "Spells":
        both = (np.concatenate([getattr(self, each.name), getattr(other, each.name)]) for each in fields(self))
        return Spells(*both)

    def take(self, chosen: np.ndarray) -> "Spells":
        """Some of them."""
        return Spells(*(getattr(self, each.name)[chosen] for each in fields(self)))


class Incapacity(Effect):
    """Long spells for mental reasons, year by year, and the psychiatric care of some of them."""

    def __init__(self, given: Given, block: Whereabouts) -> None:
        super().__init__(given, block)
        self._lived: set[int] = set()
        self._all = Spells()

    def care(self, draft: Draft, where: Setting) -> None:
        """Contacts with a psychiatrist in the first six months: those planted, and no others."""
        self._begin(where)
        is_contact = where.tariffs.is_of("psychiatrist_contact")[draft.lines["tariff"]]
        early = np.zeros(draft.lines.size, bool)
        early[is_contact] = self._is_early(draft.lines.take(is_contact))
        draft.drop(early)
        person, day = self._contacts(where)
        there = draft.outside(person, day) & (day <= where.state.last[person])
        draft.add(_contact_lines(where, person[there], day[there]))

    def registers(self, rows: Iterator[Rows], where: Setting) -> Iterator[Rows]:
        """The planted spells, and of the others what does not touch them."""
        self._begin(where)
        mine = np.zeros(where.people.size, bool)
        mine[self._of_year(where).person] = True
        for each in rows:
            yield self._other(each, mine) if each.database == "ao" else each
        yield self._planted(where)

    def _begin(self, where: Setting) -> None:
        """Draw the spells that begin in the year, once."""
        if where.year in self._lived:
            return
        self._lived.add(where.year)
        begun = spells_of(where, self._all, self.given)
        self._all = self._all + begun
        gone = self.block.gone[begun.person]
        columns = {
            "year": np.full(len(begun.person), where.year),
            "person": self.block.numbers[begun.person],
            "start_day": begun.starts,
            "end_day": np.minimum(begun.ends, gone),
            "is_returned": begun.ends < gone,
            "age": begun.age,
            "is_woman": begun.is_woman,
            "is_increased": begun.is_increased,
            "in_psychiatric_care": begun.in_psychiatric_care,
        }
        self.grown.append(Grown("incapacity", columns))

    def _contacts(self, where: Setting) -> tuple[np.ndarray, np.ndarray]:
        """Person and day of the planted contacts of the year."""
        treated = self._all.take(self._all.in_psychiatric_care)
        number = np.tile(np.arange(self.given["contacts"]), len(treated.person))
        person = np.repeat(treated.person, self.given["contacts"])
        day = np.repeat(treated.starts, self.given["contacts"]) + 7 + number * self.given["contact_every_days"]
        now = (day >= first_day(where.year)) & (day < first_day(where.year + 1))
        return person[now], day[now]

    def _is_early(self, lines: Lines) -> np.ndarray:
        """Whether lines fall in the first six months of a spell of their person."""
        until = self.given["months_before_return"] * MONTH_DAYS
        key = np.sort(self._all.person * FAR + self._all.starts)
        own = lines["person"].astype(np.int64) * FAR + lines["service_day"]
        found = np.searchsorted(key, own, side="right") - 1
        return np.asarray((found >= 0) & (own - key[found] <= until)) if len(key) else np.zeros(lines.size, bool)

    def _of_year(self, where: Setting) -> Spells:
        """The spells that touch the year."""
        spells = self._all
        return spells.take((spells.starts < first_day(where.year + 1)) & (spells.ends >= first_day(where.year)))

    def _other(self, rows: Rows, mine: np.ndarray) -> Rows:
        """Spells of others; invalidity for mental reasons gets another cause."""
        left = rows.take(np.flatnonzero(~mine[rows.person]))
        cause, kind = left.columns["incapacity_cause"], left.columns["incapacity_kind"]
        assert isinstance(cause, Looked)
        endless = (np.asarray(kind) == INVALIDITY) & (cause.index == MENTAL)
        changed = Looked(cause.texts, np.where(endless, CAUSES.index(self.given["other_cause"]), cause.index))
        return replace(left, columns={**left.columns, "incapacity_cause": changed})

    def _planted(self, where: Setting) -> Rows:
        """The rows of the year: a year of primary incapacity, then invalidity."""
        spells = self._of_year(where)
        turns = spells.starts + YEAR_DAYS
        person = np.concatenate([spells.person, spells.person])
        first = np.concatenate([spells.starts, turns])
        last = np.concatenate([np.minimum(spells.ends, turns - 1), spells.ends])
        kind = np.repeat([PRIMARY, INVALIDITY], len(spells.person))
        first = np.maximum(first, where.state.first[person])
        last = np.minimum(last, where.state.last[person])
        there = first <= last
        cause, family = np.full(int(there.sum()), MENTAL), np.full(int(there.sum()), FAMILY)
        return by_quarter(where, person[there], first[there], last[there], kind[there], (cause, family))


def spells_of(where: Setting, earlier: Spells, given: Given) -> Spells:
    """The spells that begin in the year, of who is of age, able to work and not long ago in another one."""
    random, state = where.random("planted/incapacity"), where.state
    size = where.people.size
    drawn, place, wait = random.random(size), random.random(size), random.exponential(1.0, size)
    treated = random.random(size) < given["psychiatric_care_share"]
    rate = given["starts_a_year"] * (given["covid_factor"] if where.year >= given["covid_from_year"] else 1.0)
    starts = state.first + (place * state.insured_days).astype(np.int64)
    last = np.full(size, -given["pause_days"], np.int64)
    np.maximum.at(last, earlier.person, earlier.ends)
    low, high = given["ages"]
    able = (state.age >= low) & (state.age <= high) & ~state.is_invalid & ~state.is_incapacitated
    person = np.flatnonzero(able & (drawn < rate * where.exposure()) & (starts > last + given["pause_days"]))
    age, is_woman = state.age[person], where.people.skeleton.is_woman[person]
    increased, treated = state.is_increased[person], treated[person]
    hazard = given["return_a_month"] * np.exp(
        given["age_decade"] * (age - 45) / 10
        + given["woman"] * is_woman
        + given["increased_reimbursement"] * increased
        + given["psychiatric_care"] * treated
    )
    months = given["months_before_return"] + wait[person] / hazard
    ends = starts[person] + np.ceil(months * MONTH_DAYS).astype(np.int64)
    return Spells(person, starts[person], ends, age, is_woman, increased, treated)


def _contact_lines(where: Setting, person: np.ndarray, day: np.ndarray) -> Lines:
    """Contacts with a psychiatrist near home."""
    random = where.random("planted/incapacity/contacts")
    tariff = where.tariffs.choice(where.year, "psychiatrist_contact", AMBULATORY).draw(len(person), random)
    return contacts_of(where, person, day, tariff)
