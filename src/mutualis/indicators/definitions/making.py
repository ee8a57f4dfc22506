"""What definitions share: the usual units, thresholds and populations, so that a definition is its rule.

Numbers that decide come from lists: `indicator_threshold`, `indicator_population` (ages) and `medicine_group` (doses).
"""

from fractions import Fraction
from typing import Any

import ibis

from mutualis import reference
from mutualis.indicators import Indicator
from mutualis.indicators.person import person

MEDICINES = ("atc", "cnk", "medicine_group")
NOMENCLATURE = ("nomenclature",)
THRESHOLDS = ("indicator_threshold",)
ANYBODY = ibis.literal(True)


def share(name: str, met: Any, among: Any = None, lists: tuple[str, ...] = ()) -> Indicator:
    """The percentage of a population (None: all insured) who meet a condition."""
    return Indicator(name=name, numerator=met, population=among, factor=Fraction(100), unit="percent", codelists=lists)


def share_of(name: str, part: Any, base: Any, lists: tuple[str, ...] = ()) -> Indicator:
    """The percentage that an amount is of another amount, both added up over all insured."""
    return Indicator(
        name=name, numerator=part, base=base, kind="amount", factor=Fraction(100), unit="percent", codelists=lists
    )


def rate(name: str, part: Any, unit: str, among: Any = None, lists: tuple[str, ...] = ()) -> Indicator:
    """A number (of stays, days) for each 1000 persons of a population."""
    return _amount(name, part, unit, among, lists, Fraction(1000), 1)


def mean(name: str, part: Any, unit: str, among: Any = None, lists: tuple[str, ...] = ()) -> Indicator:
    """A number (of contacts, nights) for each person of a population."""
    return _amount(name, part, unit, among, lists, Fraction(1), 2)


def euros(name: str, cents: Any, among: Any = None, lists: tuple[str, ...] = ()) -> Indicator:
    """An amount in euros for each person of a population, from cents."""
    return _amount(name, cents, "euro_per_insured", among, lists, Fraction(1, 100), 2)


def _amount(
    name: str, part: Any, unit: str, among: Any, lists: tuple[str, ...], factor: Fraction, decimals: int
) -> Indicator:
    return Indicator(
        name=name, numerator=part, population=among, kind="amount", factor=factor, decimals=decimals, unit=unit,
        codelists=lists,
    )  # fmt: skip


def aged(code: str) -> Any:
    """Whether the age of a person is within the limits of a row of the list `indicator_population`."""
    row = reference.codelist("indicator_population").row(code)
    least, most = row["age_from"], row["age_to"]
    return person.age.between(int(least), int(most)) if most else person.age >= int(least)


def threshold(code: str) -> int:
    """The value of a row of the list `indicator_threshold`, in the unit that stands there."""
    return int(reference.codelist("indicator_threshold").row(code)["value"])


def uses(group: str) -> Any:
    """Whether a package of a group of medicines was handed out in the year and not taken back."""
    return _of(group, "packages") >= 1


def treated(group: str) -> Any:
    """Whether all substances of a group together reach the daily doses that the list asks for (methods 2.2)."""
    return _of(group, "ddd") >= _least(group, "least_ddd_thousandths")


def _of(group: str, what: str) -> Any:
    """A feature of a group of medicines; a group that the list lacks is an error that says so."""
    reference.codelist("medicine_group").row(group)
    return person[f"{group}_{what}"]


def _least(group: str, what: str) -> int:
    return int(reference.codelist("medicine_group").row(group)[what])
