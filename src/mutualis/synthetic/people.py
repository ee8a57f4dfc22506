"""The persons of a block: their numbers, households, homes and what stays with them for life."""

from dataclasses import dataclass

import numpy as np

from mutualis import reference
from mutualis.reference import national_numbers
from mutualis.synthetic import insz
from mutualis.synthetic.homes import FIRST_YEAR, REGIONS, homes
from mutualis.synthetic.parameters import section
from mutualis.synthetic.skeleton import Skeleton, first_day
from mutualis.synthetic.streams import pick, stream

NEVER = np.int32(2_000_000)
DAYS_A_YEAR = 365.25


@dataclass(frozen=True)
class People:
    """One row a person. `number` is the first national number, `later_number` the one from `number_change_day` on.

    `head` is the position of the head of the household, `home` a unit of `homes`, `frailty` a standard normal value
    that drives care and death, `comfort` one that stands for a low income. Days count from 1970-01-01.
    """

    skeleton: Skeleton
    number: np.ndarray
    later_number: np.ndarray
    number_change_day: np.ndarray
    head: np.ndarray
    mother: np.ndarray
    has_partner: np.ndarray
    home: np.ndarray
    insurer: np.ndarray
    frailty: np.ndarray
    comfort: np.ndarray

    @property
    def size(self) -> int:
        return self.skeleton.size

    def age_on(self, day: int) -> np.ndarray:
        """Age in years, with a fraction."""
        return (day - self.skeleton.birth_day) / DAYS_A_YEAR


def people_of(skeleton: Skeleton, seed: int) -> People:
    """The persons of a block."""
    random = stream(seed, skeleton.block, "people")
    number, later_number, change_day = _numbers(skeleton, random)
    head, mother, has_partner = _households(skeleton, random)
    home = pick(homes().weights, skeleton.size, random)[head]
    return People(
        skeleton,
        number,
        later_number,
        change_day,
        head,
        mother,
        has_partner,
        home.astype(np.int16),
        _insurers(home, head, random),
        random.standard_normal(skeleton.size),
        (random.standard_normal(skeleton.size)[head] * 0.9 + random.standard_normal(skeleton.size) * 0.436),
    )


def _numbers(skeleton: Skeleton, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    population = section("population")
    is_arrival = ~skeleton.is_newborn & (skeleton.entered > first_day(FIRST_YEAR))
    share = np.where(is_arrival, population["bis_share_of_immigrants"], population["bis_share_of_residents"])
    is_bis = (random.random(skeleton.size) < share) & ~skeleton.is_newborn
    unknown = random.random(skeleton.size) < population["bis_sex_unknown_share"]
    offset = np.where(is_bis, np.where(unknown, national_numbers.SEX_UNKNOWN, national_numbers.SEX_KNOWN), 0)
    known = (skeleton.birth_day, skeleton.is_woman, skeleton.rank.astype(np.int64))
    wait = random.exponential(DAYS_A_YEAR / population["bis_to_register_a_year"], skeleton.size)
    change_day = np.where(is_bis, np.minimum(skeleton.entered + 30 + wait, NEVER), NEVER).astype(np.int32)
    return insz.numbers(*known, offset), insz.numbers(*known, np.zeros_like(offset)), change_day


def _households(skeleton: Skeleton, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Head of the household, mother (itself where unknown) and whether there is a partner."""
    age = (first_day(FIRST_YEAR) - skeleton.birth_day) / DAYS_A_YEAR
    everyone = np.arange(skeleton.size)
    head, mother, has_partner = everyone.copy(), everyone.copy(), np.zeros(skeleton.size, bool)
    resident = everyone < skeleton.residents
    men, women = _couples(age, skeleton.is_woman, resident, random)
    head[women], has_partner[men], has_partner[women] = men, True, True
    child = np.flatnonzero((resident & (age < 20)) | skeleton.is_newborn)
    if len(child):
        mother[child] = _mothers(child, age, skeleton, random)
        head[child] = head[mother[child]]
    return head, mother, has_partner


def _couples(
    age: np.ndarray, is_woman: np.ndarray, resident: np.ndarray, random: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    shares = section("population")["couple_share"]
    share = np.where(age < 26, shares["young"], np.where(age < 75, shares["middle"], shares["old"]))
    wants = resident & (age >= 20) & (random.random(len(age)) < share)
    order = age + random.standard_normal(len(age)) * 2.5 + np.where(is_woman, 2.2, 0.0)
    men, women = np.flatnonzero(wants & ~is_woman), np.flatnonzero(wants & is_woman)
    count = min(len(men), len(women))
    men, women = np.sort(random.permutation(men)[:count]), np.sort(random.permutation(women)[:count])
    return men[np.argsort(order[men], kind="stable")], women[np.argsort(order[women], kind="stable")]


def _mothers(child: np.ndarray, age: np.ndarray, skeleton: Skeleton, random: np.random.Generator) -> np.ndarray:
    candidates = np.flatnonzero(
        (np.arange(skeleton.size) < skeleton.residents) & skeleton.is_woman & (age > 10) & (age < 62)
    )
    if not len(candidates):
        return child
    candidates = candidates[np.argsort(age[candidates], kind="stable")]
    wanted = age[child] + 30 + 4.8 * random.standard_normal(len(child))
    place = np.searchsorted(age[candidates], wanted) + random.integers(-25, 26, len(child))
    return candidates[place.clip(0, len(candidates) - 1)]


def _insurers(home: np.ndarray, head: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Position of the insurer: the head's own draw, mostly shared by the household."""
    own = np.empty(len(home), np.int8)
    region = homes().region[home]
    for place in range(len(REGIONS)):
        here = np.flatnonzero(region == place)
        own[here] = pick(insurer_weights(place), len(here), random)
    follows = random.random(len(home)) < section("population")["partner_same_insurer_share"]
    return np.where(follows, own[head], own)


def insurer_weights(region: int) -> np.ndarray:
    """How often each insurer is chosen in a region."""
    factors = section("population")["shares_by_region"]
    return np.array([each.share_of_members * factors[each.name][region] for each in reference.insurers()])
