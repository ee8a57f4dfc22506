"""Who is ever born or arrives, drawn for all blocks at once: a national number is given once in the country."""

from dataclasses import dataclass

import numpy as np

from mutualis.model import Years
from mutualis.synthetic.homes import FIRST_YEAR
from mutualis.synthetic.parameters import activity, section
from mutualis.synthetic.streams import pick, stochastic_round, stream

BLOCK = 5_000
OLDEST_DAY = int(np.datetime64("1900-01-01", "D").astype(np.int64))
GROWTH = 1.0045


@dataclass(frozen=True)
class Skeleton:
    """The persons of one block in order of arrival; `entered` is the first insured day (before 2014 for residents).

    `rank` counts the persons of one birth day and sex over the whole country. Days count from 1970-01-01.
    """

    block: int
    residents: int
    birth_day: np.ndarray
    is_woman: np.ndarray
    entered: np.ndarray
    is_newborn: np.ndarray
    rank: np.ndarray

    @property
    def size(self) -> int:
        return len(self.birth_day)


def skeletons(insured: int, years: Years, seed: int) -> tuple[Skeleton, ...]:
    """All blocks of a country with about so many insured at the end of the first year."""
    residents = max(1, round(insured / GROWTH ** (years.first + 1 - FIRST_YEAR)))
    sizes = [min(BLOCK, residents - start) for start in range(0, residents, BLOCK)]
    taken = np.zeros((60_000, 2), np.int16)
    return tuple(_with_ranks(_draw(block, size, years, seed), size, taken) for block, size in enumerate(sizes))


def first_day(year: int) -> int:
    """1 January of a year as a count of days from 1970-01-01."""
    return int(np.datetime64(f"{year}-01-01", "D").astype(np.int64))


def _draw(
    block: int, size: int, years: Years, seed: int
) -> list[tuple[int, np.ndarray, np.ndarray, np.ndarray, np.ndarray]]:
    parts = [(block, *_residents(size, stream(seed, block, "skeleton/residents")))]
    for year in range(FIRST_YEAR, years.last + 1):
        random = stream(seed, block, f"skeleton/{year}")
        parts.append((block, *_newborns(size, year, random)))
        parts.append((block, *_immigrants(size, year, random)))
    return parts


def _ages(size: int, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    population = section("population")
    group = pick(np.array(population["pyramid"]), size, random)
    is_woman = random.random(size) >= np.array(population["men"])[group]
    return group * 5 + random.random(size) * 5, is_woman


def _residents(size: int, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    age, is_woman = _ages(size, random)
    start = first_day(FIRST_YEAR)
    birth_day = start - 1 - np.floor(age * 365.25).astype(np.int64)
    return birth_day, is_woman, np.full(size, start), np.zeros(size, bool)


def _newborns(
    size: int, year: int, random: np.random.Generator
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    count = int(
        stochastic_round(np.array(size * section("population")["births"] * GROWTH ** (year - FIRST_YEAR)), random)
    )
    length = first_day(year + 1) - first_day(year)
    birth_day = first_day(year) + random.integers(0, length, count)
    return birth_day, random.random(count) >= 0.512, birth_day, np.ones(count, bool)


def _immigrants(
    size: int, year: int, random: np.random.Generator
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    usual = size * section("population")["immigrants"] * float(np.mean(activity("contacts", year)))
    count = int(stochastic_round(np.array(usual), random))
    entered = first_day(year) + random.integers(0, 365, count)
    age = random.gamma(5.0, 6.0, count).clip(0, 80)
    return (
        entered - np.floor(age * 365.25).astype(np.int64),
        random.random(count) >= 0.5,
        entered,
        np.zeros(count, bool),
    )


def _with_ranks(
    parts: list[tuple[int, np.ndarray, np.ndarray, np.ndarray, np.ndarray]], size: int, taken: np.ndarray
) -> Skeleton:
    birth_day, is_woman, entered, is_newborn = (
        np.concatenate([part[place] for part in parts]) for place in range(1, 5)
    )
    birth_day = np.maximum(birth_day, OLDEST_DAY).astype(np.int32)
    key = (birth_day.astype(np.int64) - OLDEST_DAY) * 2 + is_woman
    order = np.argsort(key, kind="stable")
    sorted_key = key[order]
    first = np.searchsorted(sorted_key, sorted_key, side="left")
    rank = np.empty(len(key), np.int64)
    rank[order] = np.arange(len(key)) - first
    before = taken.reshape(-1)
    rank += before[key]
    np.add.at(before, key, 1)
    return Skeleton(parts[0][0], size, birth_day, is_woman, entered.astype(np.int32), is_newborn, rank.astype(np.int16))
