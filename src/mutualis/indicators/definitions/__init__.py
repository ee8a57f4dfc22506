"""The indicators of the house, one module a family. A new one is a value here and its texts in four languages."""

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

__all__ = ["INDICATORS"]
