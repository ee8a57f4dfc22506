"""Medicines handed out by public pharmacies."""

from fractions import Fraction

from mutualis.indicators import PERIOD, Indicator, amounts
from mutualis.indicators.definitions.population import insured_of_year
from mutualis.tables import code_set, derived_person_year_drug

ANTIBIOTICS = code_set("antibiotics for systemic use", "J01")

used = derived_person_year_drug.filter(PERIOD.covers(derived_person_year_drug.year))

# Thousandths of a DDD, asked for per 1000 insured: the two thousands cancel.
antibiotics_ddd = Indicator(
    name="antibiotics_ddd",
    population=insured_of_year,
    numerator=amounts(used.filter(ANTIBIOTICS.match_prefix(used.atc_code)), "ddd_thousandths"),
    kind="amount",
    divisor="person_days",
    factor=Fraction(1000, 1000),
    unit="ddd_per_1000_per_day",
)

INDICATORS = (antibiotics_ddd,)
