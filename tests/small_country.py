"""Indicator cells for tests of disclosure control: drawn, random, or on the real geography."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import pyarrow as pa

from mutualis.disclosure.hierarchy import LEVELS, Area, hierarchy

MEASURES = ("numerator", "denominator", "contributors", "largest", "second_largest")


@dataclass(frozen=True)
class Plain:
    """An indicator as protection and publication know it."""

    name: str
    kind: str = "count"
    divisor: str = "persons"
    factor: Fraction = Fraction(1)
    decimals: int = 1
    sources: tuple[str, ...] = ("derived_person_year",)


INSURED = Plain("insured", divisor="none", decimals=0)
CONTACT = Plain("gp_contact", factor=Fraction(100))
DDD = Plain("antibiotics_ddd", "amount", "person_days")
COPAYMENT = Plain("mean_copayment", "amount", factor=Fraction(1, 100), decimals=2)
INDICATORS = (INSURED, CONTACT, DDD, COPAYMENT)


def flat(*municipalities: str, provinces: int = 1) -> dict[Area, str]:
    """Parents of one region of `provinces` provinces of one arrondissement each, the municipalities dealt over them."""
    parents: dict[Area, str] = {("region", "R"): "BE"}
    for number in range(provinces):
        parents["province", f"P{number}"] = "R"
        parents["arrondissement", f"A{number}"] = f"P{number}"
    for place, code in enumerate(municipalities):
        parents["municipality", code] = f"A{place % provinces}"
    return parents


def cells(
    parents: Mapping[Area, str], indicator: str, leaves: Mapping[str, Sequence[int]], year: int = 2023
) -> pa.Table:
    """Cells of all levels from (numerator, denominator[, contributors, largest, second]) of each municipality."""
    tree = hierarchy(parents)
    values = np.zeros((len(tree.areas), len(MEASURES)), dtype=np.int64)
    for place, (level, code) in enumerate(tree.areas):
        if level == LEVELS[-1]:
            given = tuple(leaves[code])
            values[place] = given if len(given) == 5 else (*given, given[0], min(given[0], 1), min(given[0], 1))
    place_of = {area: place for place, area in enumerate(tree.areas)}
    for place in reversed(range(1, len(tree.areas))):
        level, code = tree.areas[place]
        up = place_of[LEVELS[LEVELS.index(level) - 1], parents[level, code]]
        values[up, :3] += values[place, :3]
        largest = sorted([*values[up, 3:], *values[place, 3:]])
        values[up, 3:] = largest[-1], largest[-2]
    return as_table(indicator, year, tree.areas, values)


def as_table(indicator: str, year: int, areas: Sequence[Area], values: Any) -> pa.Table:
    rows = len(areas)
    return pa.table(
        {
            "indicator": [indicator] * rows,
            "year": pa.array([year] * rows, pa.int32()),
            "level": [level for level, _ in areas],
            "area_code": [code for _, code in areas],
            "split": ["total"] * rows,
            "category": ["all"] * rows,
            **{name: pa.array(values[:, column], pa.int64()) for column, name in enumerate(MEASURES)},
        }
    )


def belgium(geography: Mapping[int, Mapping[Area, str]], scale: float = 172.0, seed: int = 0) -> pa.Table:
    """Four indicators on given geographies: unequal municipalities of about `scale` insured."""
    random, found = np.random.default_rng(seed), []
    for year, parents in geography.items():
        codes = [code for level, code in parents if level == LEVELS[-1]]
        people = random.poisson(scale * random.lognormal(-0.5, 1, len(codes)))
        contact, users = random.binomial(people, 0.8), random.binomial(people, 0.35)
        ddd = users * random.integers(10_000, 60_000, len(codes))
        paid = people * random.integers(5_000, 20_000, len(codes))
        parts = {
            "insured": np.stack([people, people, people, people > 0, people > 1], 1),
            "gp_contact": np.stack([contact, people, contact, contact > 0, contact > 1], 1),
            "antibiotics_ddd": np.stack([ddd, people, users, _part(ddd, users), _part(ddd, users)], 1),
            "mean_copayment": np.stack([paid, people, people, _part(paid, people), _part(paid, people)], 1),
        }
        for name, values in parts.items():
            found.append(cells(parents, name, dict(zip(codes, values.tolist(), strict=True)), year))
    return pa.concat_tables(found)


def _part(total: Any, persons: Any) -> Any:
    return np.where(persons > 1, total // np.maximum(persons, 1), total * (persons == 1))
