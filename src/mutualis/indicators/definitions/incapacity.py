"""Work incapacity and invalidity of those of working age."""

from mutualis.indicators import Indicator
from mutualis.indicators.definitions.making import aged, mean, share
from mutualis.indicators.person import person

AGES = ("indicator_population",)
of_working_age = aged("active")
could_become_invalid = of_working_age & (person.incapacity_days_before >= 1) & (person.invalidity_days_before == 0)

INDICATORS: tuple[Indicator, ...] = (
    share("incapacity", person.incapacity_days >= 1, of_working_age, AGES),
    mean("incapacity_days", person.incapacity_days, "days_per_person", of_working_age, AGES),
    share("invalidity", person.invalidity_days >= 1, of_working_age, AGES),
    mean("invalidity_days", person.invalidity_days, "days_per_person", of_working_age, AGES),
    share("invalidity_inflow", person.invalidity_days >= 1, could_become_invalid, AGES),
)
