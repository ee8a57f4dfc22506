"""The years of a block's persons since 2014: deaths, departures, moves, changes of insurer, rights and illness."""

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from mutualis.synthetic.homes import FIRST_YEAR, homes
from mutualis.synthetic.illness import Illness
from mutualis.synthetic.parameters import Curve, activity, section
from mutualis.synthetic.people import NEVER, People, insurer_weights
from mutualis.synthetic.skeleton import first_day
from mutualis.synthetic.streams import pick, stream

QUARTERS = 4


@dataclass(frozen=True)
class PersonYear:
    """The state of every person of a block in one year.

    `first` and `last` are the insured days of the year, counted from 1970-01-01 (last < first: not insured at all).
    `age` is the age reached in the year. `insurer` and `home` hold a column a quarter. `death_day` is NEVER for those
    who live on. `ill` has a column a disease, `takes` a column a group of long-term medicines.
    """

    year: int
    first: np.ndarray
    last: np.ndarray
    age: np.ndarray
    death_day: np.ndarray
    insurer: np.ndarray
    home: np.ndarray
    is_increased: np.ndarray
    is_self_employed: np.ndarray
    is_invalid: np.ndarray
    is_disabled: np.ndarray
    is_incapacitated: np.ndarray
    is_unemployed: np.ndarray
    in_medical_house: np.ndarray
    in_nursing_home: np.ndarray
    ill: np.ndarray
    takes: np.ndarray

    @property
    def insured_days(self) -> np.ndarray:
        """Days insured in the year, 0 for those who are not."""
        return np.maximum(self.last - self.first + 1, 0)

    def quarter(self, day: np.ndarray) -> np.ndarray:
        """The quarter (0 to 3) of days of this year; days outside it count for its first or last quarter."""
        month = np.asarray(day).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) % 12
        inside_after = np.asarray(day) >= first_day(self.year + 1)
        inside_before = np.asarray(day) < first_day(self.year)
        return np.where(inside_after, 3, np.where(inside_before, 0, month // 3))


def years_of(people: People, seed: int, first_year: int, last_year: int) -> Iterator[PersonYear]:
    """The person-years from `first_year` on; the country itself is lived from 2014."""
    panel = _Panel(people, seed)
    for year in range(FIRST_YEAR, last_year + 1):
        state = panel.live(year, quiet_quarters=year <= first_year)
        if year >= first_year:
            yield state


class _Panel:
    """What changes from year to year: who is still there, with which insurer and where."""

    def __init__(self, people: People, seed: int) -> None:
        self.people, self.seed = people, seed
        self.gone = np.full(people.size, NEVER, np.int32)
        self.death_day = np.full(people.size, NEVER, np.int32)
        self.insurer, self.home = people.insurer.copy(), people.home.copy()
        random = stream(seed, people.skeleton.block, "panel")
        size = people.size
        self.self_employed = random.random(size) < section("status")["self_employed_share"]
        self.disabled = random.random(size) < section("status")["disabled_share"]
        self.medical_house = (random.random(size) < section("status")["medical_house_share"])[people.head]
        self.nursing = random.standard_normal(size)
        self.illness = Illness.of(people, seed)
        self.invalidity = 0.5 * people.frailty + 0.3 * people.comfort + 0.812 * random.standard_normal(size)

    def live(self, year: int, quiet_quarters: bool) -> PersonYear:
        """One year: first the deaths and departures, then moves and changes of insurer, then rights and illness."""
        random = stream(self.seed, self.people.skeleton.block, f"panel/{year}")
        age = year - _birth_year(self.people)
        self._leave(year, age, random)
        insurer, home = self._change_insurer(year, age, quiet_quarters, random), self._move(random)
        start, end = first_day(year), first_day(year + 1) - 1
        ill, takes = self.illness.at(age)
        first = np.maximum(self.people.skeleton.entered, start).astype(np.int32)
        last = np.minimum(self.gone, end).astype(np.int32)
        return PersonYear(
            year,
            first,
            last,
            age,
            self.death_day.copy(),
            insurer,
            home,
            **self._rights(age, random),
            ill=ill,
            takes=takes,
        )

    def _leave(self, year: int, age: np.ndarray, random: np.random.Generator) -> None:
        start, length = first_day(year), first_day(year + 1) - first_day(year)
        shock = np.array(section("death").get(f"shock_{year}", (1.0,) * 12))
        risk = _death_risk(age, self.people) * shock.mean()
        here = (self.gone == NEVER) & (self.people.skeleton.entered < start + length)
        month = pick(shock * (1 + 0.1 * np.cos(np.arange(12) * np.pi / 6)), self.people.size, random)
        day = (start + (month + random.random(self.people.size)) * length / 12).astype(np.int32)
        dies = here & (random.random(self.people.size) < risk) & (day >= self.people.skeleton.entered)
        self.death_day[dies] = self.gone[dies] = day[dies]
        share = section("population")["emigrants"] * np.where((age >= 18) & (age < 50), 1.7, 0.4)
        leaves = here & ~dies & (random.random(self.people.size) < share) & (self.people.skeleton.entered < start)
        self.gone[leaves] = (start + random.integers(0, length, self.people.size))[leaves]

    def _change_insurer(self, year: int, age: np.ndarray, quiet: bool, random: np.random.Generator) -> np.ndarray:
        changes = (
            (random.random(self.people.size) < section("population")["changes_of_insurer"])
            & (age >= 20)
            & (self.people.skeleton.entered < first_day(year) - 200)
        )
        quarter = random.integers(0, QUARTERS, self.people.size)
        quarter = np.where(quiet, quarter // 2 * 2, quarter)
        region = homes().region[self.home]
        new = np.choose(region, [pick(insurer_weights(each), self.people.size, random) for each in range(3)]).astype(
            np.int8
        )
        old, self.insurer = self.insurer, np.where(changes, new, self.insurer)
        return np.where(np.arange(QUARTERS) < quarter[:, None], old[:, None], self.insurer[:, None]).astype(np.int8)

    def _move(self, random: np.random.Generator) -> np.ndarray:
        size, population = self.people.size, section("population")
        moves = (random.random(size) < population["moves"])[self.people.head]
        anywhere, near = pick(homes().weights, size, random), self._near(random)
        stays_near = random.random(size) < population["moves_within_province_share"]
        target = np.where(stays_near, near, anywhere)[self.people.head].astype(np.int16)
        quarter = random.integers(0, QUARTERS, size)[self.people.head]
        old, self.home = self.home, np.where(moves, target, self.home)
        return np.where(np.arange(QUARTERS) < quarter[:, None], old[:, None], self.home[:, None])

    def _near(self, random: np.random.Generator) -> np.ndarray:
        """A home drawn in the same province, for every person."""
        order = np.argsort(homes().province, kind="stable")
        bounds = np.concatenate([[0.0], np.cumsum(homes().weights[order])])
        edges = np.searchsorted(homes().province[order], np.arange(len(homes().provinces) + 1))
        province = homes().province[self.home]
        low, high = bounds[edges[province]], bounds[edges[province + 1]]
        found = np.searchsorted(bounds, low + random.random(self.people.size) * (high - low), side="right") - 1
        return order[found.clip(0, len(order) - 1)]

    def _rights(self, age: np.ndarray, random: np.random.Generator) -> dict[str, np.ndarray]:
        status, size = section("status"), self.people.size
        poverty = status["persistence"] * self.people.comfort + (
            1 - status["persistence"] ** 2
        ) ** 0.5 * random.standard_normal(size)
        by_age = np.array(status["increased_reimbursement"])[np.digitize(age, [25, 65])]
        share = by_age * np.array(status["increased_reimbursement_region"])[homes().region[self.home]]
        works = (age >= 20) & (age < 65)
        invalid = works & _exceeds(self.invalidity, self._invalidity_share(age))
        # who is invalid next year was unfit for work this year: invalidity begins after a year (databases 2.5)
        becomes = works & ~invalid & _exceeds(self.invalidity, self._invalidity_share(age + 1))
        return {
            "is_increased": _exceeds(poverty, share),
            "is_self_employed": self.self_employed & (age >= 20),
            "is_invalid": invalid,
            "is_disabled": self.disabled & (age < 65) & ~invalid,
            "is_incapacitated": works & ~invalid & ((random.random(size) < status["incapacity_share"]) | becomes),
            "is_unemployed": works & ~invalid & (random.random(size) < status["unemployment_share"]),
            "in_medical_house": self.medical_house,
            "in_nursing_home": (age >= 65)
            & _exceeds(self.nursing * 0.8 + self.people.frailty * 0.6, _nursing_share(age)),
        }

    def _invalidity_share(self, age: np.ndarray) -> np.ndarray:
        curve = section("status")["invalidity"]
        women = np.interp(age, curve["ages"], curve["women"])
        return np.where(self.people.skeleton.is_woman, women, np.interp(age, curve["ages"], curve["men"]))


def activity_on(profile: str, days: np.ndarray, year: int) -> np.ndarray:
    """Share of the usual activity on days of a year."""
    month = np.asarray(days).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) % 12
    return np.array(activity(profile, year))[month]


def _birth_year(people: People) -> np.ndarray:
    return people.skeleton.birth_day.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970


def _death_risk(age: np.ndarray, people: People) -> np.ndarray:
    death = section("death")
    sex = people.skeleton.is_woman.astype(np.int8)
    growth = np.array(death["growth"])[sex]
    risk = death["floor"] + np.array(death["at_80"])[sex] * np.exp(growth * (age - 80.0))
    risk = np.where(age <= 0, death["infant"], risk)
    spread = death["frailty"]
    return np.minimum(risk * np.exp(spread * people.frailty - spread**2 / 2), 0.6)


def _exceeds(latent: np.ndarray, share: np.ndarray) -> np.ndarray:
    """True for the highest `share` of standard normal values."""
    distinct, place = np.unique(np.round(share.clip(0, 0.999), 4), return_inverse=True)
    bounds = np.array([NormalDist().inv_cdf(1 - each) if each > 0 else np.inf for each in distinct])
    return latent > bounds[place]


def _nursing_share(age: np.ndarray) -> np.ndarray:
    given = section("status")["nursing_home"]
    return Curve(tuple(given["ages"]), tuple(given["share"])).at(age)
