"""The European Standard Population of 2013, summed to our age classes."""

import datetime as dt
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from mutualis.model import MutualisError
from mutualis.reference.codelists import codelist
from mutualis.reference.files import ROOT, Row, is_valid, read_rows

OLDEST = 10_000


@cache
def standard_population(on: dt.date | None = None) -> Mapping[str, int]:
    """Persons of the standard population by age class (100,000 in all), in order of age.

    Source: Eurostat, Revision of the European Standard Population (2013). An age class that cuts through a row of the
    standard is an error.
    """
    rows = [
        row
        for row in read_rows(ROOT / "standard_population.csv")[1]
        if is_valid(row["valid_from"], row["valid_to"], on)
    ]
    classes = {row["code"]: _ages(row) for row in codelist("age_class").valid(on)}
    found = dict.fromkeys(classes, 0)
    for row in rows:
        found[_class_of(row, classes)] += int(row["persons"])
    return MappingProxyType(found)


@cache
def standard_weights() -> Mapping[str, float]:
    """The weight of each stratum `sex*age_class` (as `1*65-74`); both sexes weigh the same, all together 1."""
    ages = standard_population()
    everyone = 2 * sum(ages.values())
    return MappingProxyType(
        {f"{sex['code']}*{age}": persons / everyone for sex in codelist("sex").valid() for age, persons in ages.items()}
    )


def _class_of(row: Row, classes: Mapping[str, tuple[int, int]]) -> str:
    first, last = _ages(row)
    for code, (youngest, oldest) in classes.items():
        if youngest <= first and last <= oldest:
            return code
    raise MutualisError(
        f"The standard population from age {first} on lies in no single age class.",
        there_is="the classes are " + ", ".join(classes),
        do="let age classes begin where a class of five years begins",
    )


def _ages(row: Row) -> tuple[int, int]:
    return int(row["age_from"]), int(row["age_to"] or OLDEST)
