"""Whom the figures are about."""

from mutualis.indicators import PERIOD, Indicator, persons
from mutualis.tables import derived_population_year

insured_of_year = derived_population_year.filter(PERIOD.covers(derived_population_year.year))

insured = Indicator(
    name="insured",
    population=insured_of_year,
    numerator=persons(insured_of_year),
    divisor="none",
    unit="persons",
    decimals=0,
)

INDICATORS = (insured,)
