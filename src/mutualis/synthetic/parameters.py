"""The numbers that drive the synthetic country, read from the files beside this module."""

import csv
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np

HERE = Path(__file__).parent
SHOCK_YEARS = (2020, 2021)


@dataclass(frozen=True)
class Curve:
    """A value by age, straight lines between the given ages and flat outside them."""

    ages: tuple[float, ...]
    values: tuple[float, ...]

    def at(self, age: np.ndarray) -> np.ndarray:
        return np.interp(age, self.ages, self.values)


@dataclass(frozen=True)
class CareTopic:
    """A kind of ambulatory care: how often by age, what drives it, how many lines an episode has (`care.csv`)."""

    name: str
    kind: str
    rate: Curve
    frailty: float
    chronic: float
    lines: float
    is_series: bool
    interval_days: int
    is_prescribed: bool
    third_payer_share: float
    supplement_share: float
    supplement_percent: int
    shock: str


@dataclass(frozen=True)
class Disease:
    """An illness that persons have whether they are treated or not: share of persons by age and link with frailty
    (`diseases.csv`). `conditions` are the codes of the list `pseudodiagnosis` that are meant to find it.
    """

    name: str
    conditions: tuple[str, ...]
    sex: str
    share: Curve
    correlation: float


@dataclass(frozen=True)
class ChronicGroup:
    """A group of medicines taken for years: share of persons by age, yearly DDD (`chronic.csv`).

    `off_label` is the share of those who take it without the disease that it is for; a group for no disease of
    `diseases.csv` has none, and a link with frailty of its own. Nobody below `age_from` takes it.
    """

    name: str
    atc: str
    sex: str
    age_from: int
    share: Curve
    ddd_a_year: int
    correlation: float
    disease: str
    off_label: float


@dataclass(frozen=True)
class Vaccine:
    """A vaccine handed out once in a season, which starts on a day of the year as 10-01 (`vaccines.csv`)."""

    name: str
    atc: str
    share: Curve
    season_start: str
    season_days: int


@dataclass(frozen=True)
class AcuteGroup:
    """A group of medicines taken now and then: courses a year by age (`acute.csv`).

    `fall_a_year` is how much more of it was used for every year before 2019; `winter` the peak over the trough.
    """

    name: str
    atc: str
    rate: Curve
    frailty: float
    shock: str
    winter: float
    fall_a_year: float


@cache
def section(name: str) -> MappingProxyType[str, Any]:
    """A section of `parameters.toml`."""
    return MappingProxyType(tomllib.loads((HERE / "parameters.toml").read_text("utf-8"))[name])


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a CSV file beside this module."""
    with (HERE / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@cache
def care_topics() -> tuple[CareTopic, ...]:
    """The topics of ambulatory care, in file order."""
    return tuple(
        CareTopic(
            row["topic"],
            row["kind"],
            _curve(row, "rate_"),
            float(row["frailty"]),
            float(row["chronic"]),
            float(row["lines"]),
            row["mode"] == "series",
            int(row["interval_days"]),
            row["prescribed"] == "1",
            float(row["third_payer"]),
            float(row["supplement_share"]),
            int(row["supplement_percent"]),
            row["shock"],
        )
        for row in rows("care.csv")
    )


@cache
def chronic_groups() -> tuple[ChronicGroup, ...]:
    """The groups of long-term medicines, in file order."""
    return tuple(
        ChronicGroup(
            row["group"],
            row["atc"],
            row["sex"],
            int(row["age_from"] or 0),
            _curve(row, "share_"),
            int(row["ddd_a_year"]),
            float(row["correlation"] or 0),
            row["disease"],
            float(row["off_label"] or 0),
        )
        for row in rows("chronic.csv")
    )


@cache
def diseases() -> tuple[Disease, ...]:
    """The diseases, in file order."""
    return tuple(
        Disease(
            row["disease"],
            tuple(row["conditions"].split()),
            row["sex"],
            _curve(row, "share_"),
            float(row["correlation"]),
        )
        for row in rows("diseases.csv")
    )


@cache
def vaccines() -> tuple[Vaccine, ...]:
    """The vaccines, in file order."""
    return tuple(
        Vaccine(row["group"], row["atc"], _curve(row, "share_"), row["season_start"], int(row["season_days"]))
        for row in rows("vaccines.csv")
    )


@cache
def acute_groups() -> tuple[AcuteGroup, ...]:
    """The groups of short-term medicines, in file order."""
    return tuple(
        AcuteGroup(
            row["group"],
            row["atc"],
            _curve(row, "rate_"),
            float(row["frailty"]),
            row["shock"],
            float(row["winter"]),
            float(row["fall_a_year"]),
        )
        for row in rows("acute.csv")
    )


@cache
def activity(profile: str, year: int) -> tuple[float, ...]:
    """Share of the usual activity of a profile in the twelve months of a year: 1 outside the shock of 2020 and 2021."""
    if year not in SHOCK_YEARS:
        return (1.0,) * 12
    given = section("shock")[f"{profile}_{year}"]
    return tuple(given) if len(given) == 12 else tuple(value for value in given for _ in range(3))


def _curve(row: dict[str, str], prefix: str) -> Curve:
    points = [
        (float(name.removeprefix(prefix)), float(value)) for name, value in row.items() if name.startswith(prefix)
    ]
    return Curve(tuple(age for age, _ in points), tuple(value for _, value in points))
