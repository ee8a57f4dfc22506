"""Care in the year of death. Deaths carry no day, so the whole calendar year is looked at."""

from mutualis.indicators import Indicator
from mutualis.indicators.definitions.making import MEDICINES, NOMENCLATURE, euros, share, uses
from mutualis.indicators.person import person

deceased = person.is_deceased

INDICATORS: tuple[Indicator, ...] = (
    share("palliative_care", person.palliative_days >= 1, deceased, NOMENCLATURE),
    share("death_year_hospital", person.classic_stays >= 1, deceased, NOMENCLATURE),
    share("death_year_emergency", person.emergency_contacts >= 1, deceased, NOMENCLATURE),
    share("death_year_nursing_home", person.nursing_home_days >= 1, deceased, NOMENCLATURE),
    share("death_year_home_visit", person.gp_home_visits >= 1, deceased, NOMENCLATURE),
    share("death_year_opioids", uses("opioids"), deceased, MEDICINES),
    euros("death_year_cost", person.reimbursed_cents, deceased),
)
