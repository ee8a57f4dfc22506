"""What patients pay."""

from fractions import Fraction

from mutualis.indicators import PERIOD, Indicator, amounts
from mutualis.indicators.definitions.population import insured_of_year
from mutualis.tables import derived_person_year

used = derived_person_year.filter(PERIOD.covers(derived_person_year.year))

mean_copayment = Indicator(
    name="mean_copayment",
    population=insured_of_year,
    numerator=amounts(used, "copayment_cents"),
    kind="amount",
    factor=Fraction(1, 100),
    decimals=2,
    unit="euro_per_insured",
)

mean_supplement = Indicator(
    name="mean_supplement",
    population=insured_of_year,
    numerator=amounts(used, "supplement_cents"),
    kind="amount",
    factor=Fraction(1, 100),
    decimals=2,
    unit="euro_per_insured",
)

INDICATORS = (mean_copayment, mean_supplement)
