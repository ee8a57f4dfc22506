"""Medicines handed out by public pharmacies. Groups and thresholds are rows of the code list `medicine_group`."""

from fractions import Fraction

import ibis.expr.types as ir

from mutualis import reference
from mutualis.indicators import PERIOD, Indicator, amounts, persons, persons_reaching
from mutualis.indicators.definitions.population import insured_of_year
from mutualis.tables import code_set, derived_person_year_drug

CODE_LISTS = ("atc", "cnk", "medicine_group")

used = derived_person_year_drug.filter(PERIOD.covers(derived_person_year_drug.year))


def _taken(group: str) -> ir.Table:
    """What persons took of the substances of a group in the year."""
    atc_codes = reference.codelist("medicine_group").row(group)["atc_codes"].split()
    return used.filter(code_set(group, *atc_codes).match_prefix(used.atc_code)) if atc_codes else used


def _least(group: str, what: str) -> int:
    return int(reference.codelist("medicine_group").row(group)[what])


def _treated(group: str) -> ir.Table:
    """Persons with enough daily doses of all substances of a group together (methods 2.2)."""
    return persons_reaching(_taken(group), "ddd_thousandths", _least(group, "least_ddd_thousandths"))


def _many(group: str) -> ir.Table:
    """Persons with enough different substances (ATC of seven characters) of enough daily doses each (methods 2.4)."""
    taken = _taken(group)
    enough = taken.filter(taken.ddd_thousandths >= _least(group, "least_ddd_thousandths"))
    return persons(enough, at_least=_least(group, "least_substances"), distinct="atc_code")


diabetes = Indicator(
    name="diabetes",
    population=insured_of_year,
    numerator=_treated("diabetes"),
    factor=Fraction(100),
    unit="percent",
    codelists=CODE_LISTS,
)

polypharmacy = Indicator(
    name="polypharmacy",
    population=insured_of_year,
    numerator=_many("polypharmacy"),
    factor=Fraction(100),
    unit="percent",
    codelists=CODE_LISTS,
)

# Thousandths of a DDD, asked for per 1000 insured: the two thousands cancel.
antibiotics_ddd = Indicator(
    name="antibiotics_ddd",
    population=insured_of_year,
    numerator=amounts(_taken("antibiotics"), "ddd_thousandths"),
    kind="amount",
    divisor="person_days",
    factor=Fraction(1000, 1000),
    unit="ddd_per_1000_per_day",
    codelists=CODE_LISTS,
)

antidepressants = Indicator(
    name="antidepressants",
    population=insured_of_year,
    numerator=_treated("antidepressants"),
    factor=Fraction(100),
    unit="percent",
    codelists=CODE_LISTS,
)

INDICATORS = (diabetes, polypharmacy, antibiotics_ddd, antidepressants)
