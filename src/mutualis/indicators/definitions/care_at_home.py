"""Nursing at home and long-term care. Residents are those with a day in a nursing home in the year."""

from mutualis.indicators import Indicator
from mutualis.indicators.definitions.making import NOMENCLATURE, aged, euros, mean, share
from mutualis.indicators.person import person

DEPENDENT, DEMENTED = ("B", "C", "Cd", "D"), ("Cd", "D")
is_old, is_resident = aged("seniors"), person.nursing_home_days >= 1
residents = is_old & is_resident
at_home = is_old & (person.nursing_home_days == 0)

HOME_NURSING = (
    share("home_nursing", person.home_nursing_days >= 1, lists=NOMENCLATURE),
    mean("home_nursing_days", person.home_nursing_days, "days_per_person", person.home_nursing_days >= 1, NOMENCLATURE),
    share("nursing_toilet", person.nursing_toilet_days >= 1, at_home, NOMENCLATURE),
    share("nursing_forfait_a", person.nursing_forfait_a_days >= 1, at_home, NOMENCLATURE),
    share("nursing_forfait_b", person.nursing_forfait_b_days >= 1, at_home, NOMENCLATURE),
    share("nursing_forfait_c", person.nursing_forfait_c_days >= 1, at_home, NOMENCLATURE),
    euros("nursing_cost", person.nursing_cost_cents, lists=("cost_group",)),
)
LONG_TERM_CARE = (
    share("nursing_home", is_resident, aged("aged"), NOMENCLATURE),
    mean("nursing_home_days", person.nursing_home_days, "days_per_person", residents, NOMENCLATURE),
    share("nursing_home_dependent", person.nursing_home_class.isin(DEPENDENT), residents, NOMENCLATURE),
    share("nursing_home_dementia", person.nursing_home_class.isin(DEMENTED), residents, NOMENCLATURE),
    share("nursing_home_new", is_resident, is_old & (person.nursing_home_days_before == 0), NOMENCLATURE),
    share("dependency", person.has_dependency),
)

INDICATORS: tuple[Indicator, ...] = HOME_NURSING + LONG_TERM_CARE
