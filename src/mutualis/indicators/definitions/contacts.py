"""Contacts with those who give care."""

from fractions import Fraction

from mutualis.indicators import PERIOD, Indicator, persons
from mutualis.indicators.definitions.population import insured_of_year
from mutualis.tables import derived_person_year

used = derived_person_year.filter(PERIOD.covers(derived_person_year.year))

gp_contact = Indicator(
    name="gp_contact",
    population=insured_of_year,
    numerator=persons(used.filter(used.gp_contacts >= 1)),
    factor=Fraction(100),
    unit="percent",
    codelists=("nomenclature",),
)

gmd = Indicator(
    name="gmd",
    population=insured_of_year,
    numerator=persons(used.filter(used.global_medical_files >= 1)),
    factor=Fraction(100),
    unit="percent",
    codelists=("nomenclature",),
)

INDICATORS = (gp_contact, gmd)
