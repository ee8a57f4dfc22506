"""Where people live: the municipalities of 2014 as units that never split, and the code each of them has in a year."""

import datetime as dt
from dataclasses import dataclass
from functools import cache

import numpy as np

from mutualis import reference
from mutualis.synthetic.parameters import section

FIRST_YEAR = 2014
REGIONS = ("02000", "03000", "04000")


@dataclass(frozen=True)
class Homes:
    """The units: `weights` add up to one, `province` and `region` are positions in their lists."""

    codes: tuple[str, ...]
    weights: np.ndarray
    province: np.ndarray
    provinces: tuple[str, ...]
    region: np.ndarray

    def codes_in(self, year: int) -> tuple[str, ...]:
        """The code of every unit on 31 December of a year, mergers followed."""
        valid = set(reference.geography(year).municipalities)
        successors = _successors()
        return tuple(_follow(code, valid, successors) for code in self.codes)


@cache
def homes() -> Homes:
    """The units of the country, weighted so that each province has its share of the population."""
    rows = list(reference.codelist("municipality").valid(dt.date(FIRST_YEAR, 12, 31)))
    populations: dict[str, float] = section("population")["provinces"]
    provinces = tuple(sorted(populations))
    province = np.array([provinces.index(row["province_code"]) for row in rows])
    size = np.array([float(row["weight"] or 0) or 1000.0 for row in rows])
    within = size / np.bincount(province, size)[province]
    weights = within * np.array([populations[each] for each in provinces])[province]
    region = np.array([REGIONS.index(row["region_code"]) for row in rows])
    return Homes(tuple(row["code"] for row in rows), weights / weights.sum(), province, provinces, region)


def _successors() -> dict[str, str]:
    return {
        row["code"]: row["successor_code"] for row in reference.codelist("municipality").rows if row["successor_code"]
    }


def _follow(code: str, valid: set[str], successors: dict[str, str]) -> str:
    while code not in valid:
        code = successors[code]
    return code
