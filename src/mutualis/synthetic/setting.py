"""What care in one block and year is generated from: the persons, their year, their rights and where they are."""

from dataclasses import dataclass

import numpy as np

from mutualis.synthetic.homes import homes
from mutualis.synthetic.panel import PersonYear, activity_on
from mutualis.synthetic.people import People
from mutualis.synthetic.providers import Places, Providers, institutions, places, providers
from mutualis.synthetic.streams import stream
from mutualis.synthetic.tariffs import Performers, Tariffs, members_of, performers, tariffs

WEEKEND_SHARE_KEPT = 0.12


@dataclass(frozen=True)
class Setting:
    """Everything the generators of one block and year share. `spot` is a person's place in the country, 0 to 1."""

    seed: int
    people: People
    state: PersonYear
    spot: np.ndarray
    chronic_count: np.ndarray
    tariffs: Tariffs
    pool: Providers
    performers: Performers
    places: Places
    gps: np.ndarray

    @property
    def year(self) -> int:
        return self.state.year

    def random(self, topic: str) -> np.random.Generator:
        """The stream of a topic in this block and year."""
        return stream(self.seed, self.people.skeleton.block, f"{topic}/{self.year}")

    def exposure(self) -> np.ndarray:
        """Share of the year that each person is insured."""
        return self.state.insured_days / 365.25

    def drive(self, frailty: float, chronic: float = 0.0) -> np.ndarray:
        """How much more care than the average of one's age: mean about 1."""
        return np.exp(frailty * self.people.frailty - frailty**2 / 2) * (1 + chronic * (self.chronic_count - 1.1))

    def days(self, person: np.ndarray, random: np.random.Generator, profile: str) -> tuple[np.ndarray, np.ndarray]:
        """A day in the insured part of the year for each event, and which events the shock left over."""
        day = self.state.first[person] + (random.random(len(person)) * self.state.insured_days[person]).astype(np.int64)
        return day, random.random(len(person)) < activity_on(profile, day, self.year)

    def amounts(
        self, person: np.ndarray, tariff: np.ndarray, quantity: np.ndarray | None = None
    ) -> dict[str, np.ndarray]:
        """The columns of lines that say which act each person had, how often (once if not said), and who pays what."""
        often = np.ones(len(person), np.int64) if quantity is None else quantity
        reimbursed, copayment = self.tariffs.amounts(tariff, often, self.state.is_increased[person])
        return {"tariff": tariff, "quantity": often, "reimbursed_cents": reimbursed, "copayment_cents": copayment}

    def gp_of(self, person: np.ndarray) -> np.ndarray:
        """The usual GP of persons: the same one for a household that stays."""
        place = (self.spot[person] * len(self.gps)).astype(np.int64)
        return self.gps[place.clip(0, len(self.gps) - 1)]


def setting(people: People, state: PersonYear, seed: int, insured: int) -> Setting:
    """The setting of a block and year in a country of so many insured."""
    pool = providers(insured)
    home = state.home[:, 0].astype(np.int64)
    starts = np.cumsum(homes().weights) - homes().weights
    within = (people.head * 0.6180339887) % 1.0
    return Setting(
        seed,
        people,
        state,
        (starts[home] + within * homes().weights[home]).clip(0, 0.999999),
        state.takes.sum(axis=1),
        tariffs(),
        pool,
        performers(insured),
        places(insured),
        members_of(pool, "doctor/is_gp"),
    )


def on_working_days(day: np.ndarray, first: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Most weekend days move back to the Friday before, unless that is before the first insured day."""
    weekday = (day + 3) % 7
    back = np.where((weekday > 4) & (random.random(len(day)) > WEEKEND_SHARE_KEPT), weekday - 4, 0)
    return np.where(day - back >= first, day - back, day)


def hospital_place(where: Places, institution: np.ndarray) -> np.ndarray:
    """Position among the places of institutions given by their own position."""
    return where.institutions + institution - 1


def general_hospitals_near(spot: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """A general hospital for each spot: large ones more often, mostly near."""
    general = institutions().general
    bounds = np.cumsum(institutions().beds[general] + 1)
    near = (spot + random.normal(0, 0.03, len(spot))) % 1.0
    return general[np.searchsorted(bounds, near * bounds[-1], side="right").clip(0, len(general) - 1)]
