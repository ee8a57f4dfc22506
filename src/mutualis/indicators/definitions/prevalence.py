"""Prevalence per pseudodiagnosis: one definition, one indicator for each row of the list `prevalence`."""

from mutualis.indicators import Indicator
from mutualis.indicators.definitions.making import share
from mutualis.indicators.features.diagnoses import CONDITIONS
from mutualis.indicators.person import person

INDICATORS: tuple[Indicator, ...] = tuple(
    share(f"prevalence_{code}", person[f"condition_{code}"] >= 1, lists=("prevalence",)) for code in CONDITIONS
)
