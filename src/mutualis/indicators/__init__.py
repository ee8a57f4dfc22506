"""Indicators: what is counted, of whom, and how it becomes a figure.

`indicator.counts()` is an expression with the columns of `result_indicator`; run it with `year(2023)`. The indicators
of the house are `indicators.definitions.INDICATORS`.
"""

from mutualis.indicators.describe import Description, describe
from mutualis.indicators.figures import figure, round_half_up
from mutualis.indicators.indicator import Indicator
from mutualis.indicators.parts import amounts, persons, persons_reaching
from mutualis.indicators.period import PERIOD, Period, days_in, year
from mutualis.indicators.person import person  # the row that conditions are written over
from mutualis.reference import LEVELS, SPLITS

__all__ = [
    "LEVELS",
    "PERIOD",
    "SPLITS",
    "Description",
    "Indicator",
    "Period",
    "amounts",
    "days_in",
    "describe",
    "figure",
    "person",
    "persons",
    "persons_reaching",
    "round_half_up",
    "year",
]
