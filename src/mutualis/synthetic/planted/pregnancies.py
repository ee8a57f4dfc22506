"""Pregnancies: deliveries in stays of their own, and fewer medicines of one group handed out before them (study 12).

All deliveries of a block are drawn at once, because a pregnancy begins in the year before. Its stay is one more, where
the woman has no other stay near it; it is on the maternity ward, and no other stay is.
"""

from dataclasses import dataclass, fields

import numpy as np

from mutualis.synthetic.parameters import Curve, section
from mutualis.synthetic.planted.acts import acts_of, found_in
from mutualis.synthetic.planted.effect import Draft, Effect, Grown, Whereabouts
from mutualis.synthetic.planted.parameters import Given
from mutualis.synthetic.products import products
from mutualis.synthetic.setting import Setting, general_hospitals_near
from mutualis.synthetic.skeleton import first_day
from mutualis.synthetic.stays import FAR, Stays, rooms
from mutualis.synthetic.streams import stream

KEYS = ("year",)


@dataclass(frozen=True)
class Deliveries:
    """One row a delivery, in order of person and day."""

    person: np.ndarray
    day: np.ndarray
    is_caesarean: np.ndarray

    def take(self, chosen: np.ndarray) -> "Deliveries":
        """Some of them."""
        return Deliveries(*(getattr(self, each.name)[chosen] for each in fields(self)))


class Pregnancies(Effect):
    """Deliveries, and what is not handed out before them."""

    def __init__(self, given: Given, block: Whereabouts) -> None:
        super().__init__(given, block)
        self._all: Deliveries | None = None

    def stays(self, stays: Stays, where: Setting) -> Stays:
        """A stay for each delivery of the year that no other stay is near to."""
        random = where.random("planted/pregnancies/stays")
        own = self._of_year(where)
        low, high = self.given["nights"]
        nights = random.integers(low, high + 1, len(own.day))
        hospital = general_hospitals_near(where.spot[own.person], random)
        room = rooms(np.zeros(len(own.day), bool), random)
        ends = np.minimum(own.day + nights, self.block.gone[own.person])
        lone = _is_lone(stays, own, ends) & (ends > own.day)
        none = np.zeros(int(lone.sum()), np.int64)
        added = Stays(
            own.person[lone], hospital[lone], own.day[lone], ends[lone], none > 0, room[lone], none - 1,
            none.astype(np.int8),
        )  # fmt: skip
        return _merged(stays, added)

    def care(self, draft: Draft, where: Setting) -> None:
        """The act of each delivery; its days are of the maternity ward, and no others."""
        own = self._of_year(where)
        stay = found_in(draft.stays, own.person, own.day)
        there = stay >= 0
        draft.drop((draft.lines["stay"] == 0) & self._inside(draft, stay[there]))
        self._move_wards(draft, where, stay[there])
        plain, caesarean = (where.tariffs.position(self.given[each], where.year) for each in ("code", "caesarean_code"))
        draft.add(acts_of(draft, where, stay[there], np.where(own.is_caesarean[there], caesarean, plain)))
        columns = {
            "year": np.full(len(own.day), where.year),
            "person": self.block.numbers[own.person],
            "conception_day": own.day - self.given["days"],
            "delivery_day": own.day,
            "is_caesarean": own.is_caesarean,
            "has_stay": there,
        }
        self.grown.append(Grown("pregnancy", columns))

    def dispensed(self, draft: Draft, where: Setting) -> None:
        """Thin the medicines of the group in pregnancy."""
        lines, every = draft.lines, self._every(where)
        of_group = np.flatnonzero(_is_of(self.given["atc"])[lines["product"]])
        during = _is_during(lines["person"][of_group], lines["service_day"][of_group], every, self.given["days"])
        inside = of_group[during]
        goes = inside[where.random("planted/pregnancies").random(len(inside)) < self.given["fall"]]
        gone = np.zeros(lines.size, bool)
        gone[goes] = True
        draft.drop(gone)
        packs = lines["quantity"]
        removed = int(packs[goes].sum())
        columns = {
            "year": np.array([where.year]),
            "there_packs": np.array([int(packs[inside].sum()) - removed]),
            "removed_packs": np.array([removed]),
        }
        self.grown.append(Grown("pregnancy_medicine", columns, KEYS))

    def _every(self, where: Setting) -> Deliveries:
        """All deliveries of the block."""
        if self._all is None:
            self._all = deliveries_of(self.block, where.seed, self.given)
        return self._all

    def _of_year(self, where: Setting) -> Deliveries:
        every = self._every(where)
        return every.take((every.day >= first_day(where.year)) & (every.day < first_day(where.year + 1)))

    def _inside(self, draft: Draft, stay: np.ndarray) -> np.ndarray:
        """Lines that fall inside one of the added stays."""
        begin, end = (np.full(len(draft.busy), FAR), np.zeros(len(draft.busy), np.int64))
        person = draft.stays.person[stay]
        begin[person], end[person] = draft.stays.admission[stay], draft.stays.discharge[stay]
        own, day = draft.lines["person"], draft.lines["service_day"]
        return np.asarray((day > begin[own]) & (day < end[own]))

    def _move_wards(self, draft: Draft, where: Setting, stay: np.ndarray) -> None:
        """Days of the maternity ward for deliveries, of the ward for adults for who was there by chance."""
        wards = section("wards")
        maternity, adult = (where.tariffs.position(wards[each], where.year) for each in ("maternity", "adult"))
        lines = draft.lines
        of_delivery = np.zeros(draft.stays.size + 1, bool)
        of_delivery[stay + 1] = True
        is_day = where.tariffs.is_of("day_price")[lines["tariff"]]
        born = is_day & of_delivery[lines["stay"]]
        other = is_day & ~born & (lines["tariff"] == maternity)
        tariff = np.where(born, maternity, np.where(other, adult, lines["tariff"]))
        reimbursed, copayment = where.tariffs.amounts(
            tariff, lines["quantity"], where.state.is_increased[lines["person"]]
        )
        moved = born | other
        draft.change(
            tariff=tariff.astype(np.int32),
            reimbursed_cents=np.where(moved, reimbursed, lines["reimbursed_cents"]),
            copayment_cents=np.where(moved, copayment, lines["copayment_cents"]),
        )


def deliveries_of(block: Whereabouts, seed: int, given: Given) -> Deliveries:
    """The deliveries of a block in all delivered years and the one after, which a pregnancy may reach into."""
    curve = Curve(tuple(given["ages"]), tuple(given["deliveries"]))
    people, found = block.people, []
    last = block.states[-1]
    for year in range(block.states[0].year, last.year + 2):
        random = stream(seed, people.skeleton.block, f"planted/pregnancies/{year}")
        state = next((each for each in block.states if each.year == year), None)
        age = last.age + 1 if state is None else state.age
        begin = first_day(year)
        day = begin + random.integers(0, 365, people.size)
        there = (people.skeleton.entered <= day) & (block.gone > day)
        births = random.random(people.size) < curve.at(age) * there * people.skeleton.is_woman
        person = np.flatnonzero(births)
        found.append((person, day[person], random.random(len(person)) < given["caesarean_share"]))
    every = Deliveries(*(np.concatenate([each[place] for each in found]) for place in range(3)))
    every = every.take(np.lexsort((every.day, every.person)))
    near = (np.diff(every.person, prepend=-1) == 0) & (np.diff(every.day, prepend=0) < given["spacing_days"])
    return every.take(~near)


def _is_lone(stays: Stays, own: Deliveries, ends: np.ndarray) -> np.ndarray:
    """Deliveries whose person has no stay that ends within two days before, or begins within two days after."""
    key = stays.person.astype(np.int64) * FAR
    if not stays.size:
        return np.ones(len(own.day), bool)
    after = np.searchsorted(key + stays.admission, own.person * FAR + own.day)
    reached = np.maximum.accumulate(key + stays.discharge)
    earlier = np.where(after > 0, reached[(after - 1).clip(0)], -FAR)
    following = np.where(after < stays.size, (key + stays.admission)[after.clip(0, stays.size - 1)], np.int64(1) << 60)
    return np.asarray((earlier + 1 < own.person * FAR + own.day) & (following > own.person * FAR + ends + 1))


def _merged(stays: Stays, added: Stays) -> Stays:
    """Both, in order of person and admission, with transfers that point to the same stays as before."""
    both = Stays(*(np.concatenate([getattr(stays, each.name), getattr(added, each.name)]) for each in fields(Stays)))
    order = np.lexsort((both.admission, both.person))
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    from_before = np.where(both.transfer_from >= 0, place[both.transfer_from.clip(0)], -1)
    columns = {each.name: getattr(both, each.name)[order] for each in fields(Stays)}
    return Stays(**{**columns, "transfer_from": from_before[order]})


def _is_during(person: np.ndarray, day: np.ndarray, every: Deliveries, length: int) -> np.ndarray:
    """Whether days of persons fall in the days before a delivery."""
    if not len(every.day):
        return np.zeros(len(person), bool)
    key, own = every.person * FAR + every.day, person.astype(np.int64) * FAR + day
    following = np.searchsorted(key, own, side="right")
    left = key[following.clip(0, len(key) - 1)] - own
    return np.asarray((following < len(key)) & (left > 0) & (left <= length))


def _is_of(atc: str) -> np.ndarray:
    return np.array([False, *(row["atc_code"].startswith(atc) for row in products().rows)])
