"""Stays in hospital, counted in the year of admission."""

from fractions import Fraction

from mutualis.indicators import PERIOD, Indicator, amounts
from mutualis.indicators.definitions.population import insured_of_year
from mutualis.tables import derived_person_year

used = derived_person_year.filter(PERIOD.covers(derived_person_year.year))

classic_stays = Indicator(
    name="classic_stays",
    population=insured_of_year,
    numerator=amounts(used, "classic_stays"),
    kind="amount",
    factor=Fraction(1000),
    unit="stays_per_1000",
    codelists=("nomenclature",),
)

day_stays = Indicator(
    name="day_stays",
    population=insured_of_year,
    numerator=amounts(used, "day_stays"),
    kind="amount",
    factor=Fraction(1000),
    unit="stays_per_1000",
    codelists=("nomenclature",),
)

INDICATORS = (classic_stays, day_stays)
