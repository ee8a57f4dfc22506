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


def chosen(names: Sequence[str] = ()) -> tuple[Indicator, ...]:
    """The indicators of these names in their order; by default those that the publication plan releases. A share of
    an amount is counted but not released."""
    by_name = {each.name: each for each in INDICATORS}
    wanted = tuple(names) or publication_plan().released
    if unknown := [name for name in wanted if name not in by_name]:
        raise MutualisError(
            f"There is no indicator '{unknown[0]}'.", there_is=f"there are {len(by_name)}: mutualis indicators list"
        )
    if inside := [name for name in wanted if by_name[name].base is not None]:
        raise MutualisError(
            f"Indicator '{inside[0]}' is a share of an amount, and protection knows denominators of persons only.",
            do="publish the two amounts as indicators of their own, or leave it out",
        )
    return tuple(by_name[name] for name in dict.fromkeys(wanted))


__all__ = ["INDICATORS", "chosen"]
