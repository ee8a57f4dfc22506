"""Self-registration of hospitals (indicators 5 and 6): the schema of its XML, its rules, and the numbers behind both.

Source: linkage 2.4 (5 and 6) and 2.5. No schema of the applicant is public: this one is ours.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from mutualis.reference.files import ROOT
from mutualis.reference.mzg import MzgRule, read_rules

SCHEMA = ROOT / "self_registration.xsd"


@dataclass(frozen=True)
class SelfRegistrationNumbers:
    """The parameters of the two indicators; times in minutes.

    `flagged_below` and `flagged_above`: a door-to-needle time beyond is told as odd. `within`: shares within so many
    minutes. What has fewer rows than `smallest_denominator`, or a cell of 1 to `smallest_cell` less one, is hidden.
    """

    flagged_below: int
    flagged_above: int
    within: tuple[int, ...]
    quantiles: tuple[float, ...]
    smallest_denominator: int
    smallest_cell: int


@cache
def self_registration_rules() -> Mapping[str, MzgRule]:
    """The rules of the intake by id."""
    return read_rules(ROOT / "self_registration_rules.csv")


@cache
def self_registration_numbers() -> SelfRegistrationNumbers:
    """The parameters in force, from stroke_indicators.toml."""
    return read_numbers(ROOT / "stroke_indicators.toml")


def read_numbers(path: Path) -> SelfRegistrationNumbers:
    """The parameters in a file."""
    given = tomllib.loads(path.read_text(encoding="utf-8"))
    times, hidden = given["door_to_needle"], given["hidden"]
    return SelfRegistrationNumbers(
        times["flagged_below"], times["flagged_above"], tuple(times["within"]), tuple(times["quantiles"]),
        hidden["smallest_denominator"], hidden["smallest_cell"],
    )  # fmt: skip
