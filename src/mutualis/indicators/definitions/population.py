"""Whom the figures are about."""

from fractions import Fraction

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

increased_reimbursement = Indicator(
    name="increased_reimbursement",
    population=insured_of_year,
    numerator=persons(insured_of_year.filter(insured_of_year.is_increased_reimbursement)),
    factor=Fraction(100),
    unit="percent",
    codelists=("cg1",),
)

INDICATORS = (insured, increased_reimbursement)
