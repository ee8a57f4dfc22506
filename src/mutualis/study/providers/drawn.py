"""A drawn domain of care for tests and simulations: classes follow age and illness, and nobody errs."""

import datetime as dt

import numpy as np
import polars as pl
from numpy.random import Generator

from mutualis.study.providers.domain import ACT, Domain, Material

LEVELS = ("0T", "FA", "FB", "FC")
DRAWN = Domain(
    name="drawn",
    levels=LEVELS,
    features=("age", "ill"),
    case_mix=("age",),
    rates=("acts",),
    minutes={"0T": 20, "FA": 30, "FB": 35, "FC": 50},
    once=frozenset(LEVELS),
    outside=frozenset(LEVELS),
)
FIRST, DAYS, MOVED = dt.date(2020, 1, 1), 30, 6


def drawn_care(random: Generator, providers: int = 40, patients: int = 40) -> Material:
    """Cases of thirty days with five acts each, no stay; the first six of each provider come from another one, where a
    good part had another class.
    """
    size = providers * patients
    age, ill = random.normal(80, 7, size), (random.random(size) < 0.3).astype(np.int64)
    people = pl.DataFrame(
        {
            "person_id": [f"N{number:06}" for number in range(size)],
            "provider": np.repeat([f"P{number:03}" for number in range(providers)], patients),
            "age": age,
            "ill": ill,
            "latent": (age - 80) / 7 + 1.2 * ill,
            "acts": random.poisson(DAYS * np.exp(0.1 * ill)),
        }
    )
    now = _cases(people, random, FIRST + dt.timedelta(days=2 * DAYS))
    moved = people.filter(pl.int_range(pl.len()).over("provider") < MOVED)
    before = moved.with_columns(provider=pl.col("provider").shift(MOVED).fill_null(moved["provider"][-1]))
    cases = pl.concat([now, _cases(before, random, FIRST)])
    return Material(DRAWN, cases, _acts(cases), no_stays())


def _cases(people: pl.DataFrame, random: Generator, first: dt.date) -> pl.DataFrame:
    latent = people["latent"].to_numpy() + random.logistic(0, 0.5, people.height)
    return people.drop("latent").with_columns(
        observed=pl.Series(np.array(LEVELS)[np.searchsorted([0, 1, 2], latent)]),
        above=pl.Series(random.integers(0, 3, people.height)),
        first_day=pl.lit(first),
        last_day=pl.lit(first + dt.timedelta(days=DAYS - 1)),
        exposure=pl.lit(DAYS),
    )


def _acts(cases: pl.DataFrame) -> pl.DataFrame:
    days = pl.DataFrame({"offset": range(5)})
    told = cases.select("person_id", "provider", "first_day", act="observed").join(days, how="cross")
    return told.with_columns(day=pl.col("first_day") + pl.duration(days="offset")).select(ACT)


def no_stays() -> pl.DataFrame:
    """Nobody was in hospital."""
    return pl.DataFrame(schema={"person_id": pl.String, "admission_day": pl.Date, "discharge_day": pl.Date})
