"""Samples of one population that is known: strata of one in ten and one in five, households, a domain."""

from collections.abc import Callable
from functools import partial

import numpy as np
from numpy.random import Generator

from mutualis.methods.estimates import Estimate
from mutualis.methods.simulating import Estimated, Simulation
from mutualis.methods.survey import Sample, mean, quantile, ratio, sample, total

PERSONS = 6_000
_dice = np.random.default_rng(2_026)
OLD = np.arange(PERSONS) % 5 == 0
WOMEN = _dice.random(PERSONS) < 0.5
INCOME = _dice.gamma(4, 500, PERSONS)
COST = _dice.gamma(0.7, 1_000, PERSONS) * np.where(OLD, 3, 1)
HOUSEHOLD = np.arange(PERSONS) // 3


def drawn(generator: Generator) -> tuple[Sample, np.ndarray]:
    """One in ten below 65 and one in five from 65 on, without replacement, with their rows."""
    parts = [(OLD, 5), (~OLD, 10)]
    rows = np.concatenate(
        [generator.choice(np.flatnonzero(who), who.sum() // one, replace=False) for who, one in parts]
    )
    one = np.where(OLD[rows], 5.0, 10.0)
    return sample(one, OLD[rows], fractions=1 / one), rows


def stratified(generator: Generator, ask: Callable[[Sample, np.ndarray], Estimate]) -> Estimated:
    found = ask(*drawn(generator))
    return found.value, found.low, found.high


def clustered(generator: Generator) -> Estimated:
    """Households of three, one in ten, whose members share a part of their cost."""
    homes = generator.choice(PERSONS // 3, PERSONS // 30, replace=False)
    rows = np.flatnonzero(np.isin(HOUSEHOLD, homes))
    of = sample(np.full(len(rows), 10.0), clusters=HOUSEHOLD[rows], fractions=np.full(len(rows), 0.1))
    found = ratio(of, SHARED[rows], INCOME[rows])
    return found.value, found.low, found.high


SHARED = COST + _dice.gamma(2, 400, PERSONS // 3)[HOUSEHOLD]

SIMULATIONS = (
    Simulation("total, strata", partial(stratified, ask=lambda of, at: total(of, COST[at])), float(COST.sum())),
    Simulation(
        "mean of a domain",
        partial(stratified, ask=lambda of, at: mean(of, COST[at], WOMEN[at])),
        float(COST[WOMEN].mean()),
    ),
    Simulation("ratio, households", clustered, float(SHARED.sum() / INCOME.sum())),
    Simulation(
        "quantile, the middle", partial(stratified, ask=lambda of, at: quantile(of, COST[at])), float(np.median(COST))
    ),
)
