"""Prevention that claims, dispensings and GP records show."""

from mutualis.indicators import Indicator
from mutualis.indicators.definitions.making import MEDICINES, aged, share, uses
from mutualis.indicators.person import person

INDICATORS: tuple[Indicator, ...] = (
    share("influenza_vaccination", uses("influenza_vaccines"), aged("seniors"), MEDICINES),
    share("influenza_recorded", person.influenza_vaccination_records >= 1, aged("seniors"), ("indicator_population",)),
    share("pneumococcal_vaccination", uses("pneumococcal_vaccines"), aged("seniors"), MEDICINES),
    share("smoking_recorded", person.smoking_records >= 1, aged("adults"), ("indicator_population",)),
    share("smoking_cessation", uses("smoking_cessation"), aged("adults"), MEDICINES),
    share("blood_pressure_recorded", person.blood_pressure_systolic_records >= 1, aged("adults"),
          ("indicator_population",)),
)  # fmt: skip
