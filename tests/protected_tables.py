"""Cells of indicators made from a random table of persons, on any geography: for tests of disclosure control."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import numpy as np
import pyarrow as pa

from mutualis import reference
from mutualis.disclosure.hierarchy import LEVELS, Area, hierarchy

SEXES = ("1", "2")
AGES = ("00-04", "05-14", "15-24", "25-34", "35-44", "45-54", "55-64", "65-74", "75-84", "85+")
AGE_WEIGHT = np.array([5.5, 11.5, 11.5, 12.8, 13.0, 13.2, 13.0, 10.5, 6.2, 2.8])
INCREASED = ("yes", "no")
MEMBERS = reference.MEMBERS


@dataclass(frozen=True)
class Plain:
    """An indicator as protection knows it; `share` of the persons (times `by_age`) meet it, or have an amount.

    It counts persons from one age to another, in numbers of age classes: 4.5 is the middle of the fifth class.
    """

    name: str
    kind: str = "count"
    divisor: str = "persons"
    factor: Fraction = Fraction(100)
    decimals: int = 1
    share: float = 0.5
    by_age: float = 0.0
    from_age: float = 0.0
    to_age: float = float(len(AGES))


INSURED = Plain("insured", divisor="none", factor=Fraction(1), decimals=0, share=1.0)
TWELVE = (
    INSURED,
    Plain("increased_reimbursement", share=0.2),
    Plain("gp_contact", share=0.8),
    Plain("gmd", share=0.72),
    Plain("diabetes", share=0.06, by_age=1.0),
    Plain("polypharmacy", share=0.08, by_age=1.5),
    Plain("antibiotics_ddd", "amount", "person_days", Fraction(1), 1, 0.35),
    Plain("antidepressants", share=0.11, by_age=0.5),
    Plain("classic_stays", "amount", factor=Fraction(1000), share=0.1, by_age=0.5),
    Plain("day_stays", "amount", factor=Fraction(1000), share=0.08),
    Plain("mean_copayment", "amount", factor=Fraction(1, 100), decimals=2, share=0.95),
    Plain("mean_supplement", "amount", factor=Fraction(1, 100), decimals=2, share=0.5),
)


@dataclass(frozen=True)
class PlainPlan:
    """A plan for tests: the splits of each level, and the levels with standardised figures.

    Municipalities of `large_from` persons and more have the splits `large` beside those of their level.
    """

    splits: Mapping[str, tuple[str, ...]]
    levels: tuple[str, ...] = ()
    least_persons: int = 0
    large: tuple[str, ...] = ()
    large_from: int = 0

    def published(self, indicator: str, level: str, persons: int | None = None) -> tuple[str, ...]:
        is_large = level == LEVELS[-1] and self.large and persons is not None and persons >= self.large_from
        own = (*self.splits.get(level, ()), *(self.large if is_large else ()))
        return tuple(split for split in reference.SPLITS if split in own and indicator not in split.split("*"))

    def counted(self, indicator: str, level: str) -> tuple[str, ...]:
        more = ("sex*age_class",) if self.standardised(indicator, level) else ()
        own = (*self.published(indicator, level, self.large_from), *more)
        return tuple(split for split in reference.SPLITS if split in own)

    def standardised(self, indicator: str, level: str) -> bool:
        return level in self.levels


TOTALS = PlainPlan(dict.fromkeys(LEVELS, ("total",)))


@dataclass(frozen=True)
class Persons:
    """A random country: for each person the municipality's number, sex, age class, increased reimbursement."""

    parents: Mapping[Area, str]
    codes: tuple[str, ...]
    place: Any
    sex: Any
    age: Any
    increased: Any


def persons(parents: Mapping[Area, str], count: int, seed: int = 0) -> Persons:
    """`count` persons, unequally dealt over the municipalities of a geography."""
    random = np.random.default_rng(seed)
    codes = tuple(sorted(code for level, code in parents if level == LEVELS[-1]))
    weight = random.lognormal(0, 0.9, len(codes))
    age = random.choice(len(AGES), count, p=AGE_WEIGHT / AGE_WEIGHT.sum())
    return Persons(
        parents,
        codes,
        random.choice(len(codes), count, p=weight / weight.sum()),
        (random.random(count) < 0.5 + 0.02 * age).astype(int),
        age,
        (random.random(count) > 0.2).astype(int),
    )


def parts(people: Persons, indicator: Plain, seed: int = 0) -> Any:
    """What each person brings to the numerator."""
    random = np.random.default_rng([seed, *indicator.name.encode()])
    if indicator.name == "increased_reimbursement":
        return (people.increased == 0).astype(np.int64)
    if indicator.divisor == "none":
        return np.ones(len(people.age), dtype=np.int64)
    share = indicator.share * np.exp(indicator.by_age * (people.age - 5) / 2.5) if indicator.by_age else indicator.share
    met = random.random(len(people.age)) < np.minimum(share, 0.98)
    if indicator.kind == "count":
        return met.astype(np.int64)
    size = (
        random.integers(1, 4, len(met)) if indicator.factor == 1000 else (random.lognormal(8, 1, len(met))).astype(int)
    )
    return np.where(met, size, 0).astype(np.int64)


def _only(people: Persons, chosen: Any) -> Persons:
    columns = {name: getattr(people, name)[chosen] for name in ("place", "sex", "age", "increased")}
    return replace(people, **columns)


def cells(
    everyone: Persons,
    indicators: Sequence[Plain] = TWELVE,
    year: int = 2023,
    plan: Any = None,
    seed: int = 0,
    changed: Mapping[str, Any] | None = None,
) -> pa.Table:
    """The cells that a plan counts of each indicator; `changed` gives other parts by indicator."""
    plan = plan or reference.publication_plan()
    made = []
    for indicator in indicators:
        part = (changed or {}).get(indicator.name)
        part = parts(everyone, indicator, seed) if part is None else part
        counted = among(everyone, indicator)
        people, part = _only(everyone, counted), part[counted]
        for level in LEVELS:
            for split in plan.counted(indicator.name, level):
                made.append(_cells(people, indicator, part, year, level, split))
    return pa.concat_tables(made)


def among(people: Persons, indicator: Plain) -> Any:
    """Which persons an indicator counts; where a person stands within an age class does not depend on the indicator."""
    age = people.age + np.random.default_rng(len(people.age)).random(len(people.age))
    return (age >= indicator.from_age) & (age < indicator.to_age)


def above(people: Persons, level: str) -> tuple[Any, list[str]]:
    """The area of each municipality at a level: numbers and codes."""
    tree = hierarchy(people.parents)
    areas = [code for of, code in tree.areas if of == level]
    number = {code: at for at, area in enumerate(areas) for code in tree.members[level, area]}
    return np.array([number[code] for code in people.codes]), areas


def _cells(people: Persons, indicator: Plain, part: Any, year: int, level: str, split: str) -> pa.Table:
    area, codes = above(people, level)
    group, names = area[people.place], ["all"]
    members = () if split == "total" else split.split("*")
    for member in members:
        values, own = {
            "sex": (people.sex, SEXES), "age_class": (people.age, AGES),
            "increased_reimbursement": (people.increased, INCREASED),
        }[member]  # fmt: skip
        group = group * len(own) + values
        names = [name + "*" + each for name in names for each in own]
    names = [name.removeprefix("all*") for name in names]
    size = len(codes) * len(names)
    order = np.lexsort((-part, group))
    first = np.flatnonzero(np.r_[True, np.diff(group[order]) > 0]) if len(order) else np.zeros(0, dtype=int)
    there = group[order][first]
    persons_ = np.bincount(group, minlength=size)[there]
    second = np.where(persons_ > 1, part[order][np.minimum(first + 1, len(order) - 1)], 0)

    def total(values: Any) -> Any:
        return np.bincount(group, weights=values, minlength=size)[there].astype(np.int64)

    squares = (
        total(part.astype(float) ** 2) if (level, split, indicator.kind) == ("country", "total", "amount") else None
    )
    return pa.table(
        {
            "indicator": pa.array([indicator.name] * len(there)),
            "year": pa.array([year] * len(there), pa.int32()),
            "level": pa.array([level] * len(there)),
            "area_code": pa.array(np.array(codes)[there // len(names)].tolist(), pa.string()),
            "split": pa.array([split] * len(there)),
            "category": pa.array(np.array(names)[there % len(names)].tolist(), pa.string()),
            "numerator": pa.array(total(part)),
            "denominator": pa.array(persons_.astype(np.int64)),
            "contributors": pa.array(total(part > 0)),
            "largest": pa.array(part[order][first]),
            "second_largest": pa.array(second),
            "squares": pa.array(squares, pa.int64()) if squares is not None else pa.nulls(len(there), pa.int64()),
        }
    )
