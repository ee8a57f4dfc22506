"""Panels with pilots: skewed costs of persons in municipalities, with savings of 0, 1 and 3 % planted.

A cost is nought for one person in five, else log-normal; persons have a frailty of their own, municipalities a level
and shocks by year, which is why rows of a municipality depend on each other. The truth is what was planted, in euros
for a person-year; an estimate covers it or does not. Where nothing is planted, the test says yes in 5 % of the draws.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import polars as pl
from scipy import stats

from mutualis.methods.panel import (
    Panel,
    bootstrap,
    budget_guarantee,
    false_discovery,
    group_time,
    jackknife,
    pilot_effects,
    placebo,
    wild_bootstrap,
)
from mutualis.methods.simulating import Estimated, Simulation

YEARS = np.array([2015, 2016, 2017, 2018, 2019])
MEAN = 2_000.0 * 1.02 ** np.arange(len(YEARS))
AFTER = float(MEAN[YEARS >= 2018].mean())
NAN = float("nan")


def country(
    generator: np.random.Generator,
    share: float,
    *,
    towns: int = 90,
    inside: int = 30,
    persons: int = 12,
    starts: tuple[int, ...] = (2018,),
    shock: float = 0.05,
) -> pl.DataFrame:
    """Person-years; the first towns are those of the pilots, which spend `share` less from their start on."""
    number, years = towns * persons, len(YEARS)
    town = np.arange(number) // persons
    pilot = np.where(np.arange(towns) < inside, np.arange(towns) % len(starts), -1)[town]
    by_town = _mean_one(generator, 0.1, (towns, 1)) * _mean_one(generator, shock, (towns, years))
    person = generator.gamma(2.0, 0.5, (number, 1)) * by_town[town]
    cost = MEAN * person * (generator.random((number, years)) < 0.8) / 0.8 * _mean_one(generator, 1.0, (number, years))
    saving = np.array([*starts, 9_999])[pilot][:, None] <= YEARS
    names = pl.Series([*"ABCD"[: len(starts)], None])
    return pl.DataFrame(
        {
            "person_id": np.repeat(np.arange(number), years),
            "municipality_code": np.repeat(town, years),
            "pilot": names.gather(np.repeat(pilot % len(names), years)),
            "year": np.tile(YEARS, number),
            "old": np.repeat(generator.random(number) < 0.3, years).astype(float),
            "insured": generator.choice([1.0, 0.5], number * years, p=[0.95, 0.05]),
            "outcome": (cost * np.where(saving, 1 - share, 1.0)).ravel(),
        }
    )


def _mean_one(generator: np.random.Generator, spread: float, size: tuple[int, int]) -> np.ndarray:
    return np.exp(generator.normal(-(spread**2) / 2, spread, size))


def panel(rows: pl.DataFrame, **changes: Any) -> Panel:
    return Panel(rows, **({"start": 2018, "weight": "insured"} | changes))


def by_person_year(saved: dict[str, float], person_years: float, kind: str = "") -> Estimated:
    """A saving with its ends of one kind, divided by the person-years."""
    return saved["saving"] / person_years, saved[f"low{kind}"] / person_years, saved[f"high{kind}"] / person_years


def clustered(generator: np.random.Generator, share: float) -> Estimated:
    found = pilot_effects(panel(country(generator, share)))
    size = sum(each.person_periods for each in found.terms)
    return by_person_year(found.savings().row(-1, named=True), size)


def resampled(generator: np.random.Generator, share: float, *, kind: str = "", persons: bool = False) -> Estimated:
    """Bootstrap of 240 towns, or of 960 persons where towns have no shocks of their own."""
    rows = country(generator, share, towns=240, inside=80, persons=4, shock=0.0 if persons else 0.05)
    given = panel(rows, cluster="person_id" if persons else "municipality_code")
    found = bootstrap(given, draws=399, seed=int(generator.integers(2**31)), workers=1)
    size = sum(each.person_periods for each in found.terms)
    return by_person_year(found.savings().row(-1, named=True), size, kind)


def few(generator: np.random.Generator, share: float, *, wild: bool) -> Estimated:
    """Eight towns in the pilot of thirty: the effect of the last year."""
    given = panel(country(generator, share, towns=30, inside=8, persons=30))
    if not wild:
        row = jackknife(given).row(-1, named=True)
        return row["effect"], row["low"], row["high"], row["p"]
    row = wild_bootstrap(given, draws=399, seed=int(generator.integers(2**31))).row(-1, named=True)
    return row["effect"], row["low"], row["high"], row["p"]


def staggered(generator: np.random.Generator, share: float, *, way: str, comparison: str) -> Estimated:
    """The mean effect of all groups and years, two pilots that start in 2017 and 2018."""
    rows = country(generator, share, starts=(2017, 2018), inside=40)
    given = panel(rows, start={"A": 2017, "B": 2018}, covariates=("old",), weight=None)
    row = group_time(given, way=way, comparison=comparison).simple().row(0, named=True)
    return row["effect"], row["low"], row["high"]


def staggered_truth(share: float) -> float:
    """The mean over the five cells of two groups of the same size."""
    cells = [MEAN[year == YEARS][0] for start in (2017, 2018) for year in YEARS if year >= start]
    return -share * float(np.mean(cells))


def earlier(generator: np.random.Generator, share: float) -> Estimated:
    found = pilot_effects(panel(country(generator, share)), leads=True).pre_trend()
    return found.statistic, NAN, NAN, found.p


def pretended(generator: np.random.Generator, share: float) -> Estimated:
    found = placebo(panel(country(generator, share, inside=20)), "A", draws=199, seed=int(generator.integers(2**31)))
    return found.effect, NAN, NAN, found.p


def guaranteed(generator: np.random.Generator, share: float) -> Estimated:
    """The gain of 2018, for a person-year."""
    row = budget_guarantee(panel(country(generator, share), covariates=("old",))).row(0, named=True)
    return row["gain"] / row["person_periods"], row["low"] / row["person_periods"], row["high"] / row["person_periods"]


def many(generator: np.random.Generator) -> Estimated:
    """A hundred outcomes without any effect: whether one at least is called real."""
    p = 2 * stats.norm.sf(np.abs(generator.normal(size=100)))
    return float((false_discovery(p) < 0.05).sum()), NAN, NAN, float(false_discovery(p).min())


def planned(name: str, work: Callable[..., Estimated], truth: float, number: int = 400, **how: Any) -> Simulation:
    return Simulation(name, partial(work, **how), truth, number)


FIRST, LAST = float(MEAN[YEARS == 2018][0]), float(MEAN[-1])
BOTH, ODDS, LINE = (
    {"way": way, "comparison": comparison}
    for way, comparison in (("both", "never"), ("weighting", "not_yet"), ("outcome", "not_yet"))
)
SIMULATIONS = (
    planned("pilot_effects, errors by municipality, saving of 0 %", clustered, 0.0, share=0.0),
    planned("pilot_effects, errors by municipality, saving of 1 %", clustered, 0.01 * AFTER, share=0.01),
    planned("pilot_effects, errors by municipality, saving of 3 %", clustered, 0.03 * AFTER, share=0.03),
    planned("bootstrap of 240 municipalities, normal interval, 3 %", resampled, 0.03 * AFTER, 800, share=0.03),
    planned("bootstrap of 240 municipalities, percentiles, 0 %", resampled, 0.0, 800, share=0.0, kind="_percentile"),
    planned("bootstrap of persons, normal interval, 1 %", resampled, 0.01 * AFTER, share=0.01, persons=True),
    planned("jackknife, 8 municipalities of 30, 0 %", few, 0.0, share=0.0, wild=False),
    planned("wild bootstrap, 8 municipalities of 30, 0 %", few, 0.0, share=0.0, wild=True),
    planned("wild bootstrap, 8 municipalities of 30, 3 %", few, -0.03 * LAST, share=0.03, wild=True),
    planned("group_time, both, never treated, 3 %", staggered, staggered_truth(0.03), share=0.03, **BOTH),
    planned("group_time, weighting, not yet treated, 0 %", staggered, 0.0, share=0.0, **ODDS),
    planned("group_time, outcome, not yet treated, 1 %", staggered, staggered_truth(0.01), share=0.01, **LINE),
    planned("budget_guarantee, gain of 0 %", guaranteed, 0.0, share=0.0),
    planned("budget_guarantee, gain of 3 %", guaranteed, 0.03 * FIRST, share=0.03),
    planned("earlier trends that are not there, joint test", earlier, 0.0, share=0.0),
    planned("pretended pilots, rank of one without effect", pretended, 0.0, share=0.0),
    planned("a hundred outcomes without effect, any called real", many, 0.0, 2_000),
)
