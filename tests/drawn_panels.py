"""Panels of persons with pilots and a planted effect, small, for tests."""

import numpy as np
import polars as pl

YEARS = (2015, 2016, 2017, 2018, 2019)


def drawn(seed=1, *, clusters=40, persons=6, years=YEARS, effect=-3.0, starts=None, in_pilot=6):
    """Persons in municipalities, of which the first are pilot A and B; levels by person, year and municipality."""
    dice = np.random.default_rng(seed)
    starts = starts or {"A": 2018, "B": 2018}
    names = [None] * clusters
    for at, pilot in enumerate(starts):
        names[at * in_pilot : (at + 1) * in_pilot] = [pilot] * in_pilot
    number = clusters * persons
    person = np.repeat(np.arange(number), len(years))
    year = np.tile(years, number)
    town = person // persons
    level = dice.gamma(2.0, 10.0, number)[person]
    shock = dice.normal(0, 1.0, (clusters, len(years)))[town, np.tile(np.arange(len(years)), number)]
    age = dice.integers(20, 80, number)[person] + (year - years[0])
    kind = np.array(["x", "y", "z"])[dice.integers(0, 3, len(year))]
    pilot = [names[each] for each in town]
    inside = np.array([each is not None and when >= starts[each] for each, when in zip(pilot, year, strict=True)])
    outcome = 100 + level + 2.0 * (year - years[0]) + 0.05 * age**1.5 + 3 * (kind == "y") + shock
    return pl.DataFrame(
        {
            "person_id": person + 1_000,
            "year": year,
            "municipality_code": [f"{71_000 + each}" for each in town],
            "pilot": pl.Series(pilot, dtype=pl.String),
            "age": age.astype(float),
            "kind": kind,
            "insured": dice.choice([1.0, 0.75, 0.5], len(year), p=[0.9, 0.06, 0.04]),
            "outcome": outcome + effect * inside + dice.normal(0, 2.0, len(year)),
        }
    )
