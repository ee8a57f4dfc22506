"""The indicators of the house, one module a family. A new one is a value here and its texts in four languages."""

from collections.abc import Sequence

from mutualis.indicators import Indicator
from mutualis.indicators.definitions import (
    access,
    care_at_home,
    chronic,
    contacts,
    end_of_life,
    incapacity,
    medicines,
    mental_health,
    population,
    prevalence,
    prevention,
    stays,
    triple_aim,
)
from mutualis.model import MutualisError
from mutualis.reference import publication_plan

INDICATORS: tuple[Indicator, ...] = (
    population.INDICATORS
    + access.INDICATORS
    + contacts.INDICATORS
    + care_at_home.INDICATORS
    + stays.INDICATORS
    + mental_health.INDICATORS
    + medicines.INDICATORS
    + prevention.INDICATORS
    + chronic.INDICATORS
    + incapacity.INDICATORS
    + end_of_life.INDICATORS
    + triple_aim.INDICATORS
    + prevalence.INDICATORS
)
_BY_NAME = {each.name: each for each in INDICATORS}


def named(name: str) -> Indicator:
    """The indicator of a name; an error where there is none."""
    if name not in _BY_NAME:
        raise MutualisError(
            f"There is no indicator '{name}'.", there_is=f"there are {len(_BY_NAME)}: mutualis indicators list"
        )
    return _BY_NAME[name]


def chosen(names: Sequence[str] = ()) -> tuple[Indicator, ...]:
    """The indicators of these names in their order; by default those that the publication plan releases. A share of
    an amount is counted but not released."""
    found = [named(name) for name in dict.fromkeys(tuple(names) or publication_plan().released)]
    if inside := [each.name for each in found if each.base is not None]:
        raise MutualisError(
            f"Indicator '{inside[0]}' is a share of an amount, and protection knows denominators of persons only.",
            do="publish the two amounts as indicators of their own, or leave it out",
        )
    return tuple(found)


__all__ = ["INDICATORS", "chosen", "named"]
