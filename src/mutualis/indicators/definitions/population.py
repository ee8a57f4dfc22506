"""Whom the figures are about. Social states are codes of the list `social_state`."""

from mutualis.indicators import Indicator
from mutualis.indicators.definitions.making import ANYBODY, aged, mean, rate, share
from mutualis.indicators.person import insured_of_year, person

SELF_EMPLOYED, BEREAVED, STUDENT = "04", "06", "09"

insured = Indicator(name="insured", numerator=ANYBODY, divisor="none", unit="persons", decimals=0)

INDICATORS = (
    insured,
    share("increased_reimbursement", person.is_increased_reimbursement, lists=("cg1",)),
    mean("mean_age", person.age.cast("int64"), "years_per_person", person.age.notnull()),
    share("seniors", aged("seniors"), person.age.notnull()),
    rate("newborns", (person.age == 0).ifelse(1, 0).cast("int64"), "persons_per_1000"),
    rate("deaths", person.is_deceased.ifelse(1, 0).cast("int64"), "persons_per_1000"),
    share("self_employed", person.social_state == SELF_EMPLOYED, lists=("social_state",)),
    share("bereaved", person.social_state == BEREAVED, lists=("social_state",)),
    share("students", person.social_state == STUDENT, lists=("social_state",)),
    share("unemployed", person.unemployment_days >= 1, aged("active"), ("indicator_population",)),
    share("disability", person.has_disability, lists=("disability_origin",)),
)

__all__ = ["INDICATORS", "insured_of_year"]
