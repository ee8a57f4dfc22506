"""The indicators of the house, one module a family. A new one is a value here and its texts in four languages."""

from mutualis.indicators import Indicator
from mutualis.indicators.definitions import contacts, medicines, payments, population, stays

INDICATORS: tuple[Indicator, ...] = (
    population.INDICATORS + contacts.INDICATORS + medicines.INDICATORS + stays.INDICATORS + payments.INDICATORS
)

__all__ = ["INDICATORS"]
